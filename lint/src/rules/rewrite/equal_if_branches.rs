//! `Fn::If` whose branches are equal.

use cfn_ast::meaning::same_value;
use cfn_ast::model::Intrinsic;
use cfn_ast::{Function, FunctionName, Node};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::rewrite::{has_anchors, replace_by_part, transplant_loses_comment};

declare_rule! {
    /// An `If` that gives the same value whether its condition holds or not.
    ///
    /// ## Why
    ///
    /// It looks as if something depended on the condition. Often one of the branches was meant to be different.
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
    /// Unsafe in a template that a macro other than AWS's own sees, and inside `Fn::ForEach`. Where a comment would be
    /// lost, there is no fix. The condition may be unused afterwards.
    "equal-if-branches" {
        group: Rewrite,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if function.name != FunctionName::If || has_anchors(function.node) {
        return;
    }
    let Ok(Intrinsic::If { condition, then, otherwise }) = function.view() else { return };
    let Some(name) = condition.as_str().filter(|_| condition.tag().is_none()) else { return };
    if asks_for(name, then) || asks_for(name, otherwise) || !same_value(cx.template(), then, otherwise) {
        return;
    }
    let message = format!("both branches are equal, so nothing depends on the condition `{name}`");
    let finding = cx.finding(function.node.range(), message).with_label(otherwise.range(), "the same value");
    if transplant_loses_comment(function.node, then) {
        return cx.report(finding.with_help("not fixed because a comment inside would be lost"));
    }
    let template = cx.template();
    cx.report_with_fix(
        finding.with_help_beside_fix("write the value itself, or correct one of them"),
        || replace_by_part(function, then, template, "write the value itself"),
    );
}

/// Whether a branch asks for the condition again: what it gives there is another rule's matter.
fn asks_for(name: &str, branch: Node<'_>) -> bool {
    branch.descendants().any(|node| node.text() == Some(name))
}
