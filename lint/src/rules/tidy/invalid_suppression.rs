//! Suppressions that cfn-tidy does not understand.

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A suppression that names an unknown rule, or is not a directive of cfn-tidy.
    ///
    /// ## Why
    ///
    /// The comment looks as if it suppressed a finding, but it has no effect.
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
