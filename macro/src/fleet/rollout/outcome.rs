//! The result of a rollout for each stack.

use std::fmt;

use crate::fleet::stacks::StackName;

/// The result for a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackResult {
    /// The stack.
    pub stack: StackName,
    /// Its outcome.
    pub outcome: Outcome,
    /// The ID of its change set and the reason why it could not be deleted, if it still exists.
    pub stray: Option<String>,
}

/// The outcome for a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Another deployment has brought it up to date.
    UpToDate,
    /// A deployment would change nothing, so its layers stay outdated.
    Unchanged,
    /// It would change; nothing was executed.
    WouldChange,
    /// More than layers would change; nothing was executed. The other changes.
    Refused(Vec<String>),
    /// It was updated.
    Updated,
    /// Its update has started and was not awaited.
    Updating,
    /// Its update failed or was rolled back.
    UpdateFailed {
        /// The status of the stack.
        status: String,
        /// CloudFormation's reason.
        reason: Option<String>,
    },
    /// Its change set could not be created or executed.
    Failed(String),
    /// Its status does not allow an update.
    NotUpdatable(String),
    /// A stack from which it imports was not updated; the name of that stack.
    Skipped(String),
    /// The rollout was interrupted before its update started.
    Interrupted,
}

impl Outcome {
    /// The name of the outcome in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::UpToDate => "up-to-date",
            Self::Unchanged => "unchanged",
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

    /// Whether the stack has the newest layers, or is being updated to them.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::UpToDate | Self::Updated | Self::Updating)
    }

    /// Whether the stack should have been updated, but could not be.
    pub fn is_failure(&self) -> bool {
        match self {
            Self::UpdateFailed { .. }
            | Self::Failed(_)
            | Self::NotUpdatable(_)
            | Self::Skipped(_)
            | Self::Interrupted => true,
            Self::UpToDate
            | Self::Unchanged
            | Self::WouldChange
            | Self::Refused(_)
            | Self::Updated
            | Self::Updating => false,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UpToDate => f.write_str("up to date: another deployment has updated it"),
            Self::Unchanged => {
                f.write_str("unchanged: a deployment would change nothing, so the layers stay outdated")
            }
            Self::WouldChange => f.write_str("would get new layers"),
            Self::Refused(_) => f.write_str("refused: more than layers would change"),
            Self::Updated => f.write_str("updated"),
            Self::Updating => f.write_str("update in progress"),
            Self::UpdateFailed { status, reason } => {
                write!(f, "failed: {status}, {}", reason.as_deref().unwrap_or("no reason given"))
            }
            Self::Failed(reason) => write!(f, "failed: {reason}"),
            Self::NotUpdatable(status) => {
                write!(
                    f,
                    "not started: the stack status is {status}; run the command again when the stack can be updated"
                )
            }
            Self::Skipped(stack) => {
                write!(f, "skipped: it imports from `{stack}`, which was not updated; nothing was changed")
            }
            Self::Interrupted => f.write_str("interrupted: nothing was changed"),
        }
    }
}

impl StackResult {
    /// Creates a result without a stray change set.
    pub fn new(stack: StackName, outcome: Outcome) -> Self {
        Self { stack, outcome, stray: None }
    }
}
