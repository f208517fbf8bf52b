//! Values of another kind than their key takes.

use cfn_ast::model::shape::{MisfitKind, Shape};
use cfn_ast::syntax::Scalar;
use cfn_ast::{Node, Template};

use crate::cfn_lint::offset_of_value;
use crate::context::RuleContext;
use crate::declare_rule;
use crate::missing_prefix::report_with_function;
use crate::parts::{id_of_value, is_error, place_of_value, severity};

declare_rule! {
    /// A value of another kind than its key takes: a list for a string, a function where none is evaluated, a word that is
    /// not one of those allowed.
    ///
    /// ## Why
    ///
    /// CloudFormation refuses the whole template. Descriptions, the attributes of parameters and resources, and mappings
    /// are read before any function is evaluated.
    ///
    /// In `AWS::CloudFormation::Interface` it is a warning: only the console reads that.
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
    /// The fix writes the name of a function where a mapping has nothing but that name without its `Fn::`, or with other
    /// capital letters. That is safe, as no mapping can stand there.
    "invalid-attribute-value" {
        group: Correctness,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: [
            "E1001", "E1004", "E1005", "E1700", "E1701", "E1702", "E2001", "E3001", "E3009", "E3012", "E3016", "E3028",
            "E3035", "E3036", "E3055", "E3724", "E4001", "E4002", "E6003", "E7001", "E8001",
        ],
        hooks: [Template(check)],
    }
}

fn check<'t>(_: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for misfit in cx.misfits().iter().filter(|misfit| is_error(misfit)) {
        let (value, expected) = match misfit.kind {
            MisfitKind::WrongValue { value, expected } => (value, Some(expected)),
            MisfitKind::Empty { value } => (value, None),
            _ => continue,
        };
        let finding = cx.finding(place_of_value(value), message(value, expected));
        let finding = finding
            .with_severity(severity(misfit))
            .with_cfn_lint(id_of_value(misfit.part))
            .with_cfn_lint_offset(offset_of_value(value));
        match (expected.and_then(Shape::functions), value.local_tag()) {
            (Some(functions), _) => {
                report_with_function(finding.with_help(format!("write {functions}")), value, cx);
            }
            // Tools that go before CloudFormation have tags of their own, with a name space.
            (None, Some(tag)) if tag.contains(':') => {
                cx.report(finding.with_help("check the template that the tool of this tag makes"));
            }
            _ => cx.report(finding),
        }
    }
}

fn message(value: Node<'_>, expected: Option<&Shape>) -> String {
    let name = value.key().and_then(Node::text).map_or("this item".to_owned(), |key| format!("`{key}`"));
    let Some(expected) = expected else { return format!("{name} has no entries") };
    if matches!(expected, Shape::Filled) {
        return format!("{name} has no value, and a template cannot hold `null`");
    }
    let expected = expected.description();
    if value.scalar() == Some(Scalar::Null) {
        return format!("{name} has no value; it has to be {expected}");
    }
    format!("{name} has to be {expected}, not {}", kind(value))
}

/// What a value is, in words.
fn kind(value: Node<'_>) -> String {
    if let Some(function) = value.function() {
        return format!("the function `{}`", function.name.key());
    }
    if let Some(tag) = value.local_tag() {
        return format!("`!{tag}`, which CloudFormation does not know");
    }
    match value.scalar() {
        Some(Scalar::Bool(_)) => "a truth value".to_owned(),
        Some(_) => format!("`{}`", value.text().unwrap_or_default()),
        None if value.is_sequence() => "a list".to_owned(),
        None => "a mapping".to_owned(),
    }
}
