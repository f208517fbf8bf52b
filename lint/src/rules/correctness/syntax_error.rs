//! The findings of the readers themselves.

use crate::declare_rule;

declare_rule! {
    /// A file that is not well-formed YAML or JSON.
    ///
    /// ## Why
    ///
    /// CloudFormation refuses the file. As long as it cannot be read, no other rule runs and nothing in it is fixed.
    /// This rule cannot be switched off.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Bucket: {Type: AWS::S3::Bucket
    /// ```
    "syntax-error" {
        group: Correctness,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E0000"],
        hooks: [],
    }
}
