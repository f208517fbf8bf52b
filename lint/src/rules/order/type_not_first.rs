//! Resources that do not begin with their type.

use cfn_ast::Template;
use cfn_ast::model::Resource;
use cfn_ast::syntax::Entry;

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::reorder_entries;

declare_rule! {
    /// A resource of which the type is not the first attribute.
    ///
    /// ## Why
    ///
    /// Everything else depends on what the resource is; behind long properties the type is hard to find.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Bucket:
    ///     DeletionPolicy: Retain
    ///     Type: AWS::S3::Bucket
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Bucket:
    ///     Type: AWS::S3::Bucket
    ///     DeletionPolicy: Retain
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The template means the same, and each comment goes with the attribute below it. The fix is unsafe, since a comment
    /// may have been meant for the whole resource.
    "type-not-first" {
        group: Order,
        severity: Note,
        fix: Unsafe,
        default: false,
        cfn_lint: [],
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
    let value = resource.value();
    let Some(entry) = value.entry("Type") else { return };
    if value.entries().next() == Some(entry) {
        return;
    }
    let finding = cx
        .finding(entry.key.range(), format!("`{}` does not begin with its type", resource.logical_id()))
        .with_help("put `Type` first");
    cx.report_with_fix(finding, || {
        Some(Fix::unsafe_edits("put the type first", reorder_entries(value, rank)?))
    });
}

fn rank(entry: &Entry<'_>) -> usize {
    usize::from(entry.name() != Some("Type"))
}
