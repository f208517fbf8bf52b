//! Outputs whose value is not a string.

use cfn_ast::model::{EvaluatedPart, Kinds};

use crate::cfn_lint::own_id;
use crate::rules::kit::argument_mismatches::{
    ArgumentMismatch, ArgumentMismatchKind, argument_mismatches, describe_literal,
};
use crate::rules::kit::missing_prefix::report_with_function;
use crate::rules::kit::prelude::*;

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
        hooks: [Output(check)],
        skips: [CustomMacros],
        depends_on: Template,
    }
}

fn check<'t>(output: Output<'t>, cx: &mut RuleContext<'_, 't>) {
    let parts = [
        (output.output_value(), EvaluatedPart::OutputValue),
        (output.export_name(), EvaluatedPart::ExportName),
    ];
    for (value, place) in parts {
        let (Some(value), Some(accepts)) = (value, place.accepts()) else { continue };
        // A missing value is reported by `missing-attribute`.
        if value.scalar().is_some_and(|scalar| scalar == cfn_ast::syntax::Scalar::Null) {
            continue;
        }
        for mismatch in argument_mismatches(value, accepts, cx.template()) {
            report(mismatch, place, value, cx);
        }
    }
}

fn report<'t>(
    mismatch: ArgumentMismatch<'t>,
    place: EvaluatedPart,
    value: Node<'t>,
    cx: &mut RuleContext<'_, 't>,
) {
    let Some(message) = message(&mismatch) else { return };
    let id = match (place, value.function()) {
        (EvaluatedPart::ExportName, Some(function)) if own_id(function.name) == "E1020" => "E1020",
        (EvaluatedPart::ExportName, _) => "E6102",
        _ => "E6101",
    };
    let finding = cx.finding_at(mismatch.node, message).with_cfn_lint(id).with_help(help(&mismatch));
    if matches!(mismatch.kind, ArgumentMismatchKind::Literal(Kinds::MAPPING)) {
        report_with_function(finding, mismatch.node, cx);
    } else {
        cx.report(finding);
    }
}

/// What is wrong with the value; `None` for what only the arguments of functions can have.
fn message(mismatch: &ArgumentMismatch<'_>) -> Option<String> {
    let what = mismatch.accepts.what;
    Some(match mismatch.kind {
        ArgumentMismatchKind::Literal(kinds) => {
            format!("{what} must be a string, not {}", describe_literal(kinds))
        }
        ArgumentMismatchKind::Result(function, kinds) => {
            let name = function.name.key();
            format!("{what} must be a string, but this `{name}` returns {}", kinds.describe())
        }
        ArgumentMismatchKind::Misplaced(function) if function.name.is_condition_function() => {
            format!("{what} must be a string, but `{}` returns a condition", function.name.key())
        }
        ArgumentMismatchKind::Misplaced(function) => {
            format!("{what} does not support `{}`", function.name.key())
        }
        ArgumentMismatchKind::OutOfRange(..)
        | ArgumentMismatchKind::MissingKey(_)
        | ArgumentMismatchKind::UnknownKey(_) => return None,
    })
}

fn help(mismatch: &ArgumentMismatch<'_>) -> &'static str {
    match mismatch.kind {
        ArgumentMismatchKind::Literal(Kinds::LIST) | ArgumentMismatchKind::Result(_, Kinds::LIST) => {
            "join the list with `Fn::Join`"
        }
        ArgumentMismatchKind::Misplaced(function) if function.name.is_condition_function() => {
            "declare a condition under `Conditions` and select a string with `Fn::If`"
        }
        ArgumentMismatchKind::Misplaced(function) if function.name.is_rule_function() => {
            "rule functions are only evaluated in the section `Rules`"
        }
        _ => "write a string, or a function that returns one",
    }
}
