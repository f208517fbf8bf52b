//! Where a stack stands after a refresh.

use std::fmt;

use crate::fleet::stacks::StackName;

/// Where a stack stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackResult {
    /// The stack.
    pub stack: StackName,
    /// What became of it.
    pub outcome: Outcome,
    /// Why its change set could not be deleted, if it is still there.
    pub stray: Option<String>,
}

/// What became of a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has what it would get.
    UpToDate,
    /// It would change; nothing was executed.
    WouldChange,
    /// More than layers would change; nothing was executed.
    Refused(Vec<String>),
    /// It has the new layers.
    Updated,
    /// CloudFormation is at work on it, and nobody waits.
    Updating,
    /// CloudFormation undid the update, or gave up.
    UpdateFailed {
        /// The status of the stack.
        status: String,
        /// Why.
        reason: Option<String>,
    },
    /// Its change set could not be made or executed.
    Failed(String),
    /// Another operation has to end, or to be mended, first; the status of the stack.
    NotUpdatable(String),
    /// A stack that it imports from was not updated; its name.
    Skipped(String),
    /// It was interrupted before anything was executed.
    Interrupted,
}

impl Outcome {
    /// A word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::UpToDate => "up-to-date",
            Self::WouldChange => "would-change",
            Self::Refused(_) => "refused",
            Self::Updated => "updated",
            Self::Updating => "updating",
            Self::UpdateFailed { .. } => "update-failed",
            Self::Failed(_) => "failed",
            Self::NotUpdatable(_) => "not-updatable",
            Self::Skipped(_) => "skipped",
            Self::Interrupted => "interrupted",
        }
    }

    /// Whether the stack has the new layers, or gets them.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::UpToDate | Self::Updated | Self::Updating)
    }

    /// Whether something went wrong, so that the stack is not where it should be.
    pub fn is_failure(&self) -> bool {
        match self {
            Self::UpdateFailed { .. }
            | Self::Failed(_)
            | Self::NotUpdatable(_)
            | Self::Skipped(_)
            | Self::Interrupted => true,
            Self::UpToDate | Self::WouldChange | Self::Refused(_) | Self::Updated | Self::Updating => false,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UpToDate => f.write_str("up to date: a deployment would change nothing"),
            Self::WouldChange => f.write_str("would get new layers"),
            Self::Refused(_) => f.write_str("refused: more than layers would change"),
            Self::Updated => f.write_str("updated"),
            Self::Updating => f.write_str("being updated by CloudFormation"),
            Self::UpdateFailed { status, reason } => {
                write!(f, "failed: {status}, {}", reason.as_deref().unwrap_or("no reason is given"))
            }
            Self::Failed(reason) => write!(f, "failed: {reason}"),
            Self::NotUpdatable(status) => {
                write!(f, "not started: the stack is in {status}; run this again when that is over")
            }
            Self::Skipped(stack) => {
                write!(f, "skipped: it imports from `{stack}`, which was not updated; nothing was changed")
            }
            Self::Interrupted => f.write_str("interrupted: nothing was changed"),
        }
    }
}

impl StackResult {
    /// A stack without a change set.
    pub fn new(stack: StackName, outcome: Outcome) -> Self {
        Self { stack, outcome, stray: None }
    }
}
