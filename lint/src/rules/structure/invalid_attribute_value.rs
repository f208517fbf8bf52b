//! Attributes with a value of the wrong kind.

use cfn_ast::model::shape::{MisfitKind, Shape};
use cfn_ast::syntax::Scalar;

use crate::cfn_lint::id_of_value;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::misfits::{is_error, severity};
use crate::rules::kit::missing_prefix::report_with_function;
use crate::rules::kit::prelude::*;
use crate::rules::kit::ranges::place_of_value;
use crate::suggest::{did_you_mean, nearest};

declare_rule! {
    /// An attribute with a value of the wrong kind: a list instead of a string, a function where none is evaluated, or a
    /// string that is not one of the allowed ones.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the whole template. Functions are not evaluated in descriptions, in mappings, and in most
    /// attributes of parameters and resources.
    ///
    /// In `AWS::CloudFormation::Interface`, which only the console reads, it is a warning.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     DeletionPolicy: Keep
    /// ```
    ///
    /// ## Fix safety
    ///
    /// If the only key of a mapping is the name of a function without its `Fn::`, or in a different case, the fix writes the
    /// name correctly. That is safe, because a mapping is not allowed there.
    "invalid-attribute-value" {
        group: Structure,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: [
            "E1001", "E1004", "E1005", "E1700", "E1701", "E1702", "E2001", "E3001", "E3009", "E3012", "E3016", "E3028",
            "E3035", "E3036", "E3055", "E3724", "E4001", "E4002", "E6003", "E7001", "E8001",
        ],
        hooks: [Misfit(check)],
    }
}

fn check<'t>(misfit: &Misfit<'t>, cx: &mut RuleContext<'_, 't>) {
    if !is_error(misfit) {
        return;
    }
    let (value, expected) = match misfit.kind {
        MisfitKind::WrongValue { value, expected } => (value, Some(expected)),
        MisfitKind::Empty { value } => (value, None),
        _ => return,
    };
    let finding = cx.finding(place_of_value(value), message(value, expected));
    let finding = finding
        .with_severity(severity(misfit))
        .with_cfn_lint(id_of_value(misfit.part))
        .with_cfn_lint_offset(offset_of_value(value));
    let finding = match help(value, expected) {
        Some(help) => finding.with_help(help),
        None => finding,
    };
    if expected.is_some_and(|expected| expected.functions().is_some()) {
        report_with_function(finding, value, cx);
    } else {
        cx.report(finding);
    }
}

fn message(value: Node<'_>, expected: Option<&Shape>) -> String {
    let name = value.key().and_then(Node::text).map_or("this item".to_owned(), |key| format!("`{key}`"));
    let Some(expected) = expected else { return format!("{name} is empty, which CloudFormation rejects") };
    if let Some(tag) = tool_tag(value) {
        return format!("`!{tag}` is not a CloudFormation tag");
    }
    if matches!(expected, Shape::Filled) {
        return format!("{name} is empty (null), which CloudFormation rejects");
    }
    let expected = expected.description();
    if value.scalar() == Some(Scalar::Null) {
        return format!("{name} is empty (null); it must be {expected}");
    }
    format!("{name} must be {expected}, not {}", kind(value))
}

/// What to do, if that is more than the message says.
fn help(value: Node<'_>, expected: Option<&Shape>) -> Option<String> {
    let Some(expected) = expected else { return Some("add an entry, or remove the mapping".to_owned()) };
    let expected = expected.unwrapped();
    if tool_tag(value).is_some() {
        return Some("check the output of the tool that resolves this tag, or exclude this file".to_owned());
    }
    if let Some(functions) = expected.functions() {
        return Some(format!("write {functions}"));
    }
    let help = match (expected, value.text()) {
        _ if value.scalar() == Some(Scalar::Null) => "set a value, or remove it",
        _ if value.function().is_some() => "this function is not evaluated here; write a literal value",
        (Shape::Word(words), Some(text)) => return did_you_mean(&nearest(text, words.iter().copied())),
        (Shape::String, Some(_)) if value.is_scalar() => "put the value in quotes",
        (Shape::String | Shape::Text, None) => "write a single string",
        (Shape::List(_), Some(_)) => "write a list, even for a single value",
        (Shape::Object(_) | Shape::Each(_), _) => "write a mapping of names to values",
        _ => return None,
    };
    Some(help.to_owned())
}

/// The tag of a tool that runs before CloudFormation: those have a namespace, as in `!Rain::Module`.
fn tool_tag<'t>(value: Node<'t>) -> Option<&'t str> {
    value.local_tag().filter(|tag| value.function().is_none() && tag.contains(':'))
}

/// What a value is, in words.
fn kind(value: Node<'_>) -> String {
    if let Some(function) = value.function() {
        return format!("the function `{}`", function.name.key());
    }
    if let Some(tag) = value.local_tag() {
        return format!("the unknown tag `!{tag}`");
    }
    match value.scalar() {
        Some(Scalar::Bool(value)) => format!("the boolean `{value}`"),
        Some(_) => format!("`{}`", value.text().unwrap_or_default()),
        None if value.is_sequence() => "a list".to_owned(),
        None => "a mapping".to_owned(),
    }
}
