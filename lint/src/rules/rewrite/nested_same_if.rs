//! `Fn::If` inside a branch of another one with the same condition.

use cfn_ast::model::{FunctionSlot, Intrinsic};
use cfn_ast::{Function, FunctionName, Node};

use crate::cfn_lint::offset_of_value;
use crate::context::RuleContext;
use crate::declare_rule;
use crate::rewrite::{has_anchors, replace_by_part, transplant_loses_comment};

declare_rule! {
    /// An `If` inside a branch of another `If` that asks for the same condition.
    ///
    /// ## Why
    ///
    /// The outer `If` has decided already. One of the inner branches is never used, although it looks as if it could
    /// be.
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
    /// Unsafe in a template that a macro other than AWS's own sees, and inside `Fn::ForEach`. Where a comment would be
    /// lost, there is no fix.
    "nested-same-if" {
        group: Rewrite,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: ["W1028"],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if function.name != FunctionName::If || has_anchors(function.node) {
        return;
    }
    let Ok(Intrinsic::If { condition, then, otherwise }) = function.view() else { return };
    let Some(name) = name(condition) else { return };
    let outer = function.node.enclosing_functions().find_map(|outer| holds(outer, name, function.node));
    let Some((outer, holds)) = outer else { return };
    let (used, unused) = if holds { (then, otherwise) } else { (otherwise, then) };
    let message = format!("the outer `If` has decided `{name}` already, so this branch is never used");
    let finding = cx.finding(unused.range(), message).with_label(outer.range(), "decided here");
    let finding = finding.with_cfn_lint_offset(offset_of_value(unused));
    if transplant_loses_comment(function.node, used) {
        return cx.report(finding.with_help("not fixed because a comment inside would be lost"));
    }
    let template = cx.template();
    cx.report_with_fix(finding.with_help("write the branch that is used"), || {
        replace_by_part(function, used, template, "write the branch that is used")
    });
}

fn name(condition: Node<'_>) -> Option<&str> {
    condition.as_str().filter(|_| condition.tag().is_none())
}

/// The condition of an outer `If` of the same name, and whether it holds where `node` stands.
fn holds<'t>(outer: Function<'t>, condition: &str, node: Node<'t>) -> Option<(Node<'t>, bool)> {
    let Ok(Intrinsic::If { condition: decided, .. }) = outer.view() else { return None };
    let place = FunctionSlot::within(outer, node).argument?;
    (name(decided) == Some(condition) && place > 0).then_some((decided, place == 1))
}
