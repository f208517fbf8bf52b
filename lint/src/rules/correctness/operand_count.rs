//! `Fn::And` and `Fn::Or` with a number of operands that CloudFormation refuses.

use cfn_ast::model::{FunctionName, Intrinsic};
use cfn_ast::{Function, Node};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::{
    has_anchors, is_condition_alone, safe_where_evaluated, transplant, transplant_loses_comment,
};

declare_rule! {
    /// An `And` or an `Or` with fewer than two or more than ten operands.
    ///
    /// ## Why
    ///
    /// CloudFormation refuses the template: the number of conditions has to be from two to ten.
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
    /// A single operand takes the place of the function. That is unsafe in a template that a macro other than AWS's own
    /// sees, and inside `Fn::ForEach`. Where a comment would be lost, where nothing but the name of another condition
    /// would remain, and where operands are missing or too many, there is no fix.
    "operand-count" {
        group: Correctness,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E8004", "E8006"],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::And(list) | Intrinsic::Or(list)) = function.view() else { return };
    let count = list.child_count();
    let may_grow = list.items().any(|item| item.get("Fn::Transform").is_some());
    if (2..=10).contains(&count) || may_grow || has_anchors(function.node) {
        return;
    }
    let message = format!("`{}` takes two to ten operands, not {count}", function.name.name());
    let id = if function.name == FunctionName::Or { "E8006" } else { "E8004" };
    let finding = cx.finding(function.node.range(), message).with_cfn_lint(id);
    match list.item(0).filter(|_| count == 1) {
        Some(operand) if fits(function, operand) => {
            let best = safe_where_evaluated(function.node, cx.template());
            cx.report_with_fix(finding.with_help("write the operand itself"), || {
                Some(Fix::new(best, "write the operand itself", [transplant(function.node, operand)?]))
            });
        }
        Some(_) => cx.report(finding.with_help("use the condition itself")),
        None if count > 10 => cx.report(finding.with_help("make groups of operands conditions of their own")),
        None => cx.report(finding.with_help("name the conditions")),
    }
}

fn fits(function: Function<'_>, operand: Node<'_>) -> bool {
    let is_condition = operand.function().is_some_and(|inner| inner.name.is_condition_function());
    is_condition
        && !is_condition_alone(function, operand)
        && !transplant_loses_comment(function.node, operand)
}
