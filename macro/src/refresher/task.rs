//! The tasks that the state machine asks for.

use serde::Deserialize;
use serde_json::{Value, json};

use super::find::find;
use super::report::write;
use super::run::{Run, StackRun, StepError};
use super::settings::Settings;
use super::steps;
use crate::fleet::Cloud;

/// What a function of the refresher is asked to do.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "task", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Task {
    /// Find the stacks that a refresh would help.
    FindOutdatedStacks,
    /// Create the change set of a stack.
    CreateChangeSet {
        /// The stack.
        stack: StackRun,
        /// The name of the run, which names the change set.
        run: String,
    },
    /// See whether the change set is ready, and judge it.
    CheckChangeSet {
        /// The stack.
        stack: StackRun,
    },
    /// Execute the change set.
    ExecuteChangeSet {
        /// The stack.
        stack: StackRun,
    },
    /// See whether the stack is updated.
    CheckStack {
        /// The stack.
        stack: StackRun,
    },
    /// Leave the stack as it stands, without a change set, and say how it stands.
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

/// Does a task, and gives what the state machine keeps of it.
///
/// # Errors
/// [`StepError`] when the state machine has to repeat it, or to give up.
pub async fn answer(task: Task, cloud: &Cloud, settings: &Settings) -> Result<Value, StepError> {
    let outcome = match task {
        Task::FindOutdatedStacks => return Ok(json!(find(cloud, settings).await?)),
        Task::WriteReport { run } => return Ok(json!(write(&run, settings))),
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
