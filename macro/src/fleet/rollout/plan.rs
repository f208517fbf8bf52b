//! Planning: the change set of each stack is created and judged before any is executed.

use futures::future::join_all;

use super::{CHANGE_SET_NAME, Candidate, Outcome, Pauses, Planned, StackResult};
use crate::fleet::interrupt::Interrupt;
use crate::fleet::judge::{ResourceChange, judge};
use crate::fleet::refresh::{
    ChangeSet, ExistingChangeSet, NoChange, Readiness, check, create, discard, no_change, unchanged,
};
use crate::fleet::{Cloud, FleetError, Progress};

/// Creates the change sets of all candidates.
///
/// The change sets of planned stacks must be executed or discarded by the caller; those of all others are deleted.
pub async fn plan(
    cloud: &Cloud,
    candidates: Vec<Candidate>,
    interrupt: &Interrupt,
    progress: &impl Progress,
) -> Vec<Result<Planned, StackResult>> {
    progress.expect(candidates.len());
    let planned = candidates.into_iter().map(|candidate| async move {
        let planned = plan_one(cloud, candidate, interrupt).await;
        progress.advance();
        planned
    });
    join_all(planned).await
}

async fn plan_one(
    cloud: &Cloud,
    candidate: Candidate,
    interrupt: &Interrupt,
) -> Result<Planned, StackResult> {
    let stack = candidate.stack.clone();
    let ended = |outcome| Err(StackResult::new(stack.clone(), outcome));
    let failed = |error: FleetError| StackResult::new(stack.clone(), Outcome::Failed(error.to_string()));
    if interrupt.is_set() {
        return ended(Outcome::Interrupted);
    }
    // Stack and template were read for the prescription already, but may have changed since then.
    let read = futures::try_join!(cloud.describe_stack(&stack.id), cloud.original_template(&stack.id));
    let (details, template) = read.map_err(failed)?;
    if !details.is_updatable() {
        return ended(Outcome::NotUpdatable(details.status));
    }
    if interrupt.is_set() {
        return ended(Outcome::Interrupted);
    }
    let change_set = create(cloud, &details, &template, CHANGE_SET_NAME, ExistingChangeSet::Replace).await;
    let change_set = change_set.map_err(failed)?;
    let judgement = match ready(cloud, &candidate, &change_set, interrupt).await {
        Ok(changes) => judge(&changes),
        Err(outcome) => return Err(discarded(cloud, &change_set, StackResult::new(stack, outcome)).await),
    };
    if let Some(reason) = unchanged(&candidate.certain_functions(), &judgement, &change_set) {
        let result = StackResult::new(stack, Outcome::Failed(reason));
        return Err(discarded(cloud, &change_set, result).await);
    }
    match importers(cloud, &details.exports).await {
        Ok(importers) => Ok(Planned { candidate, change_set, judgement, importers }),
        Err(error) => Err(discarded(cloud, &change_set, failed(error)).await),
    }
}

/// Waits until a change set is ready.
async fn ready(
    cloud: &Cloud,
    candidate: &Candidate,
    change_set: &ChangeSet,
    interrupt: &Interrupt,
) -> Result<Vec<ResourceChange>, Outcome> {
    let mut pauses = Pauses::new();
    loop {
        if interrupt.is_set() {
            return Err(Outcome::Interrupted);
        }
        match check(cloud, change_set).await {
            Ok(Readiness::Ready(changes)) => return Ok(changes),
            Ok(Readiness::NotReady) => pauses.pause(interrupt).await,
            Ok(Readiness::NoChanges) => return Err(without_changes(cloud, candidate, change_set).await),
            Ok(Readiness::Failed(reason)) => return Err(Outcome::Failed(reason)),
            Ok(Readiness::Started | Readiness::Gone) => {
                let reason =
                    "the change set was executed or deleted by another process; run the command again";
                return Err(Outcome::Failed(reason.to_owned()));
            }
            Err(error) => return Err(Outcome::Failed(error.to_string())),
        }
    }
}

/// The outcome for a stack whose change set has no changes although its layers are outdated.
async fn without_changes(cloud: &Cloud, candidate: &Candidate, change_set: &ChangeSet) -> Outcome {
    match no_change(cloud, change_set, &candidate.certain_functions(), candidate.updated).await {
        Ok(NoChange::Updated) => Outcome::UpToDate,
        Ok(NoChange::Expected) => Outcome::Unchanged,
        Ok(NoChange::Contradiction(reason)) => Outcome::Failed(reason),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

async fn importers(cloud: &Cloud, exports: &[String]) -> Result<Vec<String>, FleetError> {
    let requests = exports.iter().map(|export| cloud.importing_stacks(export));
    let mut importers = futures::future::try_join_all(requests).await?.concat();
    importers.sort();
    importers.dedup();
    Ok(importers)
}

/// Deletes a change set that will not be executed, and records in the result if that fails.
pub(super) async fn discarded(cloud: &Cloud, change_set: &ChangeSet, result: StackResult) -> StackResult {
    match discard(cloud, change_set).await {
        Ok(()) => result,
        Err(error) => StackResult { stray: Some(format!("{}: {error}", change_set.id)), ..result },
    }
}

/// Discards the plans of stacks without updating them. A plan that a refresh would refuse is reported as refused.
pub async fn discard_all(cloud: &Cloud, planned: Vec<Planned>, outcome: &Outcome) -> Vec<StackResult> {
    let discards = planned.into_iter().map(|planned| async move {
        let outcome = match outcome {
            Outcome::WouldChange if !planned.judgement.is_harmless() => {
                Outcome::Refused(planned.judgement.others)
            }
            outcome => outcome.clone(),
        };
        discarded(cloud, &planned.change_set, StackResult::new(planned.candidate.stack, outcome)).await
    });
    join_all(discards).await
}
