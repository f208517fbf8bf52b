//! The tasks of the state machine.

use std::time::SystemTime;

use serde::Deserialize;
use serde_json::{Value, json};

use super::find::find;
use super::report::write;
use super::run::{Run, StackRun, StepError};
use super::settings::Settings;
use super::steps;
use crate::fleet::Cloud;

/// A task of the state machine.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "task", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Task {
    /// Find the outdated stacks.
    FindOutdatedStacks {
        /// The memory of earlier runs: the response of DynamoDB, or the error that was caught instead.
        #[serde(default)]
        recalled: Value,
    },
    /// Create the change set of a stack.
    CreateChangeSet {
        /// The stack.
        stack: StackRun,
        /// The name of the run, which names the change set.
        run: String,
    },
    /// Judge the change set, if it is ready.
    CheckChangeSet {
        /// The stack.
        stack: StackRun,
    },
    /// Execute the change set.
    ExecuteChangeSet {
        /// The stack.
        stack: StackRun,
    },
    /// Check whether the update has ended.
    CheckStack {
        /// The stack.
        stack: StackRun,
    },
    /// Delete the change set unless it is being executed, and return the outcome.
    GiveUp {
        /// The stack.
        stack: StackRun,
    },
    /// Write the report of a run.
    WriteReport {
        /// The run.
        run: Run,
    },
}

/// Performs a task, and returns its result for the state machine.
///
/// # Errors
/// [`StepError`] if the state machine must repeat the task, or give up.
pub async fn answer(task: Task, cloud: &Cloud, settings: &Settings) -> Result<Value, StepError> {
    let outcome = match task {
        Task::FindOutdatedStacks { recalled } => {
            return Ok(json!(find(cloud, settings, &recalled).await?));
        }
        Task::WriteReport { run } => return Ok(json!(write(&run, settings, SystemTime::now()))),
        Task::CreateChangeSet { stack, run } => {
            return Ok(json!(steps::create(&stack, &run, cloud, settings).await?));
        }
        Task::ExecuteChangeSet { stack } => {
            return Ok(json!(steps::execute(&stack, cloud, settings).await?));
        }
        Task::CheckChangeSet { stack } => steps::check(&stack, cloud, settings).await?,
        Task::CheckStack { stack } => steps::watch(&stack, cloud).await?,
        Task::GiveUp { stack } => steps::give_up(&stack, cloud).await?,
    };
    Ok(json!(outcome))
}
