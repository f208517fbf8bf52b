//! Values that a resource type does not list.

use cfn_schema::Enumeration;
use cfn_schema::validate::Problem;

use super::wording;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;
use crate::suggest::{typo_of, write_name};

declare_rule! {
    /// A value that is not one of those that its property accepts.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the resource when it creates or updates it, and rolls the stack back.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Table:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
    ///       BillingMode: Pay_Per_Request
    ///       KeySchema: [{AttributeName: id, KeyType: HASH}]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Table:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
    ///       BillingMode: PAY_PER_REQUEST
    ///       KeySchema: [{AttributeName: id, KeyType: HASH}]
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the closest value, if no other one is as close. It is safe if only the case differs, or one letter
    /// inside a longer word is wrong, and no other value is within two letters. Otherwise it is unsafe.
    "value-not-listed" {
        group: Resources,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E3030", "E3017", "E3018"],
        hooks: [Mismatch(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    if mismatch.computed_by.is_some() {
        return;
    }
    match mismatch.problem {
        Problem::NotListed { allowed } => report(mismatch, allowed, cx),
        Problem::NotConstant { allowed } => {
            let table = mismatch.schema.table();
            let property = wording::property(mismatch.node);
            let message = format!("{property} must be `{}`", wording::scalar(table, allowed));
            let finding = cx.finding(wording::place(mismatch.node), message);
            let finding = finding.with_cfn_lint_offset(offset_of_value(mismatch.node));
            cx.report(wording::located(finding, mismatch));
        }
        _ => {}
    }
}

fn report<'t>(mismatch: &Mismatch<'_, 't>, allowed: Enumeration<'_>, cx: &mut RuleContext<'_, 't>) {
    let node = mismatch.node;
    let table = mismatch.schema.table();
    let found = node.resolved().text().unwrap_or_default();
    let values = wording::values(table, found, allowed);
    let message = format!("invalid value for {}: it must be {values}", wording::property(node));
    let finding = cx.finding(wording::place(node), message).with_cfn_lint_offset(offset_of_value(node));
    cx.report_with_fix(wording::located(finding, mismatch), || {
        let values: Vec<String> = allowed.iter().map(|value| wording::scalar(table, value)).collect();
        let typo = typo_of(found, values.iter().map(String::as_str))?;
        let edit = write_name(node.tree().source(), node.verbatim_text_range()?, typo.right)?;
        Some(Fix::correction_if(typo.is_certain_name(), format!("write `{}`", typo.right), [edit]))
    });
}
