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
    /// What is meant as JSON has to be JSON. CloudFormation reads it as YAML, and accepts a trailing comma, single quotes, or
    /// a line end in a string; readers of JSON do not, and a comment may become a part of a key. The extension `.json`
    /// says that JSON is meant, unless the file begins as block YAML; `.yaml` and `.yml` say the opposite. A text of
    /// another name, or of none, is meant as JSON where it begins with a brace and a key in double quotes, and has
    /// neither keys without quotes nor tags.
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
