//! Resources whose first attribute is not `Type`.

use cfn_ast::edit::reorder_entries;
use cfn_ast::syntax::Entry;

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A resource whose first attribute is not `Type`.
    ///
    /// ## Why
    ///
    /// The type determines what the other attributes mean, and it is hard to find after long properties.
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
    /// The template means the same. A comment moves together with the attribute below it, so the fix is unsafe: the
    /// comment may have been about the whole resource.
    "type-not-first" {
        group: Order,
        severity: Note,
        fix: Unsafe,
        default: false,
        cfn_lint: [],
        hooks: [Resource(check)],
    }
}

fn check<'t>(resource: Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    let value = resource.value();
    let Some(entry) = value.entry("Type") else { return };
    if value.entries().next() == Some(entry) {
        return;
    }
    let finding = cx
        .finding(
            entry.key.range(),
            format!("`Type` should be the first attribute of `{}`", resource.logical_id()),
        )
        .with_help("move `Type` to the top");
    cx.report_with_fix(finding, || {
        Some(Fix::unsafe_edits("move `Type` to the top", reorder_entries(value, rank)?))
    });
}

fn rank(entry: &Entry<'_>) -> usize {
    usize::from(entry.name() != Some("Type"))
}
