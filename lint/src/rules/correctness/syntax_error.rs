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
    ///
    /// One short form cannot follow another, either: instead of
    ///
    /// ```yaml
    /// Outputs:
    ///   Name:
    ///     Value: !ImportValue !Sub '${AWS::StackName}-name'
    /// ```
    ///
    /// write `Fn::ImportValue: !Sub '${AWS::StackName}-name'`. cfn-tidy says so and leaves the change to you, since it
    /// edits nothing in a file that it cannot read.
    "syntax-error" {
        group: Correctness,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E0000"],
        hooks: [],
    }
}
