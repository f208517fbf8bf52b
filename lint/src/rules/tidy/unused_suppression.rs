//! Suppressions that suppress nothing.

use crate::declare_rule;

declare_rule! {
    /// A suppression that suppresses nothing.
    ///
    /// ## Why
    ///
    /// A suppression that has outlived its finding hides the next one that is made at its place.
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
    /// Only what the comment says to cfn-tidy is removed, together with the reason behind it. A suppression in
    /// `Metadata` is part of the template and is reported without a fix. Rules that did not run are not judged, and
    /// neither are the suppressions of cfn-lint.
    "unused-suppression" {
        group: Tidy,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [],
    }
}
