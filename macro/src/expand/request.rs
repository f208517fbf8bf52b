//! The layer version that a reference in a template asks for.

use cfn_ast::layer::{Layer, LayerArn, LayerReference, LayerVersion};

use super::layer_sites::Presence;
use super::options::Options;
use super::outcome::KeptReason;
use super::problem::ProblemKind;
use crate::catalog::Home;
use crate::expand::partition_of;

/// The layer version that a reference asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayerRequest<'t> {
    /// None: the reference stays unchanged.
    Keep(KeptReason),
    /// The newest version.
    Newest {
        /// The layer.
        layer: LayerKey<'t>,
        /// The lowest acceptable version.
        floor: Floor,
    },
    /// A single version of a layer, by number.
    Exact {
        /// The layer.
        layer: LayerKey<'t>,
        /// The version number.
        number: u64,
    },
}

/// The layer to resolve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LayerKey<'t> {
    /// A layer in the account and region of the stack, by name.
    Own(&'t str),
    /// A layer of another account.
    Foreign {
        /// The partition.
        partition: &'t str,
        /// The region, always that of the stack.
        region: &'t str,
        /// The account.
        account: &'t str,
        /// The name.
        name: &'t str,
    },
}

/// The lowest acceptable version of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Floor {
    /// Any version is acceptable.
    None,
    /// A floor written in the template: `:38+`.
    Written(u64),
    /// The version of an ARN that may be upgraded, but never downgraded.
    Pinned(u64),
}

/// A reference to a layer, as a template contains it.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'a> {
    /// The literal string, or the value of a function.
    pub text: &'a str,
    /// Whether the string is the value of a function.
    pub is_computed: bool,
    /// Whether the stack will contain the reference.
    pub presence: Presence,
}

impl LayerKey<'_> {
    /// The name of the layer.
    pub fn name(&self) -> &str {
        match self {
            Self::Own(name) | Self::Foreign { name, .. } => name,
        }
    }

    /// The ARN without a version, for a stack at `home`.
    pub fn arn(&self, home: &Home) -> String {
        let Self::Own(name) = *self else { return self.catalog_id() };
        let partition = partition_of(&home.region).unwrap_or("aws");
        LayerArn { partition, region: &home.region, account: &home.account, name }.to_string()
    }

    /// The identifier that a catalog accepts: a name, or an ARN without a version.
    pub fn catalog_id(&self) -> String {
        match *self {
            Self::Own(name) => name.to_owned(),
            Self::Foreign { partition, region, account, name } => {
                LayerArn { partition, region, account, name }.to_string()
            }
        }
    }
}

impl Floor {
    /// The lowest acceptable version number; 0 accepts any.
    pub fn number(self) -> u64 {
        match self {
            Self::None => 0,
            Self::Written(number) | Self::Pinned(number) => number,
        }
    }
}

impl<'t> LayerRequest<'t> {
    /// Reads a reference in a template whose stack is at `home`.
    ///
    /// # Errors
    /// [`ProblemKind`] if the stack cannot use the reference.
    pub fn of(reference: Reference<'t>, home: &Home, options: &Options) -> Result<Self, ProblemKind> {
        let parsed = LayerReference::parse(reference.text).map_err(|error| {
            // The parser's error quotes the string, which may be the value of a secret parameter.
            if reference.is_computed { ProblemKind::Computed } else { error.into() }
        })?;
        let LayerReference::Layer { layer, version } = parsed else {
            let is_aws = matches!(parsed, LayerReference::AwsLayer(_));
            return Ok(Self::Keep(if is_aws { KeptReason::AwsLayer } else { KeptReason::Dynamic }));
        };
        if options.excludes(reference.text, layer.name()) {
            return Ok(Self::Keep(KeptReason::Excluded));
        }
        if let (true, LayerVersion::Exact(number)) = (parsed.is_pinned(), version) {
            return Self::of_pinned(reference, layer, number, home, options);
        }
        let layer = key(layer, home)?;
        Ok(match version {
            LayerVersion::Unstated | LayerVersion::Latest => Self::Newest { layer, floor: Floor::None },
            LayerVersion::AtLeast(floor) => Self::Newest { layer, floor: Floor::Written(floor) },
            LayerVersion::Exact(number) => Self::Exact { layer, number },
        })
    }

    /// The request of an ARN with a version, which CloudFormation accepts as it is.
    fn of_pinned(
        reference: Reference<'t>,
        layer: Layer<'t>,
        number: u64,
        home: &Home,
        options: &Options,
    ) -> Result<Self, ProblemKind> {
        // A function may choose among the ARNs of several regions, so its value is left for the deployment to check.
        if reference.is_computed {
            return Ok(Self::Keep(KeptReason::Pinned));
        }
        match key(layer, home) {
            // An ARN of another region fails the deployment, but only if no condition removes it.
            Err(problem) if reference.presence == Presence::Certain => Err(problem),
            Ok(layer) if options.upgrade_pinned => Ok(Self::Newest { layer, floor: Floor::Pinned(number) }),
            _ => Ok(Self::Keep(KeptReason::Pinned)),
        }
    }
}

/// The key of a layer. An ARN in the stack's own account is the same layer as its bare name.
fn key<'t>(layer: Layer<'t>, home: &Home) -> Result<LayerKey<'t>, ProblemKind> {
    match layer {
        // Lambda only attaches layers of the function's own region.
        Layer::Arn(arn) if arn.region != home.region => {
            Err(ProblemKind::OtherRegion { theirs: arn.region.to_owned(), ours: home.region.clone() })
        }
        Layer::Arn(LayerArn { partition, region, account, name }) if account != home.account => {
            Ok(LayerKey::Foreign { partition, region, account, name })
        }
        layer => Ok(LayerKey::Own(layer.name())),
    }
}
