//! ARNs with a hard-coded partition.

use std::ops::Range;

use crate::rules::kit::arn::{Arn, arns, is_literal};
use crate::rules::kit::editing::TemplateString;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An ARN with a hard-coded partition, `arn:aws:`, that would otherwise work in every partition.
    ///
    /// ## Why
    ///
    /// In the China and GovCloud regions, ARNs begin with `arn:aws-cn:` and `arn:aws-us-gov:`. A template that uses
    /// `${AWS::Partition}` can be deployed there as well. An ARN that also contains a literal account or region
    /// belongs to one partition anyway and is not reported.
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
    /// The fix is unsafe: the value changes in other partitions, which is the purpose, and a string becomes a function,
    /// which a macro may not expect. Stacks in the partition that was hard-coded do not change. There is no fix if the
    /// string contains a `${` that cannot be escaped.
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
            format!("this ARN is tied to the partition `{}`", &text[first.clone()]),
        )
        .with_help_beside_fix(
            "use `${AWS::Partition}` in a `Fn::Sub`, so that the template works in every partition",
        );
    cx.report_with_fix(finding, || {
        let replaced: Vec<_> = partitions.into_iter().map(|range| (range, "AWS::Partition")).collect();
        Some(Fix::unsafe_edits("use `${AWS::Partition}`", string.substitute(&replaced)?))
    });
}

/// Whether the ARN would be valid in every partition if it were not for its literal partition.
fn is_portable_but_for_partition(text: &str, arn: &Arn) -> bool {
    let is_known = matches!(&text[arn.partition.clone()], "aws" | "aws-cn" | "aws-us-gov");
    let is_own_account = arn.account.as_ref().is_some_and(|account| &text[account.clone()] == "aws");
    let is_tied = is_literal(text, arn.region.as_ref()) || is_literal(text, arn.account.as_ref());
    is_known && (is_own_account || !is_tied)
}
