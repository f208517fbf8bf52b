//! What a reference to a layer asks for.

use cfn_ast::layer::{Layer, LayerArn, LayerReference, LayerVersion};

use super::KeptReason;
use super::layer_sites::Presence;
use super::options::Options;
use super::problem::ProblemKind;
use crate::catalog::Home;

/// What a reference asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish<'t> {
    /// Nothing: it stays as it is.
    Keep(KeptReason),
    /// The newest version.
    Newest {
        /// The layer.
        layer: Sought<'t>,
        /// The lowest number that will do.
        floor: Floor,
    },
    /// One version of a layer of the stack's own account.
    Exact {
        /// The layer.
        layer: Sought<'t>,
        /// The number of the version.
        number: u64,
    },
}

/// A layer that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sought<'t> {
    /// A layer of the account and region of the stack, by name.
    Own(&'t str),
    /// A layer of another account.
    Foreign {
        /// The partition.
        partition: &'t str,
        /// The region, which is that of the stack.
        region: &'t str,
        /// The account.
        account: &'t str,
        /// The name.
        name: &'t str,
    },
}

/// The lowest version that will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Floor {
    /// Any version will do.
    None,
    /// `:38+`
    Written(u64),
    /// The version that an ARN is pinned to, from which it may be upgraded.
    Pinned(u64),
}

/// The reference whose wish is asked for, and what is known of its place.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What is written, or what a function gives.
    pub text: &'a str,
    /// Whether a function gives it.
    pub is_computed: bool,
    /// Whether the stack will have it.
    pub presence: Presence,
}

impl Sought<'_> {
    /// The name of the layer.
    pub fn name(&self) -> &str {
        match self {
            Self::Own(name) | Self::Foreign { name, .. } => name,
        }
    }

    /// What a catalog is asked for: a name, or an ARN without a version.
    pub fn key(&self) -> String {
        match *self {
            Self::Own(name) => name.to_owned(),
            Self::Foreign { partition, region, account, name } => {
                LayerArn { partition, region, account, name }.to_string()
            }
        }
    }
}

impl Floor {
    /// The lowest number that will do, 0 for any.
    pub fn number(self) -> u64 {
        match self {
            Self::None => 0,
            Self::Written(number) | Self::Pinned(number) => number,
        }
    }
}

/// What a reference asks for in a stack at `home`.
///
/// # Errors
/// [`ProblemKind`] when the reference cannot be used there.
pub fn wish<'t>(asked: Asked<'t>, home: &Home, options: &Options) -> Result<Wish<'t>, ProblemKind> {
    let reference = LayerReference::parse(asked.text).map_err(|error| {
        // The error would repeat parts of what may be the value of a parameter.
        if asked.is_computed { ProblemKind::Computed } else { error.into() }
    })?;
    let LayerReference::Layer { layer, version } = reference else {
        let is_aws = matches!(reference, LayerReference::AwsLayer(_));
        return Ok(Wish::Keep(if is_aws { KeptReason::AwsLayer } else { KeptReason::Dynamic }));
    };
    if options.excludes(asked.text, layer.name()) {
        return Ok(Wish::Keep(KeptReason::Excluded));
    }
    if let (true, LayerVersion::Exact(number)) = (reference.is_pinned(), version) {
        return pinned(asked, layer, number, home, options);
    }
    let layer = sought(layer, home)?;
    Ok(match version {
        LayerVersion::Unstated | LayerVersion::Latest => Wish::Newest { layer, floor: Floor::None },
        LayerVersion::AtLeast(floor) => Wish::Newest { layer, floor: Floor::Written(floor) },
        LayerVersion::Exact(number) => Wish::Exact { layer, number },
    })
}

/// An ARN with a version. What a function gives may be meant for another region, and is left to the deployment.
fn pinned<'t>(
    asked: Asked<'t>,
    layer: Layer<'t>,
    number: u64,
    home: &Home,
    options: &Options,
) -> Result<Wish<'t>, ProblemKind> {
    if asked.is_computed {
        return Ok(Wish::Keep(KeptReason::Pinned));
    }
    match sought(layer, home) {
        Err(problem) if asked.presence == Presence::Certain => Err(problem),
        Ok(layer) if options.upgrade_pinned => Ok(Wish::Newest { layer, floor: Floor::Pinned(number) }),
        _ => Ok(Wish::Keep(KeptReason::Pinned)),
    }
}

/// A layer of the stack's own account by its name, whichever way it is written; never one of another region.
fn sought<'t>(layer: Layer<'t>, home: &Home) -> Result<Sought<'t>, ProblemKind> {
    match layer {
        Layer::Arn(arn) if arn.region != home.region => {
            Err(ProblemKind::OtherRegion { theirs: arn.region.to_owned(), ours: home.region.clone() })
        }
        Layer::Arn(LayerArn { partition, region, account, name }) if account != home.account => {
            Ok(Sought::Foreign { partition, region, account, name })
        }
        layer => Ok(Sought::Own(layer.name())),
    }
}
