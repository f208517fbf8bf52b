//! What stands in the way of a fragment, in words for the person who deploys it.

use std::fmt;

use cfn_ast::layer::{LayerError, MAX_LAYERS};
use cfn_ast::model::evaluate::Unknown;

use crate::catalog::compatibility::Requirements;
use crate::catalog::{CatalogError, Home, PublishedVersion};
use crate::names::closest;

/// One place that cannot be processed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The way from the root of the fragment; empty where the fragment as a whole is meant.
    pub path: String,
    /// What stands there: a literal text as it is, a function by its name.
    pub written: Option<String>,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

/// What can be wrong with a layer in a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    /// The fragment itself cannot be read.
    #[error("the fragment cannot be read: {reason} at byte {offset}")]
    Syntax {
        /// What the reader says.
        reason: String,
        /// Where.
        offset: u32,
    },
    /// Something stands in the list that can be no layer.
    #[error("{0} is no layer; write a name, an ARN or a function")]
    NotALayer(&'static str),
    /// Something stands in place of the list.
    #[error("{0} is no list of layers; write a list")]
    NotAList(&'static str),
    /// The text is no reference to a layer.
    #[error(transparent)]
    Grammar(#[from] LayerError),
    /// The layer is in another region.
    #[error(
        "the layer is in {theirs}, but the stack in {ours}; a function can only use layers of its own region"
    )]
    OtherRegion {
        /// The region of the layer.
        theirs: String,
        /// The region of the stack.
        ours: String,
    },
    /// The layer belongs to another account, which hides its versions.
    #[error(
        "the layer belongs to account {account}, which does not let others list its versions; name the lowest version \
         that will do, such as `{example}`, or one version"
    )]
    OtherAccount {
        /// The account of the layer.
        account: String,
        /// How the lowest version is written.
        example: String,
    },
    /// No version of another account's layer can be seen.
    #[error(
        "none of the versions from {floor} on can be seen; its account has to allow lambda:GetLayerVersion, or give \
         another number"
    )]
    Unseen {
        /// The lowest number that would do.
        floor: u64,
    },
    /// A function gives something that is no reference to a layer.
    #[error(
        "what it gives is neither the name nor the ARN of a layer; check the parameters and mappings behind it"
    )]
    Computed,
    /// The variable of a loop stands in a name.
    #[error(
        "it depends on the variable of a loop, which is only expanded after the macro; write the layer without it"
    )]
    LoopVariable,
    /// More layers than a function may have.
    #[error("the function has {total} layers{}, and may have {MAX_LAYERS}", from_globals(*.inherited))]
    TooMany {
        /// How many there are.
        total: usize,
        /// How many of them stand in SAM's `Globals`.
        inherited: usize,
    },
    /// No version supports what the functions need.
    #[error(
        "no version supports {needed}; the newest, {newest}, is for {supported}; publish one that does, or set \
         `Compatibility: ignore`"
    )]
    Incompatible {
        /// What is needed.
        needed: String,
        /// The number of the newest version.
        newest: u64,
        /// What that version declares.
        supported: String,
    },
    /// A parameter of the macro cannot be used.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// `Layer` stands beside other keys, which the answer would replace.
    #[error(
        "the answer would replace the keys beside Fn::Transform; ask for a layer where nothing else stands"
    )]
    NotAlone,
    /// `Report` in a call that sees a part of the template only.
    #[error(
        "only a macro under `Transform` can report; remove it, or call the macro at the top of the template"
    )]
    ReportInPart,
    /// No layer has this name.
    #[error("there is no layer of this name in {home}{}", suggest(.closest))]
    Unknown {
        /// Where it was looked for.
        home: Home,
        /// The names most like it.
        closest: Vec<String>,
    },
    /// The layer has no version with this number.
    #[error("the layer has no version {number}; its latest is {latest}")]
    NoVersion {
        /// The number that is missing.
        number: u64,
        /// The number of the newest version.
        latest: u64,
    },
    /// The layer has no version from this number on.
    #[error("the layer has no version {floor} or newer; its latest is {latest}")]
    BelowFloor {
        /// The lowest number that would do.
        floor: u64,
        /// The number of the newest version.
        latest: u64,
    },
    /// The catalog named a layer that is not where it should be.
    #[error(
        "the macro sees the layers in {actual}, but the stack is in {expected}; deploy the macro there as well"
    )]
    WrongHome {
        /// Where the stack is.
        expected: Home,
        /// Where the layer is.
        actual: Home,
    },
    /// The catalog could not be read.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
}

/// Why a parameter cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// The macro has no such parameter.
    #[error("the macro has no such parameter; {}", suggestion(.0, &NAMES))]
    Name(String),
    /// The parameter cannot have this value.
    #[error("the value has to be {0}")]
    Value(&'static str),
    /// The value is not known when the macro runs.
    #[error("the value is not known: {0}")]
    NotKnown(#[from] Unknown),
    /// The parameter only goes with `Layer`.
    #[error("it only goes together with `Layer`")]
    WithoutLayer,
}

const NAMES: [&str; 8] =
    ["Pinned", "Compatibility", "OnMissing", "Exclude", "Report", "Layer", "Runtime", "Architecture"];

impl ProblemKind {
    /// The versions of a layer do not support what is needed.
    pub fn incompatible(newest: &PublishedVersion, requirements: &Requirements) -> Self {
        let declared = newest.runtimes.iter().chain(&newest.architectures).map(String::as_str);
        let supported = declared.collect::<Vec<_>>().join(", ");
        Self::Incompatible { needed: requirements.to_string(), newest: newest.number, supported }
    }

    /// Whether it says that there is no such layer or version.
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

/// How long a message may be that CloudFormation shows whole in its list of events.
const MESSAGE_LIMIT: usize = 1000;

/// All problems as one message; where it grows too long, the rest is counted and left to the log.
pub fn message(problems: &[Problem]) -> String {
    let mut message = String::new();
    for (index, problem) in problems.iter().enumerate() {
        let text = problem.to_string();
        let left = problems.len() - index;
        if index > 0 && message.len() + text.len() > MESSAGE_LIMIT {
            return format!("{message}; and {left} more, see the log of the macro");
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
        None => format!("it knows {}", known.join(", ")),
    }
}

/// A text cut to a length that leaves room for the rest of the message.
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
