//! The steps of redeploying a stack with the newest layers.
//!
//! [`create`] → [`check`] until ready → [`judge`](super::judge::judge) → [`execute`] → [`watch`] until done;
//! [`discard`] at any time before [`execute`]. Each step is idempotent, so it can be repeated if its result is lost.

use cfn_ast::{Source, Template, Tree};
use futures::future::{BoxFuture, FutureExt};

use super::aws::{CREATE_CHANGE_SET, ChangeSetStatus, NewChangeSet, TemplateSource};
use super::judge::{Judgement, ResourceChange};
use super::stacks::StackDetails;
use super::{Cloud, FleetError};

/// The maximum size of a template in a request, in bytes (CloudFormation User Guide, "Understand CloudFormation
/// quotas").
const MAX_TEMPLATE_BODY: usize = 51_200;

/// How to treat an existing change set with the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExistingChangeSet {
    /// Reuse it: this step created it before, and its result was lost.
    Reuse,
    /// Replace it: it is left over from an earlier run.
    Replace,
}

/// A change set of a stack.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChangeSet {
    /// The ID of the stack.
    pub stack: String,
    /// The ID of the change set.
    pub id: String,
    /// Whether it has the template as CloudFormation has stored it, because the original one is not known for certain.
    #[serde(default)]
    pub has_stored_template: bool,
}

/// The readiness of a change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// CloudFormation is still creating it; check again later.
    NotReady,
    /// It can be judged and executed; its changes.
    Ready(Vec<ResourceChange>),
    /// A deployment would change nothing.
    NoChanges,
    /// It has been executed, or is being executed.
    Started,
    /// It could not be created; CloudFormation's reason.
    Failed(String),
    /// It no longer exists.
    Gone,
}

/// The state of a stack update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateState {
    /// The update is in progress; the status of the stack.
    Running(String),
    /// The stack has the new layers.
    Updated,
    /// The update failed or was rolled back.
    Failed {
        /// The status of the stack.
        status: String,
        /// CloudFormation's reason.
        reason: Option<String>,
    },
}

/// What it means that the change set of an outdated stack has no changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoChange {
    /// The stack has been updated since its layers were found to be outdated.
    Updated,
    /// It was not certain that a deployment would help.
    Expected,
    /// The deployment should have changed the layers; why it may not have, and what to do.
    Contradiction(String),
}

/// Creates the change set of a stack. `template` is its current template, before any transform.
///
/// # Errors
/// [`FleetError`] if CloudFormation rejects the request, or the template cannot be uploaded.
pub async fn create(
    cloud: &Cloud,
    stack: &StackDetails,
    template: &str,
    name: &str,
    existing: ExistingChangeSet,
) -> Result<ChangeSet, FleetError> {
    let source = &source(cloud, stack, template).await?;
    let has_nested_stacks = has_nested_stacks(template);
    let new = NewChangeSet { stack, name, template: source, has_nested_stacks };
    let has_stored_template = *source == TemplateSource::Previous;
    let change_set = |id| ChangeSet { stack: stack.id.clone(), id, has_stored_template };
    if let Some(id) = cloud.create_change_set(new).await? {
        return Ok(change_set(id));
    }
    // From here on, a change set with this name exists.
    if existing == ExistingChangeSet::Reuse {
        let existing = cloud.describe_change_set(&stack.id, name).await?;
        return existing.map(|existing| change_set(existing.id)).ok_or_else(taken);
    }
    cloud.delete_change_set(&stack.id, name).await?;
    cloud.create_change_set(new).await?.map(change_set).ok_or_else(taken)
}

/// How to pass the template of a stack to CloudFormation so that the macro runs again.
///
/// With the previous template, CloudFormation may reuse what its transforms returned the last time (CloudFormation
/// Template Reference, "AWS::LanguageExtensions transform"), so the original template is sent.
async fn source<'t>(
    cloud: &Cloud,
    stack: &StackDetails,
    template: &'t str,
) -> Result<TemplateSource<'t>, FleetError> {
    // `GetTemplate` returns a question mark for each character outside of ASCII (issue 1220 of the CloudFormation
    // roadmap). To send such a text would write the question marks into the stack.
    if template.contains('?') {
        return Ok(TemplateSource::Previous);
    }
    if template.len() <= MAX_TEMPLATE_BODY {
        return Ok(TemplateSource::Body(template));
    }
    let url = cloud.upload(&stack.id, template).await?;
    let too_large = || FleetError::NoBucket { size: template.len(), limit: MAX_TEMPLATE_BODY };
    url.map(TemplateSource::Url).ok_or_else(too_large)
}

/// The error if another run created a change set with the same name in the meantime.
fn taken() -> FleetError {
    FleetError::Refused {
        action: CREATE_CHANGE_SET,
        code: "AlreadyExistsException".to_owned(),
        message: "another refresh of this stack is in progress".to_owned(),
    }
}

fn has_nested_stacks(template: &str) -> bool {
    let Ok(tree) = Source::new(template).map(Tree::parse) else { return false };
    let Some(template) = Template::new(&tree) else { return false };
    let is_stack = |name| matches!(name, "AWS::CloudFormation::Stack" | "AWS::Serverless::Application");
    template.resources().iter().any(|resource| resource.type_name().is_some_and(is_stack))
}

