//! Items that a list contains twice.

use cfn_schema::validate::Problem;

use super::wording;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An item that a list contains twice although its items must be unique.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the resource when it creates or updates it, and rolls the stack back.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Architectures: [arm64, arm64]
    ///       Code: {ZipFile: ''}
    ///       Handler: index.handler
    ///       Role: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/builds
    ///       Runtime: nodejs24.x
    /// ```
    "repeated-item" {
        group: Resources,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3037", "E3017", "E3018"],
        hooks: [Mismatch(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    let (first, message) = match mismatch.problem {
        Problem::RepeatedItem { first, is_allowed: false } => {
            (first, format!("{} is repeated; its items must be unique", wording::property(mismatch.node)))
        }
        Problem::RepeatedKeys { first, names } => {
            let names = wording::names(mismatch.schema, names, "and");
            (first, format!("{} has the same {names} as another one", wording::property(mismatch.node)))
        }
        _ => return,
    };
    let list = mismatch.node.parent().unwrap_or(mismatch.node);
    let finding = cx
        .finding(wording::place(mismatch.node), message)
        .with_label(first.range(), "first occurrence")
        .with_cfn_lint_offset(offset_of_value(list));
    cx.report(wording::located(finding, mismatch));
}
