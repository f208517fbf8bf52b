//! What became of one stack in a run.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How many functions of a stack an outcome names.
const MAX_FUNCTIONS: usize = 8;

/// How long a reason may be, in bytes.
const MAX_REASON: usize = 300;

/// What became of one stack in a run; small, because a run carries those of all stacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StackOutcome {
    /// The name of the stack.
    pub name: String,
    /// How far it got.
    pub status: RefreshStatus,
    /// The first functions that get other layers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<String>,
    /// How many functions get other layers besides those.
    #[serde(default)]
    pub more_functions: usize,
    /// Why it got no further.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How far a stack got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefreshStatus {
    /// It has the newest layers.
    Updated,
    /// It would get them, if the refresher were to execute change sets.
    WouldChange,
    /// It had them already.
    UpToDate,
    /// Its change set waits for its execution.
    Ready,
    /// Something else would change, too, so nothing was done.
    Refused,
    /// CloudFormation is still at work, and is not waited for any longer.
    InProgress,
    /// It did not work.
    Failed,
    /// It is not known.
    Unknown,
}

impl fmt::Display for RefreshStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Updated => "updated",
            Self::WouldChange => "would be updated",
            Self::UpToDate => "up to date",
            Self::Ready => "ready, but not executed",
            Self::Refused => "refused",
            Self::InProgress => "still in progress",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        })
    }
}

impl RefreshStatus {
    /// Whether somebody has to look at the stack.
    pub fn is_trouble(self) -> bool {
        self >= Self::Ready
    }
}

impl StackOutcome {
    /// An outcome without functions.
    pub fn new(name: &str, status: RefreshStatus, reason: Option<&str>) -> Self {
        let reason = reason.map(short);
        Self { name: name.to_owned(), status, functions: Vec::new(), more_functions: 0, reason }
    }

    /// The same with the functions that get other layers.
    #[must_use]
    pub fn with_functions(mut self, functions: Vec<String>) -> Self {
        self.more_functions = functions.len().saturating_sub(MAX_FUNCTIONS);
        self.functions = functions;
        self.functions.truncate(MAX_FUNCTIONS);
        self
    }

    /// The same stack and functions, further on.
    #[must_use]
    pub fn moved_on(self, status: RefreshStatus, reason: Option<&str>) -> Self {
        Self { status, reason: reason.map(short), ..self }
    }
}

/// As much of a text as an outcome has room for.
fn short(text: &str) -> String {
    if text.len() <= MAX_REASON {
        return text.to_owned();
    }
    format!("{}…", &text[..text.floor_char_boundary(MAX_REASON)])
}
