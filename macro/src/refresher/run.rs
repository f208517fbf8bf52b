//! What the state machine keeps of a run, and how it hears of what went wrong.

use lambda_runtime::Diagnostic;
use serde::Deserialize;
use serde_json::Value;

use super::find::OutdatedStacks;
use super::outcome::StackOutcome;
use crate::catalog::CatalogError;
use crate::fleet::FleetError;
use crate::fleet::refresh::ChangeSet;

/// One stack on its way through a run, as the state machine keeps it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StackRun {
    /// The name of the stack.
    pub name: String,
    /// Its id, an ARN.
    pub id: String,
    /// Its change set, once it is created.
    pub change_set: Option<ChangeSet>,
    /// What became of it, as far as it is known.
    pub outcome: Option<StackOutcome>,
    /// Why the state machine gave up.
    pub problem: Option<Problem>,
}

/// A whole run, as the state machine keeps it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Run {
    /// What there was to do.
    pub survey: Option<OutdatedStacks>,
    /// What became of the stacks.
    #[serde(default)]
    pub outcomes: Vec<Option<StackOutcome>>,
    /// Why the state machine gave up.
    pub problem: Option<Problem>,
}

/// What a state machine keeps of an error (AWS Step Functions Developer Guide, "Handling errors").
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Problem {
    /// The name of the error.
    pub error: String,
    /// More about it; of a function, its error as JSON.
    #[serde(default)]
    pub cause: String,
}

/// Why a task came to no answer.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// CloudFormation is still at work; the task is to be repeated.
    #[error("CloudFormation is still at work on stack `{0}`")]
    NotReady(String),
    /// The stack is not on the allow list.
    #[error("stack `{0}` is not among the allowed stacks of the refresher")]
    NotAllowed(String),
    /// Change sets are only to be judged.
    #[error("the refresher only reports; deploy it with Mode=execute to let it change stacks")]
    DryRun,
    /// An update of the stack is going on, or the last one did not end.
    #[error("stack `{name}` is in {status}, so it cannot be updated now")]
    Busy {
        /// The name of the stack.
        name: String,
        /// Its status.
        status: String,
    },
    /// The state machine skipped a task.
    #[error("stack `{0}` has no change set yet, which is a fault of the state machine; please report it")]
    NoChangeSet(String),
    /// AWS gave no answer.
    #[error(transparent)]
    Fleet(#[from] FleetError),
}

impl StepError {
    /// The name by which the state machine knows the error.
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
    /// What went wrong, for people.
    pub fn message(&self) -> String {
        let cause: Option<Value> = serde_json::from_str(&self.cause).ok();
        let message = cause.as_ref().and_then(|cause| cause["errorMessage"].as_str());
        match message.unwrap_or(&self.cause) {
            "" => self.error.clone(),
            message => message.to_owned(),
        }
    }
}
