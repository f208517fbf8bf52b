//! Properties that only AWS sets.

use cfn_schema::validate::Problem;

use super::wording;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A property that the schema of its resource type lists as read-only.
    ///
    /// ## Why
    ///
    /// AWS sets such properties itself. CloudFormation rejects them for most types, and ignores them for others; it is a
    /// warning, because the schemas list some properties that can be set.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Bucket:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       Arn: !Sub arn:${AWS::Partition}:s3:::builds
    /// ```
    "read-only-property" {
        group: Resources,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["E3040"],
        hooks: [Mismatch(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    let Problem::ReadOnly { key } = mismatch.problem else { return };
    let name = key.text().unwrap_or_default();
    let owner = key.parent().map_or_else(String::new, wording::owner);
    let message = format!("read-only property `{name}` of {owner} is set");
    cx.report(cx.finding(key.range(), message).with_help("remove it"));
}
