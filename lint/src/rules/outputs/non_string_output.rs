//! Outputs whose value is not a string.

use cfn_ast::Node;
use cfn_ast::model::{Kinds, Output, Place, Template};

use crate::cfn_lint::own_id;
use crate::context::RuleContext;
use crate::declare_rule;
use crate::faults::{Fault, FaultKind, describe_literal, faults};
use crate::missing_prefix::report_with_function;

declare_rule! {
    /// An output whose value or export name is not a string.
    ///
    /// ## Why
    ///
    /// The value of an output must be a string. CloudFormation rejects a list, a mapping or a condition.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Subnets:
    ///     Type: List<AWS::EC2::Subnet::Id>
    /// Outputs:
    ///   Subnets:
    ///     Value: !Ref Subnets
    /// ```
    ///
    /// Join the list: `!Join [",", !Ref Subnets]`.
    ///
    /// ## Fix safety
    ///
    /// If the only key of a mapping is the name of a function without its `Fn::`, or in a different case, the fix writes the
    /// name correctly. That is safe, because a mapping is not allowed there.
    "non-string-output" {
        group: Outputs,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E6101", "E6102", "E1020"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if template.has_custom_macro() {
        return;
    }
    for output in template.outputs().iter().copied().chain(template.outputs_in_loops()) {
        check_output(output, cx);
    }
}

fn check_output<'t>(output: Output<'t>, cx: &mut RuleContext<'_, 't>) {
    let parts = [(output.output_value(), Place::OutputValue), (output.export_name(), Place::ExportName)];
    for (value, place) in parts {
        let (Some(value), Some(accepts)) = (value, place.accepts()) else { continue };
        // A missing value is reported by `missing-attribute`.
        if value.scalar().is_some_and(|scalar| scalar == cfn_ast::syntax::Scalar::Null) {
            continue;
        }
        for fault in faults(value, accepts, cx.template()) {
            report(fault, place, value, cx);
        }
    }
}

fn report<'t>(fault: Fault<'t>, place: Place, value: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let what = fault.accepts.what;
    let message = match fault.kind {
        FaultKind::Literal(kinds) => format!("{what} must be a string, not {}", describe_literal(kinds)),
        FaultKind::Result(function, kinds) => {
            let name = function.name.key();
            format!("{what} must be a string, but this `{name}` returns {}", kinds.describe())
        }
        FaultKind::Misplaced(function) if function.name.is_condition_function() => {
            format!("{what} must be a string, but `{}` returns a condition", function.name.key())
        }
        FaultKind::Misplaced(function) => format!("{what} does not support `{}`", function.name.key()),
        FaultKind::OutOfRange(..) | FaultKind::MissingKey(_) | FaultKind::UnknownKey(_) => return,
    };
    let id = match (place, value.function()) {
        (Place::ExportName, Some(function)) if own_id(function.name) == "E1020" => "E1020",
        (Place::ExportName, _) => "E6102",
        _ => "E6101",
    };
    let finding = cx.finding_at(fault.node, message).with_cfn_lint(id);
    let is_list = matches!(fault.kind, FaultKind::Literal(Kinds::LIST) | FaultKind::Result(_, Kinds::LIST));
    match fault.kind {
        FaultKind::Literal(Kinds::MAPPING) => {
            let finding = finding.with_help("write a string, or a function that returns one");
            report_with_function(finding, fault.node, cx);
        }
        _ if is_list => cx.report(finding.with_help("join the list with `Fn::Join`")),
        FaultKind::Misplaced(function) if function.name.is_condition_function() => {
            cx.report(
                finding.with_help("declare a condition under `Conditions` and select a string with `Fn::If`"),
            );
        }
        FaultKind::Misplaced(function) if function.name.is_rule_function() => {
            cx.report(finding.with_help("rule functions are only evaluated in the section `Rules`"));
        }
        _ => cx.report(finding.with_help("write a string, or a function that returns one")),
    }
}
