//! Outputs whose value is no string.

use cfn_ast::Node;
use cfn_ast::model::{Kinds, Output, Place, Template};

use crate::cfn_lint::own_id;
use crate::context::RuleContext;
use crate::declare_rule;
use crate::faults::{Fault, FaultKind, describe_literal, faults};
use crate::missing_prefix::report_with_function;

declare_rule! {
    /// An output whose value, or whose export's name, is no string.
    ///
    /// ## Why
    ///
    /// Outputs are strings; CloudFormation refuses a list or a mapping.
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
    /// The fix writes the name of a function where a mapping has nothing but that name without its `Fn::`, or with other
    /// capital letters. That is safe, as no mapping can stand there.
    "non-string-output" {
        group: Correctness,
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
        FaultKind::Literal(kinds) => format!("{what} has to be a string, not {}", describe_literal(kinds)),
        FaultKind::Result(function, kinds) => {
            format!(
                "{what} has to be a string, but this `{}` gives {}",
                function.name.key(),
                kinds.describe()
            )
        }
        FaultKind::Misplaced(function) => format!("{what} cannot be `{}`", function.name.key()),
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
        FaultKind::Literal(Kinds::MAPPING) => report_with_function(finding, fault.node, cx),
        _ if is_list => cx.report(finding.with_help("join the list with `Fn::Join`")),
        _ => cx.report(finding),
    }
}
