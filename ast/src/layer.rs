//! The grammar of the strings in the `Layers` of a Lambda function, and of the macro's parameters.
//!
//! CloudFormation itself accepts only layer version ARNs. The macro also accepts names, layer ARNs and minimum
//! versions; the linter must distinguish all of them. Both parse them here.

use std::fmt;

mod error;
mod restriction;

pub use error::LayerError;
pub use restriction::{Age, AgeError, BlockedVersions, BlockedVersionsError, Numbers, PARAMETERS};

/// The maximum length of a layer name in Lambda, in characters.
pub const MAX_NAME_LEN: usize = 140;

/// The maximum number of layers of a function.
pub const MAX_LAYERS: usize = 5;

/// A parsed string of a `Layers` list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerReference<'a> {
    /// A layer by name or ARN, and the version that is requested.
    Layer {
        /// The layer.
        layer: Layer<'a>,
        /// The version that is requested.
        version: LayerVersion,
    },
    /// A layer that AWS provides without versions, `arn:aws:lambda:::awslayer:AmazonLinux1803`; contains the whole ARN.
    AwsLayer(&'a str),
    /// A string with a dynamic reference, `{{resolve:ssm:…}}`, whose value only CloudFormation knows.
    Dynamic(&'a str),
}

/// A layer, without a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layer<'a> {
    /// A name; the account and region are those of the stack.
    Name(&'a str),
    /// An ARN, which contains the account and region.
    Arn(LayerArn<'a>),
}

/// The parts of `arn:<partition>:lambda:<region>:<account>:layer:<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LayerArn<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov` and so on.
    pub partition: &'a str,
    /// The region, such as `eu-central-1`.
    pub region: &'a str,
    /// The 12 digits of the account.
    pub account: &'a str,
    /// The name of the layer.
    pub name: &'a str,
}

/// The version of a layer that a reference requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayerVersion {
    /// No version is given.
    Unstated,
    /// `:latest`
    Latest,
    /// `:24`
    Exact(u64),
    /// `:24+`, version 24 or newer.
    AtLeast(u64),
}

impl<'a> LayerReference<'a> {
    /// Parses one string of a `Layers` list.
    ///
    /// # Errors
    /// Returns [`LayerError`] for a string that has none of the accepted forms.
    ///
    /// # Example
    ///
    /// ```
    /// use cfn_ast::layer::LayerReference;
    ///
    /// let layer = LayerReference::parse("arn:aws:lambda:eu-west-1:123456789012:layer:tools:24")?;
    /// assert!(matches!(layer, LayerReference::Layer { .. }));
    /// assert!(LayerReference::parse("").is_err());
    /// # Ok::<(), cfn_ast::layer::LayerError>(())
    /// ```
    pub fn parse(text: &'a str) -> Result<Self, LayerError> {
        // First, because the rest of such a string cannot be checked: its value is not known.
        if text.contains("{{resolve:") {
            return Ok(Self::Dynamic(text));
        }
        check_characters(text)?;
        match text.strip_prefix("arn:") {
            Some(rest) => parse_arn(text, rest),
            None => parse_named(text),
        }
    }

    /// Whether this is a layer version ARN, which CloudFormation itself requires.
    pub fn is_pinned(&self) -> bool {
        matches!(self, Self::Layer { layer: Layer::Arn(_), version: LayerVersion::Exact(_) })
    }
}

impl<'a> Layer<'a> {
    /// The name of the layer.
    pub fn name(&self) -> &'a str {
        match self {
            Self::Name(name) => name,
            Self::Arn(arn) => arn.name,
        }
    }
}

impl fmt::Display for Layer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Arn(arn) => arn.fmt(f),
        }
    }
}

impl fmt::Display for LayerArn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { partition, region, account, name } = self;
        write!(f, "arn:{partition}:lambda:{region}:{account}:layer:{name}")
    }
}

fn check_characters(text: &str) -> Result<(), LayerError> {
    if text.is_empty() {
        return Err(LayerError::Empty);
    }
    if text.trim() != text {
        return Err(LayerError::Whitespace);
    }
    if text.contains("${") {
        return Err(LayerError::Placeholder);
    }
    Ok(())
}

