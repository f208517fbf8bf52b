//! Functions where CloudFormation does not evaluate them.

use cfn_ast::model::{Accepts, FunctionSet, Place, TransformKind};
use cfn_ast::{Function, FunctionName, Template};

use crate::cfn_lint::{holder, id_of_argument, own_id};
use crate::context::RuleContext;
use crate::declare_rule;
use crate::diagnostic::Severity;
use crate::faults::{FaultKind, arguments, faults, may_stand};

declare_rule! {
    /// An intrinsic function in an argument or a part of the template that does not take it.
    ///
    /// ## Why
    ///
    /// CloudFormation evaluates only certain functions in each argument of another function, condition functions only in
    /// conditions, and `Fn::Length` and `Fn::ToJsonString` only with the transform `AWS::LanguageExtensions`. It refuses
    /// a template that has them elsewhere.
    ///
    /// It is only a warning where AWS's reference does not list the function among those that the argument supports, but
    /// nothing shows that CloudFormation refuses it: it evaluates more than the reference lists, such as `Fn::Select` in
    /// the index of `Fn::Select`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Conditions:
    ///   IsProd: !Equals [!If [IsBig, prod, dev], prod]
    ///   IsBig: !Equals [a, b]
    /// ```
    "misplaced-function" {
        group: Correctness,
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
    let place = Place::of(function.node, cx.template());
    if cx.template().has_custom_macro() || place == Place::None {
        return;
    }
    if lacks_transform(function, cx.template()) {
        needs_transform(function, cx);
    }
    if place == Place::Resource && gives_no_value(function.name) && holder(function.node).is_none() {
        in_value(function, cx);
    }
    let before = cx.findings.len();
    for (argument, accepts) in arguments(function) {
        for fault in faults(argument, accepts, cx.template()) {
            if let FaultKind::Misplaced(inner) = fault.kind
                // That the transform is missing says it all.
                && !(fault.accepts.extended.contains(inner.name) && lacks_transform(inner, cx.template()))
            {
                in_argument(function, inner, fault.accepts, cx);
            }
        }
    }
    // Where the function may not stand itself, what stands in it does not matter.
    if cx.findings.len() > before && !may_stand(function, cx.template()) {
        cx.findings.truncate(before);
    }
}

/// Whether a function exists only with a transform that the template does not have.
fn lacks_transform(function: Function<'_>, template: &Template<'_>) -> bool {
    function.name.signature().needs_extensions && !template.has_transform(TransformKind::LanguageExtensions)
}

fn gives_no_value(name: FunctionName) -> bool {
    name.is_condition_function() || name.is_rule_function()
}

fn needs_transform<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let message =
        format!("`{}` exists only with the transform `AWS::LanguageExtensions`", function.name.key());
    let finding = cx.finding_at(function.node, message).with_cfn_lint(own_id(function.name));
    cx.report(finding.with_help("add the transform at the top of the template"));
}

fn in_value<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let section = if function.name.is_rule_function() { "Rules" } else { "Conditions" };
    let message = format!("`{}` gives no value: it belongs in the section `{section}`", function.name.key());
    let finding = cx.finding_at(function.node, message).with_cfn_lint("E3012");
    cx.report(finding.with_help("declare a condition and choose a value by `Fn::If`"));
}

fn in_argument<'t>(
    function: Function<'t>,
    inner: Function<'t>,
    accepts: &Accepts,
    cx: &mut RuleContext<'_, 't>,
) {
    let (what, outer, name) = (accepts.what, function.name.key(), inner.name.key());
    let finding = if accepts.is_refused(inner.name) {
        cx.finding_at(inner.node, format!("{what} of `{outer}` cannot be `{name}`"))
    } else {
        let message = format!("{what} of `{outer}` is not documented to support `{name}`");
        cx.finding_at(inner.node, message).with_severity(Severity::Warning)
    };
    let taken = accepts.functions_in(cx.template());
    let finding = finding.with_cfn_lint(id_of_argument(function, cx.template()));
    cx.report(finding.with_help(format!("it can be {}{}", accepts.kinds.describe(), list(taken))));
}

fn list(functions: FunctionSet) -> String {
    let names: Vec<_> = functions.iter().map(|name| format!("`{}`", name.key())).collect();
    match names.as_slice() {
        [] => " that is written out".to_owned(),
        [one] => format!(" or {one}"),
        [first @ .., last] => format!(", {} or {last}", first.join(", ")),
    }
}
