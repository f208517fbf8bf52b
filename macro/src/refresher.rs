//! The Lambda functions of the refresher. Each invocation performs a short task, which the event selects.
//!
//! The state machine in `refresher.yaml` passes the results of tasks to each other, waits between them, and chooses the
//! next one. Tasks are idempotent, so they can be repeated if a result is lost.

mod find;
mod memory;
mod outcome;
mod report;
mod run;
mod settings;
mod steps;
mod task;

pub use find::{OutdatedStack, OutdatedStacks, Stuck};
pub use memory::{Attempt, Memory};
pub use outcome::{RefreshStatus, StackOutcome};
pub use report::Report;
pub use run::{Problem, Run, StackRun, StepError};
pub use settings::{Settings, SettingsError};
pub use task::{Task, answer};
