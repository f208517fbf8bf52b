//! Problems of a fragment, with messages for the person who deploys it.

use std::fmt;

use cfn_ast::layer::{Age, LayerError, MAX_LAYERS, PARAMETERS};
use cfn_ast::model::evaluate::Unknown;
use cfn_ast::source::LineColumn;

use crate::catalog::compatibility::Requirements;
use crate::catalog::{CatalogError, Home, PublishedVersion};
use crate::names::closest;

/// A problem of a fragment, which makes the macro reject it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The path from the root of the fragment; empty for the fragment as a whole.
    pub path: String,
    /// The reference or value as written; for a function, its name.
    pub written: Option<String>,
    /// The kind of problem.
    pub kind: ProblemKind,
}

/// The kinds of problems.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    /// The fragment is not valid YAML or JSON.
    #[error("{reason} at line {}, column {}", .position.line, .position.column)]
    Syntax {
        /// The message of the parser.
        reason: String,
        /// The position in the fragment.
        position: LineColumn,
    },
    /// An item of the list has a type that a layer cannot have.
    #[error("{0} is not a layer; use a name, an ARN or a function")]
    NotALayer(&'static str),
    /// The list is a value of another type.
    #[error("{0} is not a list of layers; use a list")]
    NotAList(&'static str),
    /// The string is not a valid reference to a layer.
    #[error(transparent)]
    Grammar(#[from] LayerError),
    /// The layer is in another region.
    #[error(
        "the layer is in {theirs}, but the stack is in {ours}; a function can only use layers in its own region"
    )]
    OtherRegion {
        /// The region of the layer.
        theirs: String,
        /// The region of the stack.
        ours: String,
    },
    /// The layer belongs to another account, where its versions cannot be listed.
    #[error(
        "the layer belongs to account {account}, so its versions cannot be listed; specify the lowest acceptable \
         version, such as `{example}`, or an exact version"
    )]
    OtherAccount {
        /// The account of the layer.
        account: String,
        /// An example of a reference with a lowest version.
        example: String,
    },
    /// No version of another account's layer is accessible.
    #[error(
        "no version from {floor} on is accessible; grant lambda:GetLayerVersion in the layer's account, or specify \
         another version"
    )]
    Unseen {
        /// The lowest acceptable number.
        floor: u64,
    },
    /// The value of a function is not a valid reference to a layer.
    #[error(
        "the value is neither the name nor the ARN of a layer; check the parameters and mappings it comes from"
    )]
    Computed,
    /// The value of a function is a valid reference that cannot be used; the reason, without any part of the value.
    #[error("{0}; check the parameters and mappings that the value comes from")]
    ComputedUnusable(&'static str),
    /// The reference contains a loop variable.
    #[error(
        "the layer depends on a loop variable, but loops are expanded after the macro; use a layer without it"
    )]
    LoopVariable,
    /// A function has more layers than Lambda allows.
    #[error("the function has {total} layers{}; the limit is {MAX_LAYERS}", from_globals(*.inherited))]
    TooMany {
        /// The number of layers.
        total: usize,
        /// The number of those inherited from SAM's `Globals`.
        inherited: usize,
    },
    /// A function lists a layer twice.
    #[error(
        "the function already has this layer at {other}; Lambda accepts each layer once, so remove one of them"
    )]
    Duplicate {
        /// The path of the first one.
        other: String,
    },
    /// The template publishes the layer.
    #[error(
        "the template publishes this layer itself, so its newest version does not exist before the deployment; use \
         `!Ref {logical_id}`"
    )]
    Published {
        /// The logical ID of the layer version.
        logical_id: String,
    },
    /// No version supports the runtimes and architectures of the functions.
    #[error(
        "no version supports {required}; version {newest}, the newest, supports {supported}; publish a compatible \
         version, or set `Compatibility: ignore`"
    )]
    Incompatible {
        /// The required runtimes and architectures.
        required: String,
        /// The number of the newest version.
        newest: u64,
        /// The runtimes and architectures that the newest version declares.
        supported: String,
    },
    /// A parameter of the macro is invalid.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// An `Fn::Transform` with `Layer` has other keys beside it, which its result would replace.
    #[error(
        "the ARN would replace the other keys beside Fn::Transform; call the macro in a mapping of its own"
    )]
    NotAlone,
    /// The layer has the same text as another part of the template, through an anchor and its aliases.
    #[error(
        "the layer is shared with another part of the template through the anchor `{anchor}`; write the layer without \
         the anchor or alias"
    )]
    Shared {
        /// The anchor.
        anchor: String,
    },
    /// A replacement would delete an anchor that aliases refer to.
    #[error(
        "the function contains the anchor `{anchor}`, which is used elsewhere; write the layer without the anchor"
    )]
    LostAnchor {
        /// The anchor.
        anchor: String,
    },
    /// The metadata that the report would change is used elsewhere.
    #[error(
        "the report cannot be added to `Metadata`: it is shared with another part of the template through the anchor \
         `{anchor}`"
    )]
    SharedMetadata {
        /// The anchor.
        anchor: String,
    },
    /// Two edits overlap, which is a bug.
    #[error("internal error: two changes of the template overlap; please report this")]
    Overlap,
    /// `Report` in a call that only receives a part of the template.
    #[error(
        "only supported under `Transform`; remove it, or call the macro at the top level of the template"
    )]
    ReportInPart,
    /// No layer has this name.
    #[error("unknown layer in {home}{}", suggest(.closest))]
    Unknown {
        /// The account and region in which it was looked up.
        home: Home,
        /// The names most similar to it.
        closest: Vec<String>,
    },
    /// The layer has no version with this number.
    #[error("version {number} does not exist; the latest version is {latest}")]
    NoVersion {
        /// The requested number.
        number: u64,
        /// The number of the newest version.
        latest: u64,
    },
    /// The layer has no version from the floor on.
    #[error("no version {floor} or newer exists; the latest version is {latest}")]
    BelowFloor {
        /// The lowest acceptable number.
        floor: u64,
        /// The number of the newest version.
        latest: u64,
    },
    /// No version is old enough.
    #[error(
        "no version is {minimum} old; version {number} will be on {eligible}; deploy again then, or set a shorter \
         `MinimumAge`"
    )]
    TooYoung {
        /// The age that a version must have.
        minimum: Age,
        /// The version that will be old enough first.
        number: u64,
        /// When, to the minute in UTC.
        eligible: String,
    },
    /// The publication date of the only acceptable version is not known.
    #[error("the publication date of version {number} is unknown, so its `MinimumAge` cannot be checked")]
    Undated {
        /// The number of the version.
        number: u64,
    },
    /// There are not enough versions.
    #[error(
        "`Behind: {behind}` requires more than {behind} compatible versions that are not blocked; there are {versions}"
    )]
    TooFew {
        /// The number of newer versions that there must be.
        behind: usize,
        /// The number of acceptable versions.
        versions: usize,
    },
    /// Every acceptable version is blocked.
    #[error("every compatible version is blocked; the newest is {newest}; publish another version")]
    AllBlocked {
        /// The number of the newest one.
        newest: u64,
    },
    /// The version in the reference is blocked.
    #[error("version {number} is blocked; use another version")]
    Blocked {
        /// The number of the version.
        number: u64,
    },
    /// The catalog returned a layer of another account or region.
    #[error("the macro looks up layers in {actual}, but the stack is in {expected}; deploy the macro there")]
    WrongHome {
        /// The account and region of the stack.
        expected: Home,
        /// The account and region of the layer.
        actual: Home,
    },
    /// The lookup failed.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
}

