//! The data that the state machine keeps of a run, and the errors that it receives.

use lambda_runtime::Diagnostic;
use serde::Deserialize;
use serde_json::Value;

use super::find::OutdatedStacks;
use super::outcome::StackOutcome;
use crate::catalog::CatalogError;
use crate::fleet::FleetError;
use crate::fleet::refresh::ChangeSet;

/// A stack in a run, as the state machine keeps it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StackRun {
    /// The name of the stack.
    pub name: String,
    /// Its ID, an ARN.
    pub id: String,
    /// The logical IDs of functions whose layers the change set must change.
    #[serde(default)]
    pub functions: Vec<String>,
    /// The time of its last update before its functions were read, in milliseconds since 1970.
    #[serde(default)]
    pub updated: Option<i64>,
    /// Its change set, once it is created.
    pub change_set: Option<ChangeSet>,
    /// Its outcome, as far as it is known.
    pub outcome: Option<StackOutcome>,
    /// The problem that made the state machine give up.
    pub problem: Option<Problem>,
}

/// A run, as the state machine keeps it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Run {
    /// The stacks of the run.
    pub survey: Option<OutdatedStacks>,
    /// The outcomes of the stacks.
    #[serde(default)]
    pub outcomes: Vec<Option<StackOutcome>>,
    /// The problem that made the state machine give up.
    pub problem: Option<Problem>,
}

/// An error, as a state machine keeps it (AWS Step Functions Developer Guide, "Handling errors").
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Problem {
    /// The name of the error.
    pub error: String,
    /// The details; for a function, its error as JSON.
    #[serde(default)]
    pub cause: String,
}

/// An error of a task.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// CloudFormation has not finished; the task must be repeated.
    #[error("CloudFormation is still processing stack `{0}`")]
    NotReady(String),
    /// The stack is not allowed.
    #[error("stack `{0}` is not one of the refresher's allowed stacks")]
    NotAllowed(String),
    /// The refresher does not execute change sets.
    #[error("the refresher is in dry-run mode; deploy it with Mode=execute to update stacks")]
    DryRun,
    /// The status of the stack does not allow an update.
    #[error("stack `{name}` cannot be updated in status {status}")]
    Busy {
        /// The name of the stack.
        name: String,
        /// Its status.
        status: String,
    },
    /// The state machine skipped a task.
    #[error("internal error in the state machine: stack `{0}` has no change set; please report this")]
    NoChangeSet(String),
    /// A request failed.
    #[error(transparent)]
    Fleet(#[from] FleetError),
}

impl StepError {
    /// The name of the error in the state machine.
    fn name(&self) -> &'static str {
        match self {
            Self::NotReady(_) => "NotReady",
            Self::NotAllowed(_) => "NotAllowed",
            Self::DryRun => "DryRun",
            Self::Busy { .. } => "Busy",
            Self::NoChangeSet(_) => "NoChangeSet",
            Self::Fleet(FleetError::Call(CatalogError::Throttled { .. } | CatalogError::Timeout { .. })) => {
                "Throttled"
            }
            Self::Fleet(_) => "Refused",
        }
    }
}

impl From<StepError> for Diagnostic {
    fn from(error: StepError) -> Self {
        Self { error_type: error.name().to_owned(), error_message: error.to_string() }
    }
}

impl Problem {
    /// The message of the error.
    pub fn message(&self) -> String {
        let cause: Option<Value> = serde_json::from_str(&self.cause).ok();
        let message = cause.as_ref().and_then(|cause| cause["errorMessage"].as_str());
        match message.unwrap_or(&self.cause) {
            "" => self.error.clone(),
            message => message.to_owned(),
        }
    }
}
