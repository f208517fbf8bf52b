//! The execution of planned change sets.

use futures::future::join_all;
use tokio::sync::{Semaphore, watch};

use super::order::order;
use super::plan::discarded;
use super::{Listener, Outcome, Pauses, Planned, StackResult};
use crate::fleet::Cloud;
use crate::fleet::interrupt::Interrupt;
use crate::fleet::refresh::{self, UpdateState};

/// Options of an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Execution {
    /// Whether to execute change sets that change more than layers.
    pub force: bool,
    /// Whether to wait for the end of the updates. A stack from which a planned stack imports is always awaited.
    pub wait: bool,
    /// The maximum number of concurrent updates.
    pub parallel: usize,
}

/// Whether a stack is finished, and if so, whether the stacks that import from it can be updated.
type Done = watch::Sender<Option<bool>>;

struct Run<'r, L> {
    cloud: &'r Cloud,
    execution: Execution,
    interrupt: &'r Interrupt,
    listener: &'r L,
    permits: Semaphore,
}

/// Executes the change sets of planned stacks, in the order of their imports.
///
/// Each change set is executed or deleted in the end, even after an interruption.
pub async fn execute(
    cloud: &Cloud,
    planned: Vec<Planned>,
    execution: Execution,
    interrupt: &Interrupt,
    listener: &impl Listener,
) -> Vec<StackResult> {
    let permits = Semaphore::new(execution.parallel.max(1));
    let run = &Run { cloud, execution, interrupt, listener, permits };
    let waits = order(&planned);
    let done: &Vec<Done> = &planned.iter().map(|_| watch::Sender::new(None)).collect();
    let names: &Vec<_> = &planned.iter().map(|planned| planned.candidate.stack.name.clone()).collect();
    let tasks = planned.iter().zip(&waits).enumerate().map(|(index, (planned, waits_for))| {
        let is_awaited = waits.iter().any(|waits| waits.contains(&index));
        async move {
            let missing = missing(done, waits_for).await.map(|index| names[index].clone());
            let result = match missing {
                Some(exporter) => run.discard(planned, Outcome::Skipped(exporter)).await,
                None => run.update(planned, is_awaited).await,
            };
            // Sent in any case: a stack that waits for this one must never wait forever.
            done[index].send_replace(Some(result.outcome.is_done()));
            result
        }
    });
    join_all(tasks).await
}

/// Waits for other stacks, and returns the first one that was not updated.
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
    async fn update(&self, planned: &Planned, is_awaited: bool) -> StackResult {
        let stack = &planned.candidate.stack;
        if !planned.judgement.is_harmless() && !self.execution.force {
            return self.discard(planned, Outcome::Refused(planned.judgement.others.clone())).await;
        }
        let _permit = self.permits.acquire().await.expect("the semaphore is never closed");
        // The interruption may have happened while this stack waited for others or for a permit.
        if self.interrupt.is_set() {
            return self.discard(planned, Outcome::Interrupted).await;
        }
        if let Err(error) = refresh::execute(self.cloud, &planned.change_set).await {
            return self.discard(planned, Outcome::Failed(error.to_string())).await;
        }
        self.listener.on_event(&stack.name, "update started");
        if !self.execution.wait && !is_awaited {
            return StackResult::new(stack.clone(), Outcome::Updating);
        }
        let outcome = self.watch(&stack.id).await;
        self.listener.on_event(&stack.name, &outcome.to_string());
        StackResult::new(stack.clone(), outcome)
    }

    /// Deletes the change set of a stack instead of executing it.
    async fn discard(&self, planned: &Planned, outcome: Outcome) -> StackResult {
        let result = StackResult::new(planned.candidate.stack.clone(), outcome);
        discarded(self.cloud, &planned.change_set, result).await
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
                // CloudFormation finishes the update by itself.
                Ok(UpdateState::Running(_)) if self.interrupt.is_set() => return Outcome::Updating,
                Ok(UpdateState::Running(_)) => {}
                Err(error) => {
                    return Outcome::Failed(format!(
                        "the update has started, but its status cannot be read: {error}"
                    ));
                }
            }
        }
    }
}
