//! Resources that are kept when replaced, but not when deleted.

use cfn_ast::Template;

use super::missing_update_replace_policy::{Pair, check_pair};
use crate::context::RuleContext;
use crate::declare_rule;

declare_rule! {
    /// An `UpdateReplacePolicy` that keeps the resource or takes a snapshot, without a `DeletionPolicy`.
    ///
    /// ## Why
    ///
    /// `UpdateReplacePolicy` holds when an update replaces the resource. When the resource leaves the template or the
    /// stack is deleted, most resources are deleted with all their data, unless `DeletionPolicy` says otherwise.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Table:
    ///     Type: AWS::DynamoDB::Table
    ///     UpdateReplacePolicy: Retain
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Table:
    ///     Type: AWS::DynamoDB::Table
    ///     UpdateReplacePolicy: Retain
    ///     DeletionPolicy: Retain
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: after the stack is deleted the resource stays, and costs what it costs.
    "missing-deletion-policy" {
        group: Correctness,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W3011"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    check_pair(&PAIR, template, cx);
}

const PAIR: Pair = Pair {
    given: "UpdateReplacePolicy",
    missing: "DeletionPolicy",
    message: "the resource is kept when an update replaces it, but not when it is deleted",
    label: "kept when an update replaces it",
};
