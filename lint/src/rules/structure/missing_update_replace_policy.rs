//! Resources that are retained on deletion, but not on replacement.

use cfn_ast::edit::insert_entry_after;
use cfn_ast::syntax::Format;

use crate::rules::kit::notation;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `DeletionPolicy` that retains the resource or creates a snapshot, without an `UpdateReplacePolicy`.
    ///
    /// ## Why
    ///
    /// `DeletionPolicy` applies when the resource is removed from the template or the stack is deleted. An update that
    /// replaces the resource still deletes the old one with all its data, unless `UpdateReplacePolicy` says otherwise.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Table:
    ///     Type: AWS::DynamoDB::Table
    ///     DeletionPolicy: Retain
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Table:
    ///     Type: AWS::DynamoDB::Table
    ///     DeletionPolicy: Retain
    ///     UpdateReplacePolicy: Retain
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: after a replacement the old resource remains, and is billed.
    "missing-update-replace-policy" {
        group: Structure,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W3011"],
        hooks: [Resource(check)],
    }
}

fn check<'t>(resource: Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    check_pair(&PAIR, resource, cx);
}

const PAIR: Pair = Pair {
    given: "DeletionPolicy",
    missing: "UpdateReplacePolicy",
    consequence: "is retained when the stack is deleted, but an update that replaces it deletes the old one and its data",
    label: "only applies when the resource is deleted",
};

/// Two attributes that retain a resource only together.
pub(super) struct Pair {
    pub(super) given: &'static str,
    pub(super) missing: &'static str,
    /// What happens to a resource with only one of them, after its name.
    pub(super) consequence: &'static str,
    pub(super) label: &'static str,
}

/// Reports a resource that has one attribute of a pair without the other.
pub(super) fn check_pair(pair: &Pair, resource: Resource<'_>, cx: &mut RuleContext<'_, '_>) {
    let Some(entry) = resource.value().entry(pair.given) else { return };
    let policy = match entry.value.text().filter(|_| entry.value.tag().is_none()) {
        Some("Retain" | "RetainExceptOnCreate") => "Retain",
        Some("Snapshot") => "Snapshot",
        _ => return,
    };
    if resource.attribute(pair.missing).is_some() {
        return;
    }
    let addition = format!("add `{}`", notation::entry(cx.tree(), pair.missing, policy));
    let finding = cx
        .finding(resource.key().range(), format!("`{}` {}", resource.logical_id(), pair.consequence))
        .with_label(entry.range(), pair.label)
        .with_help(addition.clone());
    let is_json = cx.tree().format() == Format::Json;
    cx.report_with_fix(finding, || {
        let value = if is_json { format!("\"{policy}\"") } else { policy.to_owned() };
        let edit = insert_entry_after(entry, pair.missing, &value)?;
        Some(Fix::unsafe_edits(addition, [edit]))
    });
}
