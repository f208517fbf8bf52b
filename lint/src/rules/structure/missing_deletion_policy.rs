//! Resources that are retained on replacement, but not on deletion.

use super::missing_update_replace_policy::{Pair, check_pair};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An `UpdateReplacePolicy` that retains the resource or creates a snapshot, without a `DeletionPolicy`.
    ///
    /// ## Why
    ///
    /// `UpdateReplacePolicy` applies when an update replaces the resource. When the resource is removed from the template
    /// or the stack is deleted, most resources are deleted with all their data, unless `DeletionPolicy` says otherwise.
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
    /// The fix is unsafe: after the stack is deleted the resource remains, and is billed.
    "missing-deletion-policy" {
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
    given: "UpdateReplacePolicy",
    missing: "DeletionPolicy",
    consequence: "is retained when an update replaces it, but is deleted with the stack",
    label: "only applies when an update replaces the resource",
};
