//! Rollouts: refreshes of many stacks, first all plans, then their execution in the order of imports.

mod execute;
mod order;
mod outcome;
mod plan;

use std::collections::BTreeMap;
use std::time::Duration;

use super::interrupt::Interrupt;
use super::judge::Judgement;
use super::outdated::{Finding, Holder, Outdated};
use super::refresh::ChangeSet;
use super::remedy::Remedy;
use super::stacks::{StackName, stack_name};

pub use execute::{Execution, execute};
pub use outcome::{Outcome, StackResult};
pub use plan::{discard_all, plan};

/// The name of the change sets of a refresh, which identifies those of a run that was killed.
pub const CHANGE_SET_NAME: &str = "uselatest-refresh";

/// A stack that a refresh may update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The stack to deploy; the root stack if it is nested.
    pub stack: StackName,
    /// Its outdated layers.
    pub findings: Vec<Finding>,
    /// The time of its last update before its functions were read, in milliseconds since 1970.
    pub updated: Option<i64>,
}

impl Candidate {
    /// The logical IDs of the functions whose layers a deployment must change. Aliases are left out: whether a deployment
    /// publishes a version also depends on what was deployed before.
    pub fn certain_functions(&self) -> Vec<String> {
        let certain = self.findings.iter().filter(|finding| {
            finding.remedy == Remedy::Redeploy && finding.outdated.holder == Holder::Function
        });
        let mut ids: Vec<_> = certain
            .filter_map(|finding| finding.outdated.owner.as_ref().map(|owner| owner.logical_id.clone()))
            .collect();
        ids.dedup();
        ids
    }
}

/// A stack whose change set is ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The stack.
    pub candidate: Candidate,
    /// Its change set.
    pub change_set: ChangeSet,
    /// The judgement of the change set.
    pub judgement: Judgement,
    /// The names of the stacks that import from this one.
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

/// The stacks that a refresh may update, and the findings for which it does not help.
pub fn candidates(outdated: &Outdated) -> (Vec<Candidate>, Vec<Finding>) {
    let mut stacks: BTreeMap<String, Candidate> = BTreeMap::new();
    let mut others = Vec::new();
    for finding in &outdated.findings {
        match (&finding.outdated.owner, &finding.remedy) {
            (Some(owner), Remedy::Redeploy | Remedy::Perhaps(_)) => {
                let id = owner.root.clone();
                let name = stack_name(&id).unwrap_or(&owner.stack.name).to_owned();
                let new = || Candidate {
                    stack: StackName { name, id: id.clone() },
                    findings: Vec::new(),
                    updated: outdated.updated.get(&id).copied(),
                };
                stacks.entry(id.clone()).or_insert_with(new).findings.push(finding.clone());
            }
            _ => others.push(finding.clone()),
        }
    }
    (stacks.into_values().collect(), others)
}

/// Increasing pauses between two checks, which an interruption ends early.
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
