//! Refreshes of many stacks: first a plan of all, then the execution, in the order of who needs whom.

mod execute;
mod order;
mod outcome;
mod plan;

use std::collections::BTreeMap;
use std::time::Duration;

use super::interrupt::Interrupt;
use super::judge::Judgement;
use super::outdated::{Finding, Outdated};
use super::refresh::ChangeSet;
use super::remedy::Remedy;
use super::stacks::{StackName, stack_name};

pub use execute::{Execution, execute};
pub use outcome::{Outcome, StackResult};
pub use plan::{discard_all, plan};

/// The name of the change sets that a refresh creates; what a killed run left behind is found by it.
pub const CHANGE_SET_NAME: &str = "uselatest-refresh";

/// A stack that a refresh may help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The stack to deploy: the one at the top, where it is nested.
    pub stack: StackName,
    /// What is behind in it.
    pub findings: Vec<Finding>,
}

/// A stack whose change set is ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The stack.
    pub candidate: Candidate,
    /// Its change set.
    pub change_set: ChangeSet,
    /// What the change set comes down to.
    pub judgement: Judgement,
    /// The names of the stacks that import values of this one.
    pub importers: Vec<String>,
}

/// A receiver of events about stacks.
pub trait Listener: Sync {
    /// Is called with each event of a stack.
    fn on_event(&self, stack: &str, event: &str);
}

/// Ignores all events.
impl Listener for () {
    fn on_event(&self, _: &str, _: &str) {}
}

/// The stacks that a refresh may help, and what it does not help.
pub fn candidates(outdated: &Outdated) -> (Vec<Candidate>, Vec<Finding>) {
    let mut stacks: BTreeMap<String, Candidate> = BTreeMap::new();
    let mut others = Vec::new();
    for finding in &outdated.findings {
        match (&finding.outdated.owner, &finding.remedy) {
            (Some(owner), Remedy::Redeploy | Remedy::Perhaps(_)) => {
                let id = owner.root.clone();
                let name = stack_name(&id).unwrap_or(&owner.stack.name).to_owned();
                let new = || Candidate { stack: StackName { name, id: id.clone() }, findings: Vec::new() };
                stacks.entry(id.clone()).or_insert_with(new).findings.push(finding.clone());
            }
            _ => others.push(finding.clone()),
        }
    }
    (stacks.into_values().collect(), others)
}

/// Ever longer pauses between two looks, which an interruption ends.
struct Pauses {
    next: Duration,
}

impl Pauses {
    const FIRST: Duration = Duration::from_millis(250);
    const LONGEST: Duration = Duration::from_secs(5);

    fn new() -> Self {
        Self { next: Self::FIRST }
    }

    async fn pause(&mut self, interrupt: &Interrupt) {
        tokio::select! {
            () = tokio::time::sleep(self.next) => {}
            () = interrupt.happened() => {}
        }
        self.next = (self.next * 2).min(Self::LONGEST);
    }
}
