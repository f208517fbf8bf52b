//! Policies that use the old version of the policy language.

use cfn_ast::Edit;
use cfn_ast::edit::insert_entry_before;
use cfn_ast::syntax::{Entry, Format};
use cfn_ast::write::{Quotes, ScalarContext, quoted};

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A policy with the version `2008-10-17`, or without a version although it uses policy variables.
    ///
    /// ## Why
    ///
    /// The version `2008-10-17` does not support policy variables, and it is the default. In such a policy
    /// `${aws:username}` is a literal string, which usually matches nothing.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Policy:
    ///     Type: AWS::S3::BucketPolicy
    ///     Properties:
    ///       Bucket: my-bucket
    ///       PolicyDocument:
    ///         Version: '2008-10-17'
    ///         Statement: []
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Policy:
    ///     Type: AWS::S3::BucketPolicy
    ///     Properties:
    ///       Bucket: my-bucket
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement: []
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: a literal string may become a variable, and the policy of the deployed resource changes.
    "old-policy-version" {
        group: Deprecated,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W2511"],
        hooks: [Node(check)],
    }
}

const VERSION: &str = "2012-10-17";

const USE_CURRENT: &str = "use the version 2012-10-17";

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(first) = node.entries().next().filter(|_| is_policy(node)) else { return };
    match node.entry("Version") {
        Some(version) => check_version(version, cx),
        None => check_variables(node, first, cx),
    }
}

/// Whether the node is a mapping with statements that all have an `Effect`.
fn is_policy(node: Node<'_>) -> bool {
    let Some(statement) = node.get("Statement") else { return false };
    let has_effect = |statement: Node<'_>| statement.get("Effect").is_some();
    statement.items().all(has_effect) && (statement.is_sequence() || has_effect(statement))
}

fn check_version(version: Entry<'_>, cx: &mut RuleContext<'_, '_>) {
    let value = version.value;
    if value.text() != Some("2008-10-17") || value.tag().is_some() {
        return;
    }
    let finding = cx
        .finding(value.range(), "policy version 2008-10-17 does not support policy variables")
        .with_help(USE_CURRENT);
    cx.report_with_fix(finding, || {
        let text = quoted(VERSION, Quotes::Single, ScalarContext::of(value));
        Some(Fix::unsafe_edits(USE_CURRENT, [Edit::replace(value.range(), text)]))
    });
}

fn check_variables(policy: Node<'_>, first: Entry<'_>, cx: &mut RuleContext<'_, '_>) {
    let has_variable =
        |node: Node<'_>| node.text().is_some_and(|text| text.contains("${aws:") || text.contains("${!aws:"));
    let Some(variable) = policy.descendants().find(|node| has_variable(*node)) else { return };
    let (entry, value) = match policy.tree().format() {
        Format::Json => ("\"Version\": \"2012-10-17\"", "\"2012-10-17\""),
        Format::Yaml => ("Version: '2012-10-17'", "'2012-10-17'"),
    };
    let help = format!("add `{entry}` to the policy");
    let finding = cx
        .finding(variable.range(), "policy variable is a literal string, because the policy has no version")
        .with_label(first.key.range(), "the policy begins here")
        .with_help(help.as_str());
    cx.report_with_fix(finding, || {
        Some(Fix::unsafe_edits(help, [insert_entry_before(first, "Version", value)?]))
    });
}
