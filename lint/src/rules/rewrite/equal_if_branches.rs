//! `Fn::If` whose branches are equal.

use cfn_ast::meaning::same_value;
use cfn_ast::model::Intrinsic;

use crate::rules::kit::editing::report_with_part;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An `If` that returns the same value whether its condition is true or false.
    ///
    /// ## Why
    ///
    /// The value looks as if it depended on the condition. Often one of the branches was meant to be different.
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
    ///       DisplayName: !If [IsProd, Builds, Builds]
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
    ///       DisplayName: Builds
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe in templates with a custom macro and inside `Fn::ForEach`. There is none if a comment would be
    /// lost. The condition may be unused afterwards.
    "equal-if-branches" {
        group: Rewrite,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
        functions: [If],
        skips: [Anchors],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::If { condition, then, otherwise }) = function.view() else { return };
    let Some(name) = condition.as_str().filter(|_| condition.tag().is_none()) else { return };
    if tests(name, then) || tests(name, otherwise) || !same_value(cx.template(), then, otherwise) {
        return;
    }
    let message = format!("both branches of this `If` are equal, so the condition `{name}` has no effect");
    let finding = cx.finding(function.node.range(), message).with_label(otherwise.range(), "the same value");
    let help = "correct one of the branches, or replace the `If` with the value";
    let finding = finding.with_help_beside_fix(help);
    report_with_part(finding, function, then, "replace the `If` with the value", cx);
}

/// Whether a branch tests the condition again, which `nested-same-if` reports.
fn tests(name: &str, branch: Node<'_>) -> bool {
    branch.descendants().any(|node| node.text() == Some(name))
}
