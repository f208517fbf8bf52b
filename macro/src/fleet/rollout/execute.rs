//! The execution of change sets that are ready.

use futures::future::join_all;
use tokio::sync::{Semaphore, watch};

use super::order::order;
use super::plan::discarded;
use super::{Listener, Outcome, Pauses, Planned, Standing};
use crate::fleet::Cloud;
use crate::fleet::interrupt::Interrupt;
use crate::fleet::refresh::{self, UpdateState};

/// How to execute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Execution {
    /// Execute what changes more than layers, too.
    pub force: bool,
    /// Wait until CloudFormation is done; for stacks that others import from, this is always so.
    pub wait: bool,
    /// How many stacks are updated at a time.
    pub parallel: usize,
}

/// Whether a stack is through, and whether the stacks that import from it may go on.
type Done = watch::Sender<Option<bool>>;

struct Run<'r, L> {
    cloud: &'r Cloud,
    execution: Execution,
    interrupt: &'r Interrupt,
    listener: &'r L,
    permits: Semaphore,
}

/// Executes the change sets of planned stacks, in the order of who imports from whom.
///
/// Every change set is executed or deleted afterwards, also after an interruption.
pub async fn execute(
    cloud: &Cloud,
    planned: Vec<Planned>,
    execution: Execution,
    interrupt: &Interrupt,
    listener: &impl Listener,
) -> Vec<Standing> {
    let permits = Semaphore::new(execution.parallel.max(1));
    let run = &Run { cloud, execution, interrupt, listener, permits };
    let waits = order(&planned);
    let done: &Vec<Done> = &planned.iter().map(|_| watch::Sender::new(None)).collect();
    let names: &Vec<_> = &planned.iter().map(|one| one.candidate.stack.name.clone()).collect();
    let tasks = planned.iter().zip(&waits).enumerate().map(|(index, (one, waits_for))| {
        let is_awaited = waits.iter().any(|waits| waits.contains(&index));
        async move {
            let missing = missing(done, waits_for).await.map(|index| names[index].clone());
            let standing = match missing {
                Some(exporter) => run.leave(one, Outcome::Skipped(exporter)).await,
                None => run.one(one, is_awaited).await,
            };
            done[index].send_replace(Some(standing.outcome.is_done()));
            standing
        }
    });
    join_all(tasks).await
}

/// Waits for others, and gives the first that is not up to date.
async fn missing(done: &[Done], waits_for: &[usize]) -> Option<usize> {
    for &index in waits_for {
        let mut receiver = done[index].subscribe();
        let is_done = receiver.wait_for(Option::is_some).await.map(|done| *done == Some(true));
        if !is_done.unwrap_or(false) {
            return Some(index);
        }
    }
    None
}

impl<L: Listener> Run<'_, L> {
    async fn one(&self, planned: &Planned, is_awaited: bool) -> Standing {
        let stack = &planned.candidate.stack;
        if !planned.judgement.is_harmless() && !self.execution.force {
            return self.leave(planned, Outcome::Refused(planned.judgement.others.clone())).await;
        }
        let _permit = self.permits.acquire().await.expect("the semaphore is never closed");
        if self.interrupt.is_set() {
            return self.leave(planned, Outcome::Interrupted).await;
        }
        if let Err(error) = refresh::execute(self.cloud, &planned.change_set).await {
            return self.leave(planned, Outcome::Failed(error.to_string())).await;
        }
        self.listener.hear(&stack.name, "the update has started");
        if !self.execution.wait && !is_awaited {
            return Standing::new(stack.clone(), Outcome::Updating);
        }
        let outcome = self.watch(&stack.id).await;
        self.listener.hear(&stack.name, &outcome.to_string());
        Standing::new(stack.clone(), outcome)
    }

    /// Leaves a stack as it is.
    async fn leave(&self, planned: &Planned, outcome: Outcome) -> Standing {
        let standing = Standing::new(planned.candidate.stack.clone(), outcome);
        discarded(self.cloud, &planned.change_set, standing).await
    }

    async fn watch(&self, stack: &str) -> Outcome {
        let mut pauses = Pauses::new();
        loop {
            pauses.pause(self.interrupt).await;
            match refresh::watch(self.cloud, stack).await {
                Ok(UpdateState::Updated) => return Outcome::Updated,
                Ok(UpdateState::Failed { status, reason }) => {
                    return Outcome::UpdateFailed { status, reason };
                }
                Ok(UpdateState::Running(_)) if self.interrupt.is_set() => return Outcome::Updating,
                Ok(UpdateState::Running(_)) => {}
                Err(error) => {
                    return Outcome::Failed(format!(
                        "the update has started, but cannot be watched: {error}"
                    ));
                }
            }
        }
    }
}
