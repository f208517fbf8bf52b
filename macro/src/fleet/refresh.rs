//! The steps of redeploying a stack with the newest layers.
//!
//! [`create`] → [`check`] until ready → [`judge`](super::judge::judge) → [`execute`] → [`watch`] until done;
//! [`discard`] at any time before [`execute`]. Each step is idempotent, so it can be repeated if its result is lost.

use cfn_ast::model::TransformKind;
use cfn_ast::{Source, Template, Tree};
use futures::future::{BoxFuture, FutureExt};

use super::aws::{CREATE_CHANGE_SET, ChangeSetStatus, NewChangeSet};
use super::judge::ResourceChange;
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
}

/// The readiness of a change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// CloudFormation is still creating it; check again later.
    NotReady,
    /// It can be judged and executed; its changes.
    Ready(Vec<ResourceChange>),
    /// The stack is already up to date.
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

/// Creates the change set of a stack. `template` is its current template, before any transform.
///
/// # Errors
/// [`FleetError`] if CloudFormation rejects the request, or the template is too large.
pub async fn create(
    cloud: &Cloud,
    stack: &StackDetails,
    template: &str,
    name: &str,
    existing: ExistingChangeSet,
) -> Result<ChangeSet, FleetError> {
    let shape = Shape::of(template);
    if shape.has_language_extensions && template.len() > MAX_TEMPLATE_BODY {
        return Err(FleetError::TemplateTooLarge { size: template.len(), limit: MAX_TEMPLATE_BODY });
    }
    let new = NewChangeSet {
        stack,
        name,
        template: shape.has_language_extensions.then_some(template),
        has_nested_stacks: shape.has_nested_stacks,
    };
    let change_set = |id| ChangeSet { stack: stack.id.clone(), id };
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

/// The error if another run created a change set with the same name in the meantime.
fn taken() -> FleetError {
    FleetError::Refused {
        action: CREATE_CHANGE_SET,
        code: "AlreadyExistsException".to_owned(),
        message: "another refresh of this stack is in progress".to_owned(),
    }
}

/// The properties of a template that determine how its change set is created.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// Whether the template has this transform, which resolves parameters when the template is uploaded. With the
    /// previous template the macro would not run again, so it must be uploaded (CloudFormation Template Reference,
    /// "AWS::LanguageExtensions transform").
    has_language_extensions: bool,
    has_nested_stacks: bool,
}

impl Shape {
    fn of(template: &str) -> Self {
        let Ok(tree) = Source::new(template).map(Tree::parse) else { return Self::default() };
        let Some(template) = Template::new(&tree) else { return Self::default() };
        let is_stack = |name| matches!(name, "AWS::CloudFormation::Stack" | "AWS::Serverless::Application");
        Self {
            has_language_extensions: template.has_transform(TransformKind::LanguageExtensions),
            has_nested_stacks: template
                .resources()
                .iter()
                .any(|resource| resource.type_name().is_some_and(is_stack)),
        }
    }
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
