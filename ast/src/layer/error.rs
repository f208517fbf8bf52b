//! Errors of parsing a reference to a layer.

use super::MAX_NAME_LEN;

/// The error of parsing a string that is not a reference to a layer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayerError {
    /// The string is empty.
    #[error("empty string; write the name of a layer or remove the entry")]
    Empty,
    /// The string begins or ends with white space.
    #[error("leading or trailing white space; remove it")]
    Whitespace,
    /// A `${…}` that `Fn::Sub` has not replaced.
    #[error("`${{…}}` is only replaced in `Fn::Sub`; write the value with `Fn::Sub`")]
    Placeholder,
    /// An ARN with too few parts.
    #[error("incomplete ARN; a layer ARN is `arn:<partition>:lambda:<region>:<account>:layer:<name>`")]
    ShortArn,
    /// The ARN of a service other than Lambda.
    #[error("ARN of the service `{0}` instead of `lambda`; write the ARN of a layer")]
    Service(String),
    /// An ARN of Lambda that does not identify a layer.
    #[error("ARN of a Lambda `{0}` instead of a `layer`; write the ARN of a layer")]
    Resource(String),
    /// The partition is not one of AWS's.
    #[error("invalid partition `{0}`; a partition is `aws` or begins with `aws-`")]
    Partition(String),
    /// The region does not have the form of a region.
    #[error("invalid region `{0}`; a region looks like `eu-central-1`")]
    Region(String),
    /// The account is not 12 digits.
    #[error("invalid account ID `{0}`; an account ID has 12 digits, including leading zeros")]
    Account(String),
    /// The ARN of a layer that AWS provides without versions has a region or an account.
    #[error(
        "unexpected region or account in the ARN of an AWS layer; write `arn:<partition>:lambda:::awslayer:<name>`"
    )]
    AwsLayer,
    /// There is no name.
    #[error("missing layer name")]
    NoName,
    /// The name contains a character that layer names cannot contain.
    #[error(
        "invalid character `{character}` in the layer name `{name}`; it may contain only letters, digits, `-` and `_`"
    )]
    Name {
        /// The name, shortened if it is long.
        name: String,
        /// The first invalid character.
        character: char,
    },
    /// The name is too long.
    #[error("layer name has {0} characters; the limit is {MAX_NAME_LEN}")]
    NameLength(usize),
    /// The part after the name is not a version.
    #[error("invalid version `{0}`; write a number such as `24`, `24+` for 24 or newer, or `latest`")]
    Version(String),
}
