//! The grammar of what may stand in the `Layers` of a Lambda function.
//!
//! CloudFormation itself takes only the ARN of a layer *version*. The macro also takes names, ARNs without a version
//! and version floors; the linter has to tell all of them apart. Both read them here.

use std::fmt;

mod error;

pub use error::LayerError;

/// The longest layer name that Lambda accepts, in characters.
pub const MAX_NAME_LEN: usize = 140;

/// How many layers a function may have.
pub const MAX_LAYERS: usize = 5;

/// One string of a `Layers` list, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerReference<'a> {
    /// A layer by name or ARN, and which of its versions is meant.
    Layer {
        /// The layer.
        layer: Layer<'a>,
        /// Which of its versions.
        version: LayerVersion,
    },
    /// A layer of AWS itself, `arn:aws:lambda:::awslayer:AmazonLinux1803`; it has no versions.
    AwsLayer(&'a str),
    /// A text with a dynamic reference, `{{resolve:ssm:…}}`; only CloudFormation can tell its value.
    Dynamic(&'a str),
}

/// A layer, without a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layer<'a> {
    /// A name, which means the account and region of the stack.
    Name(&'a str),
    /// An ARN, which says the account and region.
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

/// Which version of a layer a reference asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayerVersion {
    /// No version is written.
    Unstated,
    /// `:latest`
    Latest,
    /// `:24`
    Exact(u64),
    /// `:24+`, version 24 or any newer one.
    AtLeast(u64),
}

impl<'a> LayerReference<'a> {
    /// Reads one string of a `Layers` list.
    ///
    /// # Errors
    /// [`LayerError`] for every text that is none of the forms.
    pub fn parse(text: &'a str) -> Result<Self, LayerError> {
        if text.contains("{{resolve:") {
            return Ok(Self::Dynamic(text));
        }
        check_characters(text)?;
        match text.strip_prefix("arn:") {
            Some(rest) => parse_arn(text, rest),
            None => parse_named(text),
        }
    }

    /// Whether this names one version, as CloudFormation itself requires.
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
    let known = partition == "aws"
        || partition
            .strip_prefix("aws-")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let spelled = partition.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    if known && spelled { Ok(()) } else { Err(LayerError::Partition(shorten(partition))) }
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

/// Errors end up in the event list of CloudFormation, where a pasted document would push out all else.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
