//! What stands in the way of a fragment, in words for the person who deploys it.

use std::fmt;

use cfn_ast::layer::LayerError;

use crate::catalog::{CatalogError, Home};

/// One place that cannot be processed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The way from the root of the fragment; empty where the fragment as a whole is meant.
    pub path: String,
    /// What stands there, if it is a text.
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
    NoLayer(&'static str),
    /// Something stands in place of the list.
    #[error("{0} is no list of layers; write a list")]
    NoList(&'static str),
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
    /// The layer belongs to another account.
    #[error(
        "the layer belongs to account {0}, whose versions cannot be listed; write the version into the ARN"
    )]
    OtherAccount(String),
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
        "the macro sees the layers in {found}, but the stack is in {expected}; deploy the macro there as well"
    )]
    WrongHome {
        /// Where the stack is.
        expected: Home,
        /// Where the layer is that was found.
        found: Home,
    },
    /// The catalog could not be read.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
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

fn suggest(closest: &[String]) -> String {
    let names = closest.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    if names.is_empty() { String::new() } else { format!("; did you mean {names}?") }
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
