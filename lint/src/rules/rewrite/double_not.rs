//! `Fn::Not` of `Fn::Not`.

use cfn_ast::model::Intrinsic;
use cfn_ast::{Function, FunctionName};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::rewrite::{has_anchors, is_condition_alone, replace_by_part, transplant_loses_comment};

declare_rule! {
    /// A `Not` of a `Not`.
    ///
    /// ## Why
    ///
    /// Twice not is the condition itself, and takes longer to read.
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
    /// Unsafe in a template that a macro other than AWS's own sees, and inside `Fn::ForEach`. Where a comment would be
    /// lost, and where nothing but the name of another condition would remain, there is no fix.
    "double-not" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if function.name != FunctionName::Not || has_anchors(function.node) {
        return;
    }
    let Ok(Intrinsic::Not(inner)) = function.view() else { return };
    let Some(Ok(Intrinsic::Not(operand))) = inner.function().map(|inner| inner.view()) else { return };
    let finding = cx.finding(function.node.range(), "`Not` of a `Not`");
    let is_alone = is_condition_alone(function, operand);
    if is_alone || transplant_loses_comment(function.node, operand) {
        return cx.report(finding.with_help("use the condition itself"));
    }
    let template = cx.template();
    cx.report_with_fix(finding.with_help("write the condition itself"), || {
        replace_by_part(function, operand, template, "write the condition itself")
    });
}
