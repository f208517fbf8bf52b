//! Resources that are kept when deleted, but not when replaced.

use cfn_ast::Template;
use cfn_ast::model::Resource;
use cfn_ast::syntax::Format;

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::insert_entry_after;

declare_rule! {
    /// A `DeletionPolicy` that keeps the resource or takes a snapshot, without an `UpdateReplacePolicy`.
    ///
    /// ## Why
    ///
    /// `DeletionPolicy` holds when the resource leaves the template or the stack is deleted. An update that replaces the
    /// resource deletes the old one with all its data, unless `UpdateReplacePolicy` says otherwise.
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
    /// The fix is unsafe: after a replacement the old resource stays, and costs what it costs.
    "missing-update-replace-policy" {
        group: Correctness,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W3011"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for resource in template.resources() {
        check_resource(resource, cx);
    }
    for resource in template.resources_in_loops() {
        check_resource(&resource, cx);
    }
}

fn check_resource(resource: &Resource<'_>, cx: &mut RuleContext<'_, '_>) {
    let Some(entry) = resource.value().entry("DeletionPolicy") else { return };
    let policy = match entry.value.text().filter(|_| entry.value.tag().is_none()) {
        Some("Retain" | "RetainExceptOnCreate") => "Retain",
        Some("Snapshot") => "Snapshot",
        _ => return,
    };
    if resource.attribute("UpdateReplacePolicy").is_some() {
        return;
    }
    let finding = cx
        .finding(
            resource.key().range(),
            "the resource is kept when it is deleted, but not when an update replaces it",
        )
        .with_label(entry.range(), "kept when it is deleted")
        .with_help(format!("add `UpdateReplacePolicy: {policy}`"));
    let is_json = cx.tree().format() == Format::Json;
    cx.report_with_fix(finding, || {
        let value = if is_json { format!("\"{policy}\"") } else { policy.to_owned() };
        let edit = insert_entry_after(entry, "UpdateReplacePolicy", &value)?;
        Some(Fix::unsafe_edits(format!("add `UpdateReplacePolicy: {policy}`"), [edit]))
    });
}
