//! The steps of the refresh of a stack.

use super::outcome::{RefreshStatus, StackOutcome};
use super::run::{StackRun, StepError};
use super::settings::Settings;
use crate::fleet::Cloud;
use crate::fleet::judge::{Judgement, judge};
use crate::fleet::refresh::{self, ChangeSet, ExistingChangeSet, NoChange, Readiness, UpdateState};

/// The maximum length of the name of a change set (AWS CloudFormation API reference, `CreateChangeSet`).
const MAX_CHANGE_SET_NAME: usize = 128;

impl StackRun {
    fn change_set(&self) -> Result<&ChangeSet, StepError> {
        self.change_set.as_ref().ok_or_else(|| StepError::NoChangeSet(self.name.clone()))
    }

    fn outcome(&self, status: RefreshStatus, reason: Option<&str>) -> StackOutcome {
        match &self.outcome {
            Some(outcome) => outcome.clone().with_status(status, reason),
            None => StackOutcome::new(&self.name, status, reason),
        }
    }
}

/// Creates the change set, or reuses one of the same run whose result was lost.
pub(super) async fn create(
    stack: &StackRun,
    run: &str,
    cloud: &Cloud,
    settings: &Settings,
) -> Result<ChangeSet, StepError> {
    let details = cloud.describe_stack(&stack.id).await?;
    // The name belongs to the ID: in an execution that is started by hand, the name in the event may be another one.
    if !settings.allows(&details.name) {
        return Err(StepError::NotAllowed(details.name));
    }
    if !details.is_updatable() {
        return Err(StepError::Busy { name: details.name, status: details.status });
    }
    let template = cloud.original_template(&stack.id).await?;
    Ok(refresh::create(cloud, &details, &template, &change_set_name(run), ExistingChangeSet::Reuse).await?)
}

/// The name of the change sets of a run. CloudFormation allows letters, digits and hyphens.
fn change_set_name(run: &str) -> String {
    let plain = |character: char| if character.is_ascii_alphanumeric() { character } else { '-' };
    let mut name: String = "uselatest-".chars().chain(run.chars().map(plain)).collect();
    name.truncate(MAX_CHANGE_SET_NAME);
    name
}

/// Judges the change set once it is ready, and deletes it if it will not be executed.
pub(super) async fn check(
    stack: &StackRun,
    cloud: &Cloud,
    settings: &Settings,
) -> Result<StackOutcome, StepError> {
    let change_set = stack.change_set()?;
    let outcome = match refresh::check(cloud, change_set).await? {
        Readiness::NotReady => return Err(StepError::NotReady(stack.name.clone())),
        Readiness::Ready(changes) => judged(stack, judge(&changes), settings)?,
        Readiness::Started => stack.outcome(RefreshStatus::Ready, None),
        Readiness::NoChanges => without_changes(stack, cloud).await?,
        Readiness::Failed(reason) => stack.outcome(RefreshStatus::Failed, Some(&reason)),
        Readiness::Gone => {
            let reason = "the change set was deleted, or became obsolete through another deployment";
            stack.outcome(RefreshStatus::Failed, Some(reason))
        }
    };
    // Every outcome except `Ready` is final, and must not leave a change set.
    if outcome.status != RefreshStatus::Ready {
        refresh::discard(cloud, change_set).await?;
    }
    Ok(outcome)
}

async fn without_changes(stack: &StackRun, cloud: &Cloud) -> Result<StackOutcome, StepError> {
    let (change_set, updated) = (stack.change_set()?, stack.updated);
    Ok(match refresh::no_change(cloud, change_set, &stack.functions, updated).await? {
        NoChange::Updated => stack.outcome(RefreshStatus::UpToDate, None),
        NoChange::Expected => {
            let reason = "a deployment would change nothing, so the layers stay outdated";
            stack.outcome(RefreshStatus::Unchanged, Some(reason))
        }
        NoChange::Contradiction(reason) => stack.outcome(RefreshStatus::Failed, Some(&reason)),
    })
}

fn judged(stack: &StackRun, judgement: Judgement, settings: &Settings) -> Result<StackOutcome, StepError> {
    if let Some(reason) = refresh::unchanged(&stack.functions, &judgement, stack.change_set()?) {
        return Ok(stack.outcome(RefreshStatus::Failed, Some(&reason)));
    }
    if !judgement.is_harmless() {
        let reason = format!("more than layers would change: {}", judgement.others.join("; "));
        return Ok(stack.outcome(RefreshStatus::Refused, Some(&reason)));
    }
    let status = if settings.is_executing { RefreshStatus::Ready } else { RefreshStatus::WouldChange };
    Ok(stack.outcome(status, None).with_functions(judgement.functions))
}

/// Executes the change set. The state machine only requests this after [`check`] found it ready; what the settings
/// forbid is checked again, because an execution can be started by hand with any input.
pub(super) async fn execute(stack: &StackRun, cloud: &Cloud, settings: &Settings) -> Result<(), StepError> {
    if !settings.is_executing {
        return Err(StepError::DryRun);
    }
    if !settings.allows(&cloud.describe_stack(&stack.id).await?.name) {
        return Err(StepError::NotAllowed(stack.name.clone()));
    }
    Ok(refresh::execute(cloud, stack.change_set()?).await?)
}

/// Returns the outcome of the update once it has ended.
pub(super) async fn watch(stack: &StackRun, cloud: &Cloud) -> Result<StackOutcome, StepError> {
    match refresh::watch(cloud, &stack.id).await? {
        UpdateState::Running(_) => Err(StepError::NotReady(stack.name.clone())),
        UpdateState::Updated => Ok(stack.outcome(RefreshStatus::Updated, None)),
        UpdateState::Failed { status, reason } => Ok(failed(stack, &status, reason)),
    }
}

fn failed(stack: &StackRun, status: &str, reason: Option<String>) -> StackOutcome {
    let reason = reason.map_or_else(|| status.to_owned(), |reason| format!("{status}: {reason}"));
    stack.outcome(RefreshStatus::Failed, Some(&reason))
}

/// Deletes the change set unless it is being executed, and returns the outcome after a problem.
pub(super) async fn give_up(stack: &StackRun, cloud: &Cloud) -> Result<StackOutcome, StepError> {
    let problem = stack.problem.as_ref();
    let reason = problem.map(super::run::Problem::message);
    let is_late = problem.is_some_and(|problem| problem.error == "NotReady");
    let status = if is_late { RefreshStatus::InProgress } else { RefreshStatus::Failed };
    let given_up = stack.outcome(status, reason.as_deref());
    let Some(change_set) = &stack.change_set else { return Ok(given_up) };
    // An update that has started cannot be taken back, so its real state is the outcome.
    let is_started = matches!(refresh::check(cloud, change_set).await?, Readiness::Started);
    if !is_started {
        refresh::discard(cloud, change_set).await?;
        return Ok(given_up);
    }
    Ok(match refresh::watch(cloud, &stack.id).await? {
        UpdateState::Running(status) => {
            let reason =
                format!("the update continues in status {status}, but the refresher stopped waiting");
            stack.outcome(RefreshStatus::InProgress, Some(&reason))
        }
        UpdateState::Updated => stack.outcome(RefreshStatus::Updated, None),
        UpdateState::Failed { status, reason } => failed(stack, &status, reason),
    })
}
