//! Strings that do not have the form that their property requires.

use cfn_schema::validate::Problem;

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
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Bucket:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       BucketName: Build_Results
    /// ```
    "malformed-value" {
        group: Resources,
        severity: Error,
        fix: None,
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

/// Formats, the IDs under which cfn-lint reports them, and what they are.
const FORMATS: [(&str, &str, &str); 17] = [
    ("AWS::ACM::Certificate.Arn", "E1159", "the ARN of a certificate"),
    ("AWS::EC2::Image.Id", "E1152", "the ID of an AMI, such as `ami-0123456789abcdef0`"),
    ("AWS::EC2::SecurityGroup.Id", "E1150", "the ID of a security group, such as `sg-0123456789abcdef0`"),
    ("AWS::EC2::SecurityGroup.Name", "E1153", "the name of a security group"),
    ("AWS::EC2::Subnet.Id", "E1154", "the ID of a subnet, such as `subnet-0123456789abcdef0`"),
    ("AWS::EC2::VPC.Id", "E1151", "the ID of a VPC, such as `vpc-0123456789abcdef0`"),
    ("AWS::IAM::Role.Arn", "E1156", "the ARN of an IAM role"),
    ("AWS::KMS::Alias.AliasName", "E1164", "the name of a KMS alias, which begins with `alias/`"),
    ("AWS::KMS::Key.Arn", "E1157", "the ARN of a KMS key"),
    ("AWS::KMS::Key.Id", "E1162", "the ID of a KMS key"),
    ("AWS::Lambda::Function.Arn", "E1160", "the ARN of a Lambda function"),
    ("AWS::Logs::LogGroup.Name", "E1155", "the name of a log group"),
    (
        "AWS::S3::Bucket.Name",
        "E1161",
        "the name of a bucket: 3 to 63 lowercase letters, digits, dots and hyphens",
    ),
    ("AWS::SNS::Topic.Arn", "E1158", "the ARN of an SNS topic"),
    ("date-time", "E3002", "a date and time, such as `2030-01-31T00:00:00Z`"),
    ("ipv4-network", "E3002", "an IPv4 network, such as `10.0.0.0/16`"),
    ("ipv6-network", "E3002", "an IPv6 network, such as `2001:db8::/64`"),
];

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
    let place = wording::place(mismatch.node);
    match mismatch.problem {
        Problem::PatternMismatch { pattern } => {
            let pattern = wording::name(mismatch.schema, pattern);
            Some(cx.finding(place, format!("{property} does not match the pattern `{pattern}`")))
        }
        Problem::FormatMismatch { format } => {
            let name = wording::name(mismatch.schema, format);
            let (_, id, what) = FORMATS.iter().find(|(format, ..)| *format == name)?;
            Some(cx.finding(place, format!("{property} is not {what}")).with_cfn_lint(id))
        }
        _ => None,
    }
}