/// Determines what it means that the change set of a stack has no changes. `functions` are the logical IDs of those whose
/// layers it should change, and `updated` is the time of the stack's last update before they were read.
///
/// # Errors
/// [`FleetError`] if the stack cannot be read.
pub async fn no_change(
    cloud: &Cloud,
    change_set: &ChangeSet,
    functions: &[String],
    updated: Option<i64>,
) -> Result<NoChange, FleetError> {
    let now = cloud.describe_stack(&change_set.stack).await?.updated;
    if updated.is_some() && now != updated {
        return Ok(NoChange::Updated);
    }
    Ok(match unchanged(functions, &Judgement::default(), change_set) {
        Some(reason) => NoChange::Contradiction(reason),
        None => NoChange::Expected,
    })
}

/// Why a change set fails its purpose: the functions whose layers are outdated, but not changed by it. `None` if it
/// changes all of them.
pub fn unchanged(functions: &[String], judgement: &Judgement, change_set: &ChangeSet) -> Option<String> {
    // In a nested stack, the path of the stack precedes the logical ID.
    let is_changed = |id: &&String| {
        judgement.layer_changes.iter().any(|changed| changed.rsplit('/').next() == Some(id.as_str()))
    };
    let unchanged: Vec<_> =
        functions.iter().filter(|id| !is_changed(id)).map(|id| format!("`{id}`")).collect();
    if unchanged.is_empty() {
        return None;
    }
    let cause = if change_set.has_stored_template {
        "CloudFormation used the template that it had processed before, because the text that it returns contains `?`, \
         which may replace a character outside of ASCII"
    } else {
        "the macro did not run, or selected other versions than expected"
    };
    let unchanged = unchanged.join(", ");
    Some(format!(
        "the layers of {unchanged} are outdated, but the change set does not change them: {cause}; deploy the stack as usual"
    ))
}

/// Checks whether a change set is ready, and reads its changes, including those of nested stacks.
///
/// # Errors
/// [`FleetError`] if a request fails.
pub async fn check(cloud: &Cloud, change_set: &ChangeSet) -> Result<Readiness, FleetError> {
    describe(cloud, &change_set.stack, &change_set.id).await
}

/// Reads a change set and, recursively, those of nested stacks; one after another, because few stacks are nested in
/// one.
fn describe<'c>(
    cloud: &'c Cloud,
    stack: &'c str,
    id: &'c str,
) -> BoxFuture<'c, Result<Readiness, FleetError>> {
    async move {
        let Some(state) = cloud.describe_change_set(stack, id).await? else { return Ok(Readiness::Gone) };
        let mut changes = match state.status {
            ChangeSetStatus::Available => state.changes,
            ChangeSetStatus::Pending => return Ok(Readiness::NotReady),
            ChangeSetStatus::Failed(reason) if says_no_changes(&reason) => return Ok(Readiness::NoChanges),
            ChangeSetStatus::Failed(reason) => return Ok(Readiness::Failed(reason)),
            ChangeSetStatus::Executing | ChangeSetStatus::Executed | ChangeSetStatus::ExecutionFailed => {
                return Ok(Readiness::Started);
            }
            ChangeSetStatus::Gone => return Ok(Readiness::Gone),
        };
        // The root change set is only ready if those of all nested stacks are, because they are executed together.
        for change in &mut changes {
            let (Some(id), Some(stack)) = (&change.nested_change_set, &change.nested_stack) else { continue };
            match describe(cloud, stack, id).await? {
                Readiness::Ready(nested) => change.nested = nested,
                // A nested stack without changes does not make the root change set fail.
                Readiness::NoChanges => {}
                other => return Ok(other),
            }
        }
        Ok(Readiness::Ready(changes))
    }
    .boxed()
}

/// Whether a change set failed because it has no changes. CloudFormation has no status for this, only a reason.
fn says_no_changes(reason: &str) -> bool {
    ["didn't contain changes", "No updates are to be performed"].iter().any(|sign| reason.contains(sign))
}

/// Executes a change set, unless it has been executed already.
///
/// # Errors
/// [`FleetError`] if CloudFormation rejects the request.
pub async fn execute(cloud: &Cloud, change_set: &ChangeSet) -> Result<(), FleetError> {
    let refused = match cloud.execute_change_set(&change_set.stack, &change_set.id).await {
        Ok(()) => return Ok(()),
        Err(error) => error,
    };
    // An earlier request may have succeeded although its response was lost.
    match cloud.describe_change_set(&change_set.stack, &change_set.id).await {
        Ok(Some(state)) if matches!(state.status, ChangeSetStatus::Executing | ChangeSetStatus::Executed) => {
            Ok(())
        }
        _ => Err(refused),
    }
}

/// Returns the state of a stack update.
///
/// # Errors
/// [`FleetError`] if the stack cannot be read.
pub async fn watch(cloud: &Cloud, stack: &str) -> Result<UpdateState, FleetError> {
    let details = cloud.describe_stack(stack).await?;
    match details.status.as_str() {
        "UPDATE_COMPLETE" | "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" => Ok(UpdateState::Updated),
        status if status.ends_with("_IN_PROGRESS") => Ok(UpdateState::Running(details.status)),
        _ => {
            // If the events cannot be read, the reason of the stack itself is less specific, but better than none.
            let event = cloud.first_failure(stack).await.unwrap_or_default();
            Ok(UpdateState::Failed { status: details.status, reason: event.or(details.status_reason) })
        }
    }
}

/// Deletes a change set that will not be executed.
///
/// # Errors
/// [`FleetError`] if CloudFormation rejects the request.
pub async fn discard(cloud: &Cloud, change_set: &ChangeSet) -> Result<(), FleetError> {
    cloud.delete_change_set(&change_set.stack, &change_set.id).await
}