fn parse_named(text: &str) -> Result<LayerReference<'_>, LayerError> {
    let (name, version) = split_version(text)?;
    check_name(name)?;
    Ok(LayerReference::Layer { layer: Layer::Name(name), version })
}

fn parse_arn<'a>(text: &'a str, rest: &'a str) -> Result<LayerReference<'a>, LayerError> {
    let mut parts = rest.splitn(5, ':');
    let mut next = || parts.next().ok_or(LayerError::ShortArn);
    let (partition, service, region, account, resource) = (next()?, next()?, next()?, next()?, next()?);
    check_partition(partition)?;
    if service != "lambda" {
        return Err(LayerError::Service(shorten(service)));
    }
    if let Some(name) = resource.strip_prefix("awslayer:") {
        check_aws_layer(region, account, name)?;
        return Ok(LayerReference::AwsLayer(text));
    }
    let resource = layer_resource(resource)?;
    check_region(region)?;
    check_account(account)?;
    let (name, version) = split_version(resource)?;
    check_name(name)?;
    let layer = Layer::Arn(LayerArn { partition, region, account, name });
    Ok(LayerReference::Layer { layer, version })
}

fn layer_resource(resource: &str) -> Result<&str, LayerError> {
    match resource.split_once(':') {
        Some(("layer", rest)) => Ok(rest),
        None if resource == "layer" => Err(LayerError::ShortArn),
        Some((kind, _)) => Err(LayerError::Resource(shorten(kind))),
        None => Err(LayerError::Resource(shorten(resource))),
    }
}

fn check_aws_layer(region: &str, account: &str, name: &str) -> Result<(), LayerError> {
    check_name(name)?;
    if region.is_empty() && account.is_empty() { Ok(()) } else { Err(LayerError::AwsLayer) }
}

fn check_partition(partition: &str) -> Result<(), LayerError> {
    let mut words = partition.split('-');
    let begins = words.next() == Some("aws");
    // `aws` only occurs once: `arn:aws-${AWS::Partition}:…` becomes `aws-aws-cn`.
    let is_word =
        |word: &str| !word.is_empty() && word != "aws" && word.bytes().all(|b| b.is_ascii_lowercase());
    if begins && words.all(is_word) { Ok(()) } else { Err(LayerError::Partition(shorten(partition))) }
}

fn check_region(region: &str) -> Result<(), LayerError> {
    let mut parts = region.rsplit('-');
    let number = parts.next().unwrap_or_default();
    let words = parts.clone().count();
    let spelled = parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase()));
    let numbered = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if spelled && numbered && words >= 2 { Ok(()) } else { Err(LayerError::Region(shorten(region))) }
}

fn check_account(account: &str) -> Result<(), LayerError> {
    let digits = account.bytes().all(|b| b.is_ascii_digit());
    if digits && account.len() == 12 { Ok(()) } else { Err(LayerError::Account(shorten(account))) }
}

fn check_name(name: &str) -> Result<(), LayerError> {
    if name.is_empty() {
        return Err(LayerError::NoName);
    }
    if let Some(character) = name.chars().find(|&c| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')) {
        return Err(LayerError::Name { name: shorten(name), character });
    }
    if name.len() > MAX_NAME_LEN {
        return Err(LayerError::NameLength(name.len()));
    }
    Ok(())
}

fn split_version(text: &str) -> Result<(&str, LayerVersion), LayerError> {
    match text.split_once(':') {
        None => Ok((text, LayerVersion::Unstated)),
        Some((name, "latest")) => Ok((name, LayerVersion::Latest)),
        Some((name, version)) => Ok((name, parse_version(version)?)),
    }
}

fn parse_version(text: &str) -> Result<LayerVersion, LayerError> {
    let (digits, floor) = text.strip_suffix('+').map_or((text, false), |digits| (digits, true));
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    let number = digits.parse().ok().filter(|&number| plain && i64::try_from(number).is_ok());
    let number = number.ok_or_else(|| LayerError::Version(shorten(text)))?;
    Ok(if floor { LayerVersion::AtLeast(number) } else { LayerVersion::Exact(number) })
}

/// Cuts a string to 60 characters: errors are shown in the events of a stack, where a pasted document would hide the
/// rest of the message.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
