//! The outcome of an expansion.

use std::fmt;

use cfn_ast::EditSet;
use cfn_ast::model::evaluate::Unknown;

use super::problem::Problem;

/// The outcome of the expansion of a fragment.
#[derive(Clone, Debug, Default)]
pub struct Expansion {
    /// The edits of the fragment's text.
    pub edits: EditSet,
    /// The text that replaces the whole fragment, if it is an `Fn::Transform` with `Layer`.
    pub replacement: Option<String>,
    /// The resolved layers.
    pub resolutions: Vec<Resolution>,
    /// The layers that stay unchanged.
    pub kept: Vec<Kept>,
    /// The problems; if there are any, the edits are incomplete.
    pub problems: Vec<Problem>,
    /// What the author of the template probably does not expect.
    pub warnings: Vec<Warning>,
}

/// A layer that was resolved to a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The path from the root of the fragment.
    pub path: String,
    /// The reference as written; for a function, its name.
    pub written: String,
    /// The ARN of the version.
    pub arn: String,
    /// The rule by which the version was chosen.
    pub choice: Choice,
    /// The newest compatible version, if another one was chosen, and why.
    pub passed_over: Option<PassedOver>,
    /// Whether the reference is the value of a function, which may be secret.
    pub is_computed: bool,
}

/// The newest compatible version, which was not chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// Its number.
    pub number: u64,
    /// The reason.
    pub reason: PassedOverReason,
}

/// The reason why the newest compatible version was not chosen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassedOverReason {
    /// It is blocked.
    #[error("is blocked")]
    Blocked,
    /// It is too young; its age, in words.
    #[error("is {0} old")]
    Young(String),
    /// The setting `Behind` asks for an older one.
    #[error("is skipped by `Behind`")]
    Behind,
}

impl fmt::Display for PassedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "version {} {}", self.number, self.reason)
    }
}

/// The rule by which a version was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The newest compatible version.
    Newest,
    /// The newest compatible version from a floor on.
    Floor,
    /// The version with the number in the reference.
    Number,
    /// The newest compatible version instead of the pinned one.
    Upgrade,
}

/// A layer that stays unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The path from the root of the fragment.
    pub path: String,
    /// The reference as written; for a function, its name.
    pub written: String,
    /// The reason.
    pub reason: KeptReason,
}

/// The reason why a layer stays unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeptReason {
    /// The ARN is pinned to a version.
    #[error("it is pinned to a version")]
    Pinned,
    /// The ARN is pinned to the newest compatible version, or to a newer one.
    #[error("it is already the newest version")]
    UpToDate,
    /// The ARN is pinned to a version of a layer whose other versions are not accessible.
    #[error("it is pinned to a version, and no other version is accessible")]
    Unseen,
    /// The value of the function is unknown before the deployment.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// A layer provided by AWS, which has no versions.
    #[error("it is a layer provided by AWS, which has no versions")]
    AwsLayer,
    /// A dynamic reference, which only CloudFormation can resolve.
    #[error("it is a dynamic reference")]
    Dynamic,
    /// A condition excludes it from the stack.
    #[error("its condition is false")]
    RuledOut,
    /// `AWS::NoValue`.
    #[error("it is `AWS::NoValue`")]
    NoValue,
    /// The ARN is pinned to a version, and no newer one may be chosen yet.
    #[error("it is pinned to a version, and no newer version is old enough or allowed")]
    HeldBack,
    /// A pattern of the parameter `Exclude` matches it.
    #[error("it is excluded")]
    Excluded,
    /// The layer or version does not exist, and `OnMissing` is `keep`.
    #[error("the layer or version does not exist")]
    Missing,
    /// The function that contains it is replaced as a whole.
    #[error("the function that contains it is replaced")]
    Replaced,
    /// An edit would delete a comment inside the function.
    #[error("the function contains a comment")]
    Comment,
}

/// A warning: something that the author of the template probably does not expect.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    /// SAM only publishes a new version of the function if its code changes.
    #[error(
        "Resources.{0}: `AutoPublishAlias` does not publish a version for a new layer; add \
         `AutoPublishAliasAllProperties: true`"
    )]
    CodeOnly(String),
    /// SAM runs before the macro, so it sees the unresolved reference, which never changes.
    #[error(
        "Resources.{0}: `AutoPublishAlias` does not publish a version for a new layer; list the macro before \
         AWS::Serverless-2016-10-31 under `Transform`"
    )]
    Order(String),
    /// A pattern of `Exclude` matches no layer.
    #[error("the pattern `{0}` of `Exclude` does not match any layer")]
    UnusedPattern(String),
    /// The template does not call the macro; the name of the macro.
    #[error(
        "the template does not call the macro; add `Transform: {0}`, or its deployment keeps the layers as they are"
    )]
    NotCalled(String),
}

impl Choice {
    /// The name of the rule in logs and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Floor => "floor",
            Self::Number => "number",
            Self::Upgrade => "upgrade",
        }
    }
}
