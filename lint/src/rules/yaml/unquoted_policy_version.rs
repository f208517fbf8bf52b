//! Unquoted policy versions.

use cfn_ast::Edit;
use cfn_ast::syntax::{Format, ScalarStyle};
use cfn_ast::write::{Quotes, ScalarContext, quoted};

use crate::rules::kit::prelude::*;

declare_rule! {
    /// An unquoted `Version` of a policy.
    ///
    /// ## Why
    ///
    /// CloudFormation reads `2012-10-17` as a string, but most YAML parsers read it as a date. Tools that load and
    /// rewrite a template may turn it into `2012-10-17T00:00:00Z`, which is not a version of the policy language.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Policy:
    ///     Type: AWS::IAM::ManagedPolicy
    ///     Properties:
    ///       PolicyDocument:
    ///         Version: 2012-10-17
    ///         Statement: []
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Policy:
    ///     Type: AWS::IAM::ManagedPolicy
    ///     Properties:
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement: []
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is safe: CloudFormation reads the same string.
    "unquoted-policy-version" {
        group: Yaml,
        severity: Note,
        fix: Safe,
        default: false,
        cfn_lint: [],
        hooks: [Node(check)],
    }
}

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let is_version = matches!(node.text(), Some("2012-10-17" | "2008-10-17"))
        && node.key().and_then(Node::text) == Some("Version");
    if is_version {
        report_unquoted_date(node, cx, "unquoted policy version is read as a date by many YAML parsers");
    }
}

/// Reports an unquoted date, with a fix that quotes it.
pub(super) fn report_unquoted_date<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>, message: &str) {
    let is_plain = node.scalar_style() == Some(ScalarStyle::Plain) && cx.tree().format() == Format::Yaml;
    let Some(text) = node.as_str().filter(|_| is_plain && node.tag().is_none()) else { return };
    if node.anchor_range().is_some() {
        return;
    }
    let finding = cx.finding(node.range(), message).with_help("quote the version");
    cx.report_with_fix(finding, || {
        let text = quoted(text, Quotes::Single, ScalarContext::of(node));
        Some(Fix::safe_edits("quote the version", [Edit::replace(node.range(), text)]))
    });
}
