//! URLs with the domain of one partition.

use std::ops::Range;

use crate::rules::kit::editing::TemplateString;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A URL that contains `${AWS::Region}` but the hard-coded domain `amazonaws.com`.
    ///
    /// ## Why
    ///
    /// In the China regions the domain is `amazonaws.com.cn`. A URL with `${AWS::Region}` is meant to work in the
    /// region of the stack; with `${AWS::URLSuffix}` it works in every partition. Service principals such as
    /// `lambda.amazonaws.com` are the same in every partition and are not reported, nor are URLs without a region.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Outputs:
    ///   Endpoint:
    ///     Value: !Sub 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com/prod'
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Outputs:
    ///   Endpoint:
    ///     Value: !Sub 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/prod'
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: the value changes in other partitions, which is the purpose. Stacks in partitions whose
    /// domain is `amazonaws.com` do not change.
    "hard-coded-url-suffix" {
        group: Portability,
        severity: Note,
        fix: Unsafe,
        default: false,
        cfn_lint: [],
        hooks: [Node(check)],
    }
}

const DOMAIN: &str = "amazonaws.com";

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    if !node.text().is_some_and(|text| text.contains(DOMAIN)) {
        return;
    }
    let string = TemplateString::of(node, cx.template()).filter(|string| string.is_sub());
    let Some(string) = string else { return };
    let suffixes: Vec<Range<usize>> = suffixes(string.text()).collect();
    let Some(first) = suffixes.first() else { return };
    let finding = cx
        .finding(
            string.node().text_range(first.clone()),
            "this URL follows the stack's region, but not its partition",
        )
        .with_help_beside_fix("use `${AWS::URLSuffix}`, so that the template works in every partition");
    cx.report_with_fix(finding, || {
        let replaced: Vec<_> = suffixes.into_iter().map(|range| (range, "AWS::URLSuffix")).collect();
        Some(Fix::unsafe_edits("use `${AWS::URLSuffix}`", string.substitute(&replaced)?))
    });
}

/// The domains that follow a region in a URL, or in the host name of a container registry or an API.
fn suffixes(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(DOMAIN).map(|(at, _)| at..at + DOMAIN.len()).filter(|range| {
        let before = &text[..range.start];
        let ends_host = |c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | ',' | '@' | '=');
        let host = before.rsplit(ends_host).next().unwrap_or_default();
        let is_address = before[..before.len() - host.len()].ends_with("://")
            || [".dkr.ecr.", ".execute-api."].iter().any(|service| host.contains(service));
        let ends =
            !text[range.end..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        is_address && ends && host.ends_with("${AWS::Region}.")
    })
}