/// An invalid parameter of the macro.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// The name is unknown.
    #[error("unknown parameter; {}", suggestion(.0, &PARAMETERS))]
    Name(String),
    /// The value is invalid.
    #[error("the value must be {0}")]
    Value(&'static str),
    /// The value is unknown when the macro runs.
    #[error("the value is unknown: {0}")]
    NotKnown(#[from] Unknown),
    /// The parameter requires `Layer`.
    #[error("only valid together with `Layer`")]
    WithoutLayer,
}

impl ProblemKind {
    /// Creates the problem of a layer whose newest version does not meet the requirements.
    pub fn incompatible(newest: &PublishedVersion, requirements: &Requirements) -> Self {
        let declared = newest.runtimes.iter().chain(&newest.architectures).map(String::as_str);
        let supported = declared.collect::<Vec<_>>().join(", ");
        Self::Incompatible { required: requirements.to_string(), newest: newest.number, supported }
    }

    /// The same problem without the parts of a value that may be secret.
    #[must_use]
    pub fn without_value(self) -> Self {
        Self::ComputedUnusable(match self {
            Self::OtherRegion { .. } => "the value is a layer in another region than the stack",
            Self::OtherAccount { .. } => {
                "the value is a layer of another account without a version, so its versions cannot be listed"
            }
            Self::Unseen { .. } => {
                "the value is a layer of another account, and none of its acceptable versions is accessible"
            }
            Self::NoVersion { .. } => "the value is a version that does not exist",
            Self::BelowFloor { .. } => "the value requires a newer version than exists",
            Self::Blocked { .. } => "the value is a blocked version",
            other => return other,
        })
    }

    /// Whether the layer or version does not exist.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Unknown { .. } | Self::NoVersion { .. } | Self::BelowFloor { .. })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.written, self.path.is_empty()) {
            (Some(written), _) => write!(f, "{} `{}`: {}", self.path, Short(written), self.kind),
            (None, false) => write!(f, "{}: {}", self.path, self.kind),
            (None, true) => self.kind.fmt(f),
        }
    }
}

impl std::error::Error for Problem {}

/// The maximum length of a message, in bytes, that the events of a stack show completely.
const MESSAGE_LIMIT: usize = 1000;

/// Joins problems into one message. A message that would be too long ends with the number of the remaining problems.
pub fn message(problems: &[Problem]) -> String {
    let mut message = String::new();
    for (index, problem) in problems.iter().enumerate() {
        let text = problem.to_string();
        let left = problems.len() - index;
        if index > 0 && message.len() + text.len() > MESSAGE_LIMIT {
            return format!("{message}; and {left} more, see the macro's log");
        }
        message += if index > 0 { "; " } else { "" };
        message += &text;
    }
    message
}

fn from_globals(inherited: usize) -> String {
    if inherited == 0 { String::new() } else { format!(", {inherited} of them from Globals") }
}

fn suggest(closest: &[String]) -> String {
    let names = closest.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    if names.is_empty() { String::new() } else { format!("; did you mean {names}?") }
}

fn suggestion(name: &str, known: &[&str]) -> String {
    match closest(name, known.iter().copied()).first() {
        Some(closest) => format!("did you mean `{closest}`?"),
        None => format!("the macro accepts {}", known.join(", ")),
    }
}

/// A string, truncated to leave room for the rest of the message.
struct Short<'a>(&'a str);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 140;
        match self.0.char_indices().nth(LONGEST) {
            Some((end, _)) => write!(f, "{}…", &self.0[..end]),
            None => f.write_str(self.0),
        }
    }
}
