//! Branches of `Fn::If` that can never be used.

use cfn_ast::edit::{transplant, transplant_loses_comment};
use cfn_ast::model::{Fact, Intrinsic, Possibility};

use crate::cfn_lint::offset_of_value;
use crate::rules::kit::editing::has_anchors;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A branch of `If` that is not used for any values of the parameters.
    ///
    /// ## Why
    ///
    /// The condition of the resource, or that of an enclosing `If`, already determines the condition of this one. The
    /// branch looks as if it could be used; mostly a different condition was meant.
    ///
    /// Conditions can exclude each other because a parameter has one value, which is one of its `AllowedValues`. An `If`
    /// inside another one with the same condition is reported by `nested-same-if`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProd: !Equals [!Ref Stage, prod]
    ///   IsTest: !Equals [!Ref Stage, test]
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Condition: IsProd
    ///     Properties:
    ///       DisplayName: !If [IsTest, Test, Live]
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
    ///   IsTest: !Equals [!Ref Stage, test]
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Condition: IsProd
    ///     Properties:
    ///       DisplayName: Live
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix replaces the `If` with the branch that is used. It is unsafe, because the condition may be the mistake.
    /// There is no fix if a comment would be lost.
    "unreachable-branch" {
        group: Conditions,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W1028"],
        hooks: [Function(check)],
        functions: [If],
        skips: [CustomMacros],
        depends_on: Template,
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::If { condition, then, otherwise }) = function.view() else { return };
    let Some(name) = condition.as_str().filter(|_| condition.tag().is_none()) else { return };
    let around = Fact::around(function.node, cx.template());
    let is_nested_same = function.node.enclosing_functions().any(|outer| tests(outer, name));
    if is_nested_same {
        return;
    }
    let cases = [(true, then, otherwise), (false, otherwise, then)];
    let unreachable =
        cases.into_iter().find(|case| is_unreachable(&around, Fact { condition: name, holds: case.0 }, cx));
    let Some((holds, unused, used)) = unreachable else { return };
    let never = if holds { "never" } else { "always" };
    let finding =
        cx.finding(unused.range(), format!("branch is never used, because `{name}` is {never} true here"));
    let finding = finding.with_cfn_lint_offset(offset_of_value(unused));
    let finding = finding.with_label(condition.range(), "the condition of this `If`");
    cx.report_with_fix(
        finding.with_help_beside_fix("test a different condition, or keep only the other branch"),
        || {
            let is_lossy = has_anchors(function.node) || transplant_loses_comment(function.node, used);
            let edit = (!is_lossy).then(|| transplant(function.node, used)).flatten()?;
            Some(Fix::unsafe_edits("keep only the branch that is used", [edit]))
        },
    );
}

fn tests(outer: Function<'_>, name: &str) -> bool {
    matches!(outer.view(), Ok(Intrinsic::If { condition, .. }) if condition.text() == Some(name))
}

/// Whether the function itself can be reached, but not if the fact is true.
fn is_unreachable<'t>(around: &[Fact<'t>], fact: Fact<'t>, cx: &RuleContext<'_, 't>) -> bool {
    let conditions = cx.conditions();
    let with_fact = around.iter().copied().chain([fact]);
    conditions.possibility(with_fact) == Possibility::Never
        && conditions.possibility(around.iter().copied()) != Possibility::Never
}
