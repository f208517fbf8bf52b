//! `Fn::Not` of `Fn::Not`.

use cfn_ast::edit::transplant_loses_comment;
use cfn_ast::model::Intrinsic;

use crate::rules::kit::editing::{is_condition_alone, report_with_inner_part};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `Not` of a `Not`.
    ///
    /// ## Why
    ///
    /// The two cancel each other out, and a double negation is harder to read.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProd: !Not [!Not [!Equals [!Ref Stage, prod]]]
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Condition: IsProd
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProd: !Equals [!Ref Stage, prod]
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Condition: IsProd
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe in templates with a custom macro and inside `Fn::ForEach`. There is none if a comment would be
    /// lost, or if only a reference to another condition would be left, `A: !Condition B`.
    "double-not" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
        functions: [Not],
        skips: [Anchors],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Not(inner)) = function.view() else { return };
    let Some(Ok(Intrinsic::Not(operand))) = inner.function().map(|inner| inner.view()) else { return };
    let finding = cx.finding(function.node.range(), "`Not` of a `Not` has no effect");
    if is_condition_alone(function, operand) {
        let help = "not fixed because only the other condition would be left; use that one wherever this one is used";
        return cx.report(finding.with_help(help));
    }
    let help = "use the operand directly";
    let inner = || innermost(function, operand);
    report_with_inner_part(finding.with_help(help), function, operand, inner, help, cx);
}

/// The operand without all pairs of `Not` that have no effect either.
fn innermost<'t>(function: Function<'t>, mut operand: Node<'t>) -> Node<'t> {
    while let Some(next) = below_two(operand)
        && !is_condition_alone(function, next)
        && !transplant_loses_comment(operand, next)
    {
        operand = next;
    }
    operand
}

/// The operand of a `Not` of a `Not`.
fn below_two(node: Node<'_>) -> Option<Node<'_>> {
    operand_of_not(operand_of_not(node)?)
}

fn operand_of_not(node: Node<'_>) -> Option<Node<'_>> {
    match node.function()?.view() {
        Ok(Intrinsic::Not(operand)) => Some(operand),
        _ => None,
    }
}
