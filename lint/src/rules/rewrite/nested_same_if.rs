//! `Fn::If` inside a branch of another one with the same condition.

use cfn_ast::edit::transplant_loses_comment;
use cfn_ast::model::{FunctionSlot, Intrinsic};

use crate::cfn_lint::offset_of_value;
use crate::rules::kit::editing::report_with_inner_part;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An `If` inside a branch of another `If` that tests the same condition.
    ///
    /// ## Why
    ///
    /// The outer `If` has already tested the condition, so one of the inner branches is never used, although it looks
    /// as if it could be.
    ///
    /// ## Example
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
    ///     Properties:
    ///       DisplayName: !If [IsProd, !If [IsProd, Live, Never], Test]
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
    ///     Properties:
    ///       DisplayName: !If [IsProd, Live, Test]
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe in templates with a custom macro and inside `Fn::ForEach`. There is none if a comment would be
    /// lost.
    "nested-same-if" {
        group: Rewrite,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: ["W1028"],
        hooks: [Function(check)],
        functions: [If],
        skips: [Anchors],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::If { condition, then, otherwise }) = function.view() else { return };
    let Some(name) = name(condition) else { return };
    let outer = function.node.enclosing_functions().find_map(|outer| known_from(outer, name, function.node));
    let Some((outer, is_true)) = outer else { return };
    let (used, unused) = if is_true { (then, otherwise) } else { (otherwise, then) };
    let message = format!("this branch is never used: an enclosing `If` already tests `{name}`");
    let finding = cx.finding(unused.range(), message).with_label(outer.range(), "already tested here");
    let finding = finding.with_cfn_lint_offset(offset_of_value(unused));
    let help = "replace the inner `If` with its other branch";
    let inner = || innermost(used, name, is_true);
    report_with_inner_part(finding.with_help(help), function, used, inner, help, cx);
}

/// The branch that is used inside of all further `Fn::If` with the same condition.
fn innermost<'t>(mut used: Node<'t>, decided: &str, is_true: bool) -> Node<'t> {
    while let Some(Ok(Intrinsic::If { condition, then, otherwise })) =
        used.function().map(|function| function.view())
    {
        let next = if is_true { then } else { otherwise };
        if name(condition) != Some(decided) || transplant_loses_comment(used, next) {
            break;
        }
        used = next;
    }
    used
}

fn name(condition: Node<'_>) -> Option<&str> {
    condition.as_str().filter(|_| condition.tag().is_none())
}

/// The condition of an outer `If` that tests this condition, and whether it is true in the branch that contains `node`.
fn known_from<'t>(outer: Function<'t>, condition: &str, node: Node<'t>) -> Option<(Node<'t>, bool)> {
    let Ok(Intrinsic::If { condition: decided, .. }) = outer.view() else { return None };
    let index = FunctionSlot::within(outer, node).argument?;
    (name(decided) == Some(condition) && index > 0).then_some((decided, index == 1))
}
