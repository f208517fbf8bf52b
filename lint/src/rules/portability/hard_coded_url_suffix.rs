//! Addresses that end in the domain of one partition.

use std::ops::Range;

use cfn_ast::Node;

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::TemplateString;

declare_rule! {
    /// An address that takes its region from the stack and then ends in `amazonaws.com`.
    ///
    /// ## Why
    ///
    /// In the regions of China the domain is `amazonaws.com.cn`. An address with `${AWS::Region}` is meant to follow the
    /// stack; with `${AWS::URLSuffix}` it does so everywhere. Service principals such as `lambda.amazonaws.com` have
    /// the same name in every partition and are no finding, nor are addresses without a region.
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
    /// The fix is unsafe: in another partition the value is another one, which is its purpose. Where the domain was
    /// right, the stack stays as it is.
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
            "the address follows the region of the stack, but not its partition",
        )
        .with_help_beside_fix("write `${AWS::URLSuffix}`, so that the template deploys in every partition");
    cx.report_with_fix(finding, || {
        let replaced: Vec<_> = suffixes.into_iter().map(|range| (range, "AWS::URLSuffix")).collect();
        Some(Fix::unsafe_edits("leave the domain to `AWS::URLSuffix`", string.substitute(&replaced)?))
    });
}

/// The domains of addresses with a region in front: behind `://`, or of a container registry or an API.
fn suffixes(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(DOMAIN).map(|(at, _)| at..at + DOMAIN.len()).filter(|range| {
        let before = &text[..range.start];
        let host_start = before
            .rfind(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | ',' | '@' | '='))
            .map_or(0, |at| at + 1);
        let host = &before[host_start..];
        let is_address = before[..host_start].ends_with("://")
            || [".dkr.ecr.", ".execute-api."].iter().any(|service| host.contains(service));
        let ends =
            !text[range.end..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        is_address && ends && host.ends_with("${AWS::Region}.")
    })
}
