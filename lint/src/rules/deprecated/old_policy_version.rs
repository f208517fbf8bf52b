//! Policies in the first version of the policy language.

use cfn_ast::syntax::{Entry, Format};
use cfn_ast::write::{Place, Quotes, quoted};
use cfn_ast::{Edit, Node};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::insert_entry_before;

declare_rule! {
    /// A policy in the version of 2008, or one without a version that uses variables.
    ///
    /// ## Why
    ///
    /// Without `Version: '2012-10-17'` a policy is read as of 2008: there `${aws:username}` and the like are no
    /// variables but text, and match nothing.
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
    /// The fix is unsafe: what was text may become a variable, and the policy of the deployed resource changes.
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

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(first) = node.entries().next().filter(|_| is_policy(node)) else { return };
    match node.entry("Version") {
        Some(version) => check_version(version, cx),
        None => check_variables(node, first, cx),
    }
}

/// A mapping with statements, each with an effect.
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
        .finding(value.range(), "the version of the policy is that of 2008, which knows no variables")
        .with_help(format!("write `{VERSION}`"));
    cx.report_with_fix(finding, || {
        let text = quoted(VERSION, Quotes::Single, Place::of(value));
        Some(Fix::unsafe_edits("use the current version", [Edit::replace(value.range(), text)]))
    });
}

fn check_variables(policy: Node<'_>, first: Entry<'_>, cx: &mut RuleContext<'_, '_>) {
    let has_variable =
        |node: Node<'_>| node.text().is_some_and(|text| text.contains("${aws:") || text.contains("${!aws:"));
    let Some(variable) = policy.descendants().find(|node| has_variable(*node)) else { return };
    let finding = cx
        .finding(variable.range(), "without a version, the policy takes its variables for text")
        .with_label(first.key.range(), "the policy begins here")
        .with_help(format!("give the policy `Version: '{VERSION}'`"));
    cx.report_with_fix(finding, || {
        let value = if policy.tree().format() == Format::Json { "\"2012-10-17\"" } else { "'2012-10-17'" };
        Some(Fix::unsafe_edits("add the current version", [insert_entry_before(first, "Version", value)?]))
    });
}
