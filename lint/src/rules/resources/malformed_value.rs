//! Strings that do not have the form that their property requires.

use cfn_ast::Edit;
use cfn_schema::validate::Problem;

use super::formats::{self, Format};
use super::wording;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A string that does not match the pattern or the format of its property.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the resource when it creates or updates it, and rolls the stack back. Only strings that are
    /// written as they are can be checked, and not those that contain references.
    ///
    /// A network with bits outside of its prefix, such as `10.0.0.1/16`, is a warning: Amazon EC2 sets them to zero.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Bucket:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       BucketName: Build_Results
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Of a network, the fix writes the address without the bits outside of its prefix. It is unsafe, because the prefix may
    /// be what is wrong.
    "malformed-value" {
        group: Resources,
        severity: Error,
        fix: Unsafe,
        default: true,
        cfn_lint: [
            "E3031", "E3002", "E1150", "E1151", "E1152", "E1153", "E1154", "E1155", "E1156", "E1157", "E1158", "E1159",
            "E1160", "E1161", "E1162", "E1164",
            "E3017", "E3018",
        ],
        hooks: [Mismatch(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    if mismatch.computed_by.is_some() {
        return;
    }
    if report_host_bits(mismatch, cx) {
        return;
    }
    if let Some(finding) = finding(mismatch, cx) {
        let finding = finding.with_cfn_lint_offset(offset_of_value(mismatch.node));
        cx.report(wording::located(finding, mismatch));
    }
}

/// Reports a network with bits that its prefix does not cover.
fn report_host_bits<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) -> bool {
    let Problem::FormatMismatch { format } = mismatch.problem else { return false };
    let is_network = wording::name(mismatch.schema, format).ends_with("-network");
    let Some((message, network)) = formats::host_bits(mismatch.node).filter(|_| is_network) else {
        return false;
    };
    let finding = cx
        .finding(wording::place(mismatch.node), message)
        .with_severity(Severity::Warning)
        .with_cfn_lint("E3002")
        .with_cfn_lint_offset(offset_of_value(mismatch.node));
    cx.report_with_fix(wording::located(finding, mismatch), || {
        let range = mismatch.node.verbatim_text_range()?;
        let written = network.to_string();
        Some(Fix::unsafe_edits(format!("write `{written}`"), [Edit::replace(range, written)]))
    });
    true
}

fn finding<'t>(mismatch: &Mismatch<'_, 't>, cx: &RuleContext<'_, 't>) -> Option<Finding> {
    let property = wording::property(mismatch.node);
    let place = wording::place(mismatch.node);
    match mismatch.problem {
        Problem::PatternMismatch { pattern } => {
            let pattern = wording::name(mismatch.schema, pattern);
            Some(cx.finding(place, format!("{property} does not match the pattern `{pattern}`")))
        }
        Problem::FormatMismatch { format } => {
            let name = wording::name(mismatch.schema, format);
            let Format { noun, form, cfn_lint, .. } = formats::find(&name)?;
            Some(cx.finding(place, format!("{property} is not {noun}{form}")).with_cfn_lint(cfn_lint))
        }
        _ => None,
    }
}
