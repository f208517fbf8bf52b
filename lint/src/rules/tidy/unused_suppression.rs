//! Suppressions that suppress nothing.

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A suppression that suppresses nothing.
    ///
    /// ## Why
    ///
    /// A suppression that is no longer needed hides the next mistake in the same place.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Outputs:
    ///   Arn:
    ///     Value: !GetAtt Bucket.Arn # cfn-tidy: ignore[long-getatt] we like lists
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Outputs:
    ///   Arn:
    ///     Value: !GetAtt Bucket.Arn
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix only removes the directive and the reason that follows it, and keeps the rest of the comment. A
    /// suppression in `Metadata` is part of the template, so it has no fix. Suppressions of rules that did not run,
    /// and those of cfn-lint, are not reported.
    "unused-suppression" {
        group: Tidy,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [],
        depends_on: Template,
    }
}
