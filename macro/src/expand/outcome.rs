//! What became of a fragment.

use cfn_ast::EditSet;
use cfn_ast::model::evaluate::Unknown;

use super::problem::Problem;

/// What became of a fragment.
#[derive(Clone, Debug, Default)]
pub struct Expansion {
    /// What to replace in the text of the fragment.
    pub edits: EditSet,
    /// The text that takes the place of the whole fragment, if one layer was asked for by `Fn::Transform`.
    pub replacement: Option<String>,
    /// The layers that got a version.
    pub resolutions: Vec<Resolution>,
    /// The layers that stay as they are.
    pub kept: Vec<Kept>,
    /// What stands in the way; if there is anything, the edits are not complete.
    pub problems: Vec<Problem>,
    /// What the deployment will silently not do.
    pub warnings: Vec<AliasWarning>,
}

/// A layer that got a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The way from the root of the fragment.
    pub path: String,
    /// What stands there; of a function its name.
    pub written: String,
    /// The ARN of the version.
    pub arn: String,
    /// How the version was chosen.
    pub choice: Choice,
}

/// How a version was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The newest one that fits.
    Newest,
    /// The newest one that fits, from a floor on.
    Floor,
    /// The one whose number is written.
    Number,
    /// The newest one that fits, in place of the one that was written.
    Upgrade,
}

/// A layer that stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The way from the root of the fragment.
    pub path: String,
    /// What stands there; of a function its name.
    pub written: String,
    /// Why.
    pub reason: KeptReason,
}

/// Why a layer stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeptReason {
    /// The ARN names a version.
    #[error("it names a version")]
    Pinned,
    /// The ARN names the newest version that fits, or a newer one.
    #[error("it names the newest version")]
    UpToDate,
    /// The ARN names a version of a layer whose versions cannot be seen.
    #[error("it names a version, and no other one can be seen")]
    Unseen,
    /// A function of which it is not known what it gives.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// A layer of AWS itself, which has no versions.
    #[error("it is a layer of AWS itself")]
    AwsLayer,
    /// A dynamic reference, which only CloudFormation can resolve.
    #[error("it is a dynamic reference")]
    Dynamic,
    /// A condition rules it out.
    #[error("a condition rules it out")]
    RuledOut,
    /// `AWS::NoValue`.
    #[error("it is AWS::NoValue")]
    NoValue,
    /// The parameter `Exclude` names it.
    #[error("it is excluded")]
    Excluded,
    /// There is no such layer or version, and `OnMissing` is `keep`.
    #[error("there is no such layer or version")]
    Missing,
    /// A comment would be lost with the function that stands there.
    #[error("a comment stands inside the function")]
    Comment,
}

/// An alias that stays on the old layer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AliasWarning {
    /// The function does not ask for a new version when anything but its code changes.
    #[error(
        "Resources.{0}: AutoPublishAlias does not follow a new layer; add AutoPublishAliasAllProperties: true"
    )]
    CodeOnly(String),
    /// SAM ran before the macro, and has seen the name of the layer only.
    #[error(
        "Resources.{0}: AutoPublishAlias does not follow a new layer; name Uselatest before AWS::Serverless-2016-10-31 under Transform"
    )]
    Order(String),
}

impl Choice {
    /// A word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Floor => "floor",
            Self::Number => "number",
            Self::Upgrade => "upgrade",
        }
    }
}
