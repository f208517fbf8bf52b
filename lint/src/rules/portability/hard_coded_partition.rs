//! ARNs that begin with one partition.

use std::ops::Range;

use cfn_ast::Node;

use crate::arn::{Arn, arns, is_literal};
use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::TemplateString;

declare_rule! {
    /// An ARN that names the partition, `arn:aws:`, and nothing else that ties it there.
    ///
    /// ## Why
    ///
    /// In the regions of China and of GovCloud, ARNs begin with `arn:aws-cn:` and `arn:aws-us-gov:`: the template
    /// deploys there only if it leaves the partition to `AWS::Partition`. An ARN that also names an account or a region
    /// belongs to one partition anyway and is no finding.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Role:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       ManagedPolicyArns:
    ///         - arn:aws:iam::aws:policy/ReadOnlyAccess
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Role:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       ManagedPolicyArns:
    ///         - !Sub 'arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess'
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: in another partition the value is another one, which is its purpose, and a string becomes a
    /// function, which macros may not expect. In the partition that was written, the stack stays as it is. Where a
    /// text holds `${` for which there is no escape, the finding has no fix.
    "hard-coded-partition" {
        group: Portability,
        severity: Note,
        fix: Unsafe,
        default: false,
        cfn_lint: ["I3042"],
        hooks: [Node(check)],
    }
}

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    if !node.text().is_some_and(|text| text.contains("arn:aws")) {
        return;
    }
    let Some(string) = TemplateString::of(node, cx.template()) else { return };
    if node.key().and_then(Node::text) == Some("Description") {
        return;
    }
    let text = string.text();
    let partitions: Vec<Range<usize>> =
        arns(text).filter(|arn| is_portable_but_for_partition(text, arn)).map(|arn| arn.partition).collect();
    let Some(first) = partitions.first() else { return };
    let finding = cx
        .finding(
            string.node().text_range(first.clone()),
            format!("the ARN is tied to the partition `{}`", &text[first.clone()]),
        )
        .with_help_beside_fix(
            "write `${AWS::Partition}` with `Fn::Sub`, so that the template deploys in every partition",
        );
    cx.report_with_fix(finding, || {
        let replaced: Vec<_> = partitions.into_iter().map(|range| (range, "AWS::Partition")).collect();
        Some(Fix::unsafe_edits("leave the partition to `AWS::Partition`", string.substitute(&replaced)?))
    });
}

fn is_portable_but_for_partition(text: &str, arn: &Arn) -> bool {
    let is_known = matches!(&text[arn.partition.clone()], "aws" | "aws-cn" | "aws-us-gov");
    let is_own_account = arn.account.as_ref().is_some_and(|account| &text[account.clone()] == "aws");
    let is_tied = is_literal(text, arn.region.as_ref()) || is_literal(text, arn.account.as_ref());
    is_known && (is_own_account || !is_tied)
}
