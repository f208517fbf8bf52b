//! Numbers, lengths and counts outside of their limits.

use cfn_schema::validate::Problem;

use super::wording::{self, count};
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A number that is too small or too large, or a string or list that is too short or too long for its property.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the resource when it creates or updates it, and rolls the stack back.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Queue:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       VisibilityTimeout: 86400
    /// ```
    "out-of-range" {
        group: Resources,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3034", "E3032", "E3033", "E3065", "E3017", "E3018"],
        hooks: [Mismatch(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    if mismatch.computed_by.is_some() {
        return;
    }
    if let Some(finding) = finding(mismatch, cx) {
        let finding = finding.with_cfn_lint_offset(offset_of_value(mismatch.node));
        cx.report(wording::located(finding, mismatch));
    }
}

fn finding<'t>(mismatch: &Mismatch<'_, 't>, cx: &RuleContext<'_, 't>) -> Option<Finding> {
    let property = wording::property(mismatch.node);
    let (id, message) = match mismatch.problem {
        Problem::Range { .. } | Problem::NotMultiple { .. } => {
            ("E3034", format!("{property} {}", wording::requirement(mismatch)))
        }
        Problem::Length { found, limit, is_above } => {
            ("E3033", limited(&property, &count(found, "character"), limit, is_above))
        }
        Problem::ItemCount { found, limit, is_above } => {
            ("E3032", limited(&property, &count(found, "item"), limit, is_above))
        }
        Problem::PropertyCount { found, limit, is_above } => {
            ("E3032", limited(&property, &count(found, "property"), limit, is_above))
        }
        _ => return None,
    };
    Some(cx.finding(wording::place(mismatch.node), message).with_cfn_lint(id))
}

fn limited(property: &str, found: &str, limit: u64, is_above: bool) -> String {
    let bound = if is_above { "limit" } else { "minimum" };
    format!("{property} has {found}; the {bound} is {limit}")
}
