//! What the Lambda functions of the refresher do: one short task each time, chosen by the event.
//!
//! The state machine in `refresher.yaml` keeps what the tasks need of each other, waits between them, and decides what
//! comes next. A task can be taken again when its answer is lost.

mod find;
mod outcome;
mod report;
mod run;
mod settings;
mod steps;
mod task;

pub use find::{OutdatedStacks, Stuck};
pub use outcome::{RefreshStatus, StackOutcome};
pub use report::Report;
pub use run::{Problem, Run, StackRun, StepError};
pub use settings::{Settings, SettingsError};
pub use task::{Task, answer};
