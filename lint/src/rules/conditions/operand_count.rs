//! `Fn::And` and `Fn::Or` with too few or too many operands.

use cfn_ast::edit::{transplant, transplant_loses_comment};
use cfn_ast::model::{FunctionName, Intrinsic};

use crate::rules::kit::editing::{has_anchors, is_condition_alone, safe_where_evaluated};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An `And` or `Or` with fewer than two or more than ten operands.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the template: `Fn::And` and `Fn::Or` accept two to ten conditions.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProd: !And
    ///     - !Equals [!Ref Stage, prod]
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
    /// A single operand replaces the function. That is unsafe in a template that a custom macro processes, and inside
    /// `Fn::ForEach`. There is no fix if a comment would be lost, if only a reference to another condition would remain,
    /// or if there are no or too many operands.
    "operand-count" {
        group: Conditions,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E8004", "E8006"],
        hooks: [Function(check)],
        functions: [And, Or],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::And(list) | Intrinsic::Or(list)) = function.view() else { return };
    let count = list.child_count();
    let may_grow = list.items().any(|item| item.get("Fn::Transform").is_some());
    if (2..=10).contains(&count) || may_grow || has_anchors(function.node) {
        return;
    }
    let message = format!("`{}` accepts two to ten operands, not {count}", function.name.key());
    let id = if function.name == FunctionName::Or { "E8006" } else { "E8004" };
    let finding = cx.finding(function.node.range(), message).with_cfn_lint(id);
    let help = format!("a single operand needs no `{}`; use the condition directly", function.name.key());
    match list.item(0).filter(|_| count == 1) {
        Some(operand) if fits(function, operand) => {
            let best = safe_where_evaluated(function.node, cx.template());
            cx.report_with_fix(finding.with_help(help), || {
                Some(Fix::new(
                    best,
                    "replace the function with its operand",
                    [transplant(function.node, operand)?],
                ))
            });
        }
        Some(_) => cx.report(finding.with_help(help)),
        None if count > 10 => {
            cx.report(finding.with_help("declare groups of the operands as conditions of their own"));
        }
        None => cx.report(finding.with_help("list the conditions to combine")),
    }
}

fn fits(function: Function<'_>, operand: Node<'_>) -> bool {
    let is_condition = operand.function().is_some_and(|inner| inner.name.is_condition_function());
    is_condition
        && !is_condition_alone(function, operand)
        && !transplant_loses_comment(function.node, operand)
}
