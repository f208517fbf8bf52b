//! Tags and keys that look like intrinsic functions.

use cfn_ast::foreign;
use cfn_ast::model::{EvaluatedPart, Form};
use cfn_ast::{FunctionName, TextRange};

use crate::cfn_lint::{holder, id_of_argument, offset_of_value};
use crate::rules::kit::argument_mismatches::unknown_function;
use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, typo_of, typos_of, write_name};

declare_rule! {
    /// A tag, or a key that begins with `Fn::`, that is not an intrinsic function.
    ///
    /// ## Why
    ///
    /// CloudFormation reads it as a mapping with one key, and rejects it if a value of another kind is required.
    ///
    /// Directives of tools that process the template before CloudFormation are not reported: names with a namespace, such
    /// as Rain's `!Rain::Embed`, and the functions of cfn-include, such as `Fn::Include` and `Fn::Map`. Since their result
    /// is not known, nothing is rewritten in or around them: run the tool first, and check its output.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       TopicName: !Joim ["-", [!Ref AWS::StackName, alarms]]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       TopicName: !Join ["-", [!Ref AWS::StackName, alarms]]
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the function that is at most two letters away, if no other one is as close. It is safe if one letter
    /// is wrong and no other function is within two letters, and unsafe otherwise.
    "unknown-function" {
        group: Functions,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: [
            "E3012", "E1010", "E1011", "E1015", "E1016", "E1017", "E1018", "E1019", "E1020", "E1021", "E1022",
            "E1024", "E1028", "E1029", "E1030", "E1031", "E1033", "E1701", "E6101", "E6102", "E8001", "E8003",
            "E8004", "E8005", "E8006", "E8007", "E1005",
        ],
        hooks: [Node(check)],
    }
}

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    written_as_function(node, || holder(node), cx);
    // The argument of a short form is part of the same node.
    if node.tag().is_some() {
        written_as_function(node.without_tag(), || node.function(), cx);
    }
}

fn written_as_function<'t>(
    node: Node<'t>,
    outer: impl Fn() -> Option<Function<'t>>,
    cx: &mut RuleContext<'_, 't>,
) {
    let Some(name) = unknown_function(node) else { return };
    let place = EvaluatedPart::of(node, cx.template());
    // They exist under this name, even if AWS does not document this form.
    let is_documented =
        FunctionName::all().any(|function| function.name() == name) || matches!(name, "ForEach" | "Implies");
    // Tools that run before CloudFormation have functions of their own.
    let is_foreign = name.contains(':') || foreign::is_directive_name(name);
    if place == EvaluatedPart::None || is_documented || is_foreign || cx.template().has_custom_macro() {
        return;
    }
    let (form, shown, range) = written_at(node, name);
    let key = if form == Form::Short { format!("!{name}") } else { format!("Fn::{name}") };
    let known = FunctionName::all().filter(|function| form == Form::Long || function.has_short_form());
    let known: Vec<&str> = known.map(FunctionName::name).collect();
    let typo = typo_of(name, known.iter().copied());
    let id = match outer() {
        Some(outer) => id_of_argument(outer, cx.template()),
        None => id(node, typo.map(|typo| typo.right), place),
    };
    // For a string with variables, cfn-lint reports the string itself, which has no position of its own in the short form.
    let reported = if id == "E1029" { node.without_tag() } else { node };
    let finding = cx
        .finding(shown, format!("unknown intrinsic function `{key}`"))
        .with_cfn_lint(id)
        .with_cfn_lint_offset(offset_of_value(reported));
    let written = |right: &str| key.replacen(name, right, 1);
    let near: Vec<String> = typos_of(name, known).into_iter().map(written).collect();
    let question = did_you_mean(&near.iter().map(String::as_str).collect::<Vec<_>>());
    let help = question
        .unwrap_or_else(|| "write a function that CloudFormation supports, or a plain value".to_owned());
    cx.report_with_fix(finding.with_help(help), || {
        let typo = typo?;
        let edit = write_name(node.tree().source(), range?, typo.right)?;
        let message = format!("write `{}`", written(typo.right));
        Some(Fix::correction_if(typo.is_certain_word(), message, [edit]))
    });
}

/// The form of the function, its bytes, and those of its name alone.
fn written_at(node: Node<'_>, name: &str) -> (Form, TextRange, Option<TextRange>) {
    if let Some(tag) = node.tag_range() {
        // `!R%65f` is an escaped tag, longer in the source than the name.
        let start = tag.end().saturating_sub(name.len() as u32);
        let source = node.tree().source();
        let own = source.range(start, tag.end()).filter(|range| source.slice(*range) == name);
        return (Form::Short, tag, own);
    }
    let Some(key) = node.entries().next().map(|entry| entry.key) else {
        return (Form::Long, node.range(), None);
    };
    (Form::Long, key.range(), Some(key.text_range("Fn::".len().."Fn::".len() + name.len())))
}

/// The id of cfn-lint, which does not know the function and reports the value, or the variables in it.
fn id(node: Node<'_>, typo: Option<&str>, place: EvaluatedPart) -> &'static str {
    let has_variables = || node.text().is_some_and(|text| text.contains("${"));
    match place {
        EvaluatedPart::OutputValue => "E6101",
        EvaluatedPart::ExportName => "E6102",
        EvaluatedPart::Condition => "E8001",
        EvaluatedPart::Rule => "E1701",
        _ if typo == Some(FunctionName::Sub.name()) && has_variables() => "E1029",
        _ => "E3012",
    }
}
