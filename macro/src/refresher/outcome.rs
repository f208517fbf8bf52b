//! The outcome of a run for a stack.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The maximum number of functions in an outcome.
pub(super) const MAX_FUNCTIONS: usize = 8;

/// The maximum length of a reason, in bytes.
const MAX_REASON: usize = 300;

/// The outcome of a run for a stack. Its size is limited, because the state machine keeps the outcomes of all stacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StackOutcome {
    /// The name of the stack.
    pub name: String,
    /// The status of the refresh.
    pub status: RefreshStatus,
    /// The first functions whose layers change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<String>,
    /// The number of other functions whose layers change.
    #[serde(default)]
    pub more_functions: usize,
    /// The reason for the status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The status of the refresh of a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefreshStatus {
    /// It was updated to the newest layers.
    Updated,
    /// It would be updated, but this is a dry run.
    WouldChange,
    /// Another deployment has brought it up to date.
    UpToDate,
    /// A deployment would change nothing, so its layers stay outdated.
    Unchanged,
    /// Its change set is ready to be executed.
    Ready,
    /// More than layers would change, so nothing was executed.
    Refused,
    /// An operation of CloudFormation is in progress, and the refresher stopped waiting for it.
    InProgress,
    /// It failed.
    Failed,
    /// It is unknown.
    Unknown,
}

impl fmt::Display for RefreshStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Updated => "updated",
            Self::WouldChange => "would be updated",
            Self::UpToDate => "up to date",
            Self::Unchanged => "unchanged",
            Self::Ready => "ready, but not executed",
            Self::Refused => "refused",
            Self::InProgress => "still in progress",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        })
    }
}

impl RefreshStatus {
    /// Whether the stack requires attention.
    pub fn is_trouble(self) -> bool {
        self >= Self::Ready
    }
}

impl StackOutcome {
    /// Creates an outcome without functions.
    pub fn new(name: &str, status: RefreshStatus, reason: Option<&str>) -> Self {
        let reason = reason.map(short);
        Self { name: name.to_owned(), status, functions: Vec::new(), more_functions: 0, reason }
    }

    /// Sets the functions whose layers change.
    #[must_use]
    pub fn with_functions(mut self, functions: Vec<String>) -> Self {
        self.more_functions = functions.len().saturating_sub(MAX_FUNCTIONS);
        self.functions = functions;
        self.functions.truncate(MAX_FUNCTIONS);
        self
    }

    /// Changes the status of the outcome.
    #[must_use]
    pub fn with_status(self, status: RefreshStatus, reason: Option<&str>) -> Self {
        Self { status, reason: reason.map(short), ..self }
    }
}

/// Truncates a reason to the maximum length.
fn short(text: &str) -> String {
    if text.len() <= MAX_REASON {
        return text.to_owned();
    }
    format!("{}…", &text[..text.floor_char_boundary(MAX_REASON)])
}
