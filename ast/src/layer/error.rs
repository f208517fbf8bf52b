//! Why a text is no reference to a layer.

use super::MAX_NAME_LEN;

/// Why a text is no reference to a layer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayerError {
    /// The text is empty.
    #[error("the text is empty; write the name of a layer or remove the entry")]
    Empty,
    /// Spaces or line ends stand around the text.
    #[error("white space stands before or after it; remove it")]
    Whitespace,
    /// A `${…}` that no `Fn::Sub` fills.
    #[error("`${{…}}` is only filled in by Fn::Sub; write it with Fn::Sub")]
    Placeholder,
    /// An ARN with too few parts.
    #[error("the ARN is too short; a layer is `arn:<partition>:lambda:<region>:<account>:layer:<name>`")]
    ShortArn,
    /// The ARN of a service other than Lambda.
    #[error("it is an ARN of the service `{0}`, not of `lambda`; write the ARN of a layer")]
    Service(String),
    /// The ARN of something in Lambda that is no layer.
    #[error("it is the ARN of a Lambda `{0}`, not of a `layer`; write the ARN of a layer")]
    Resource(String),
    /// The partition is none of AWS's.
    #[error("`{0}` is no partition; it is `aws`, or begins with `aws-`")]
    Partition(String),
    /// The region is not spelled as regions are.
    #[error("`{0}` is no region; one looks like `eu-central-1`")]
    Region(String),
    /// The account is not 12 digits.
    #[error("`{0}` is no account id; it has 12 digits, leading zeros included")]
    Account(String),
    /// An ARN of a layer of AWS itself with a region or an account.
    #[error(
        "the ARN of a layer of AWS has no region and no account; write `arn:<partition>:lambda:::awslayer:<name>`"
    )]
    AwsLayer,
    /// No name at all.
    #[error("the name of the layer is missing")]
    NoName,
    /// A character that no layer name may have.
    #[error(
        "`{name}` is no layer name: `{character}` is none of the letters, digits, `-` and `_` it may have"
    )]
    Name {
        /// The name, shortened when it is long.
        name: String,
        /// The first character that may not be there.
        character: char,
    },
    /// The name is too long.
    #[error("the layer name has {0} characters, more than the {MAX_NAME_LEN} it may have")]
    NameLength(usize),
    /// What stands after the name is no version.
    #[error("`{0}` is no version; write a number such as `24`, `24+` for 24 or newer, or `latest`")]
    Version(String),
}
