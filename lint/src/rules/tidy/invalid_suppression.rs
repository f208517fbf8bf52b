//! Suppressions that mean nothing.

use crate::declare_rule;

declare_rule! {
    /// A suppression that names no rule, or asks for something that cfn-tidy does not know.
    ///
    /// ## Why
    ///
    /// It looks as if a finding were suppressed, and none is.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Outputs:
    ///   Arn:
    ///     Value: !GetAtt Bucket.Arn # cfn-tidy: ignore[long-getat]
    /// ```
    "invalid-suppression" {
        group: Tidy,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: [],
        hooks: [],
    }
}
