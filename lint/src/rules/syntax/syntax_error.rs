//! Files that cannot be parsed.

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A file that is not well-formed YAML or JSON.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the file. As long as it cannot be parsed, no other rule runs and nothing in it is fixed.
    /// This rule cannot be disabled.
    ///
    /// A JSON file must be valid JSON. CloudFormation parses it as YAML and therefore accepts trailing commas, single
    /// quotes, and line breaks in strings; JSON parsers do not, and a comment may become part of a key. A file is JSON
    /// if its extension is `.json` and it does not begin as block YAML. Files named `.yaml` or `.yml` are YAML. Any other
    /// file, and standard input, is JSON if it begins with a brace and a key in double quotes, and contains neither
    /// unquoted keys nor tags.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Bucket: {Type: AWS::S3::Bucket
    /// ```
    ///
    /// One short form also cannot follow another. Instead of
    ///
    /// ```yaml
    /// Outputs:
    ///   Name:
    ///     Value: !ImportValue !Sub '${AWS::StackName}-name'
    /// ```
    ///
    /// write `Fn::ImportValue: !Sub '${AWS::StackName}-name'`. cfn-tidy suggests this but does not do it: it never edits a
    /// file that it cannot parse.
    "syntax-error" {
        group: Syntax,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E0000"],
        hooks: [],
    }
}
