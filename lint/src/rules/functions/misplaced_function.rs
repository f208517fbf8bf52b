//! Functions where CloudFormation does not evaluate them.

use cfn_ast::FunctionName;
use cfn_ast::model::{Accepts, EvaluatedPart, FunctionSet, Kinds, TransformKind};

use crate::cfn_lint::{holder, id_of_argument, own_id};
use crate::rules::kit::argument_mismatches::{
    ArgumentMismatchKind, argument_in, argument_mismatches, arguments, is_allowed,
};
use crate::rules::kit::notation;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An intrinsic function in an argument or a part of the template that does not support it.
    ///
    /// ## Why
    ///
    /// Each argument of a function supports only certain other functions. Condition functions are only evaluated in
    /// conditions, and `Fn::Length` and `Fn::ToJsonString` require the transform `AWS::LanguageExtensions`. CloudFormation
    /// rejects a template that uses them elsewhere.
    ///
    /// It is only a warning if AWS's reference does not list the function for the argument, but CloudFormation is not
    /// known to reject it: it evaluates more than the reference lists, such as `Fn::Select` in the index of `Fn::Select`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Conditions:
    ///   IsProd: !Equals [!If [IsBig, prod, dev], prod]
    ///   IsBig: !Equals [a, b]
    /// ```
    "misplaced-function" {
        group: Functions,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: [
            "E3012", "E1010", "E1011", "E1015", "E1016", "E1017", "E1018", "E1019", "E1020", "E1021", "E1022",
            "E1024", "E1028", "E1030", "E1031", "E1033", "E6101", "E8003", "E8004", "E8005", "E8006", "E8007",
            "E1005", "E1701",
        ],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let place = EvaluatedPart::of(function.node, cx.template());
    if cx.template().has_custom_macro() || place == EvaluatedPart::None {
        return;
    }
    if lacks_transform(function, cx.template()) {
        needs_transform(function, cx);
    }
    if place == EvaluatedPart::Resource && returns_condition(function.name) && holder(function.node).is_none()
    {
        in_value(function, cx);
    }
    let misplaced = misplaced_in(function, cx.template());
    // If the function itself is not allowed here, its arguments do not matter.
    if !misplaced.is_empty() && is_allowed(function, cx.template()) {
        for (inner, accepts) in misplaced {
            in_argument(function, inner, accepts, cx);
        }
    }
}

/// The functions in the arguments of a function that are not supported there, each with what is.
fn misplaced_in<'t>(
    function: Function<'t>,
    template: &Template<'t>,
) -> Vec<(Function<'t>, &'static Accepts)> {
    let mut misplaced = Vec::new();
    for (argument, accepts) in arguments(function) {
        for mismatch in argument_mismatches(argument, accepts, template) {
            if let ArgumentMismatchKind::Misplaced(inner) = mismatch.kind
                // The missing transform is reported instead.
                && !(mismatch.accepts.extended.contains(inner.name) && lacks_transform(inner, template))
            {
                misplaced.push((inner, mismatch.accepts));
            }
        }
    }
    misplaced
}

/// Whether a function requires a transform that the template does not use.
fn lacks_transform(function: Function<'_>, template: &Template<'_>) -> bool {
    function.name.signature().needs_extensions && !template.has_transform(TransformKind::LanguageExtensions)
}

fn returns_condition(name: FunctionName) -> bool {
    name.is_condition_function() || name.is_rule_function()
}

fn needs_transform<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let message = format!("`{}` requires the transform `AWS::LanguageExtensions`", function.name.key());
    let finding = cx.finding_at(function.node, message).with_cfn_lint(own_id(function.name));
    let transform = notation::entry(cx.tree(), "Transform", "AWS::LanguageExtensions");
    cx.report(finding.with_help(format!("add `{transform}`")));
}

fn in_value<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let section = if function.name.is_rule_function() { "Rules" } else { "Conditions" };
    let message = format!("`{}` is only allowed in the section `{section}`", function.name.key());
    let finding = cx.finding_at(function.node, message).with_cfn_lint("E3012");
    cx.report(finding.with_help("declare a condition and select a value with `Fn::If`"));
}

fn in_argument<'t>(
    function: Function<'t>,
    inner: Function<'t>,
    accepts: &Accepts,
    cx: &mut RuleContext<'_, 't>,
) {
    let (what, name) = (argument_in(accepts, function.name), inner.name.key());
    let supported = accepts.functions_in(cx.template());
    let kind = accepts.kinds.describe();
    let finding = if !accepts.is_refused(inner.name) {
        let message = format!("`{name}` is not documented for {what}");
        cx.finding_at(inner.node, message).with_severity(Severity::Warning)
    } else if supported == FunctionSet::NONE {
        let literal = kind.replacen("a ", "a literal ", 1);
        cx.finding_at(inner.node, format!("{what} must be {literal}, not `{name}`"))
    } else {
        cx.finding_at(inner.node, format!("`{name}` is not supported as {what}"))
    };
    let names_condition = function.name == FunctionName::If && accepts.kinds == Kinds::STRING;
    let help = if names_condition && inner.name.is_condition_function() {
        "declare the comparison under `Conditions` and write the name of that condition here".to_owned()
    } else {
        format!("write {kind}{}", list(supported))
    };
    let finding = finding.with_cfn_lint(id_of_argument(function, cx.template()));
    cx.report(finding.with_help(help));
}

/// The end of a list of what can be written: ", `Fn::Sub` or `Ref`".
fn list(functions: FunctionSet) -> String {
    let names: Vec<_> = functions.iter().map(|name| format!("`{}`", name.key())).collect();
    match names.as_slice() {
        [] => " without a function".to_owned(),
        [one] => format!(" or {one}"),
        [first @ .., last] => format!(", {} or {last}", first.join(", ")),
    }
}
