//! The deployment of one stack with the newest layers, step by step.
//!
//! [`create`] → [`check`] until it is ready → [`judge`](super::judge::judge) → [`execute`] → [`watch`] until it is
//! done; [`discard`] at any time before [`execute`]. Each step can be taken alone, and again.

use cfn_ast::model::TransformKind;
use cfn_ast::{Source, Template, Tree};
use futures::future::{BoxFuture, FutureExt};

use super::aws::{CREATE_CHANGE_SET, ChangeSetStatus, NewChangeSet};
use super::judge::ResourceChange;
use super::stacks::StackDetails;
use super::{Cloud, FleetError};

/// How long a template may be that is part of a request, in bytes (CloudFormation User Guide, "Quotas").
const MAX_TEMPLATE_BODY: usize = 51_200;

/// What becomes of a change set of the same name that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExistingChangeSet {
    /// It is taken: the step was taken before, and its answer was lost.
    Reuse,
    /// It is deleted: it is what an earlier run left behind.
    Replace,
}

/// A change set of a stack.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChangeSet {
    /// The id of the stack.
    pub stack: String,
    /// The id of the change set.
    pub id: String,
}

/// How far a change set is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// CloudFormation is still at work on it; check again later.
    NotReady,
    /// It can be judged and executed.
    Ready(Vec<ResourceChange>),
    /// The stack has what it would get.
    NoChanges,
    /// It is executed already, or being executed.
    Started,
    /// It could not be created, with CloudFormation's reason.
    Failed(String),
    /// It is not there any more.
    Gone,
}

/// How far the update of a stack is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateState {
    /// CloudFormation is at work; the status of the stack.
    Running(String),
    /// The stack has the new layers.
    Updated,
    /// CloudFormation undid it, or gave up.
    Failed {
        /// The status of the stack.
        status: String,
        /// Why, as CloudFormation says.
        reason: Option<String>,
    },
}

/// Creates the change set of a stack under a name. `template` is the one that the stack has, before any transform.
///
/// # Errors
/// [`FleetError`] when CloudFormation refuses.
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
    if existing == ExistingChangeSet::Reuse {
        let existing = cloud.describe_change_set(&stack.id, name).await?;
        return existing.map(|existing| change_set(existing.id)).ok_or_else(taken);
    }
    cloud.delete_change_set(&stack.id, name).await?;
    cloud.create_change_set(new).await?.map(change_set).ok_or_else(taken)
}

/// Somebody else is faster.
fn taken() -> FleetError {
    FleetError::Refused {
        action: CREATE_CHANGE_SET,
        code: "AlreadyExistsException".to_owned(),
        message: "another refresh of this stack is going on".to_owned(),
    }
}

/// What of a template decides how its change set is created.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// The transform reads the template with the values that parameters have when it is given, so it has to be given
    /// anew (CloudFormation Template Reference, "AWS::LanguageExtensions transform").
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

/// Asks how far a change set is, and reads what it would change, nested stacks included.
///
/// # Errors
/// [`FleetError`] when CloudFormation does not describe it.
pub async fn check(cloud: &Cloud, change_set: &ChangeSet) -> Result<Readiness, FleetError> {
    describe(cloud, &change_set.stack, &change_set.id).await
}

/// Change sets of nested stacks are read one by one: few stacks are nested in one.
fn describe<'c>(
    cloud: &'c Cloud,
    stack: &'c str,
    id: &'c str,
) -> BoxFuture<'c, Result<Readiness, FleetError>> {
    async move {
        let Some(state) = cloud.describe_change_set(stack, id).await? else { return Ok(Readiness::Gone) };
        let mut changes = match state.status {
            ChangeSetStatus::Available => state.changes,
            // The change set of a nested stack is executed with that of the stack at the top.
            ChangeSetStatus::Pending => return Ok(Readiness::NotReady),
            ChangeSetStatus::Failed(reason) if says_no_changes(&reason) => return Ok(Readiness::NoChanges),
            ChangeSetStatus::Failed(reason) => return Ok(Readiness::Failed(reason)),
            ChangeSetStatus::Executing | ChangeSetStatus::Executed | ChangeSetStatus::ExecutionFailed => {
                return Ok(Readiness::Started);
            }
            ChangeSetStatus::Gone => return Ok(Readiness::Gone),
        };
        for change in &mut changes {
            let (Some(id), Some(stack)) = (&change.nested_change_set, &change.nested_stack) else { continue };
            match describe(cloud, stack, id).await? {
                Readiness::Ready(nested) => change.nested = nested,
                Readiness::NoChanges => {}
                other => return Ok(other),
            }
        }
        Ok(Readiness::Ready(changes))
    }
    .boxed()
}

/// The only sign of a stack that has what it would get is the reason for the failure.
fn says_no_changes(reason: &str) -> bool {
    ["didn't contain changes", "No updates are to be performed"].iter().any(|sign| reason.contains(sign))
}

/// Executes a change set that is ready. One that is executed already stays so.
///
/// # Errors
/// [`FleetError`] when CloudFormation refuses.
pub async fn execute(cloud: &Cloud, change_set: &ChangeSet) -> Result<(), FleetError> {
    let refused = match cloud.execute_change_set(&change_set.stack, &change_set.id).await {
        Ok(()) => return Ok(()),
        Err(error) => error,
    };
    // The answer to an earlier request may have been lost.
    match cloud.describe_change_set(&change_set.stack, &change_set.id).await {
        Ok(Some(state)) if matches!(state.status, ChangeSetStatus::Executing | ChangeSetStatus::Executed) => {
            Ok(())
        }
        _ => Err(refused),
    }
}

/// Asks how far the update of a stack is.
///
/// # Errors
/// [`FleetError`] when CloudFormation does not describe the stack.
pub async fn watch(cloud: &Cloud, stack: &str) -> Result<UpdateState, FleetError> {
    let details = cloud.describe_stack(stack).await?;
    match details.status.as_str() {
        "UPDATE_COMPLETE" | "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" => Ok(UpdateState::Updated),
        status if status.ends_with("_IN_PROGRESS") => Ok(UpdateState::Running(details.status)),
        _ => {
            // Without the event there is still the reason that the stack gives.
            let event = cloud.first_failure(stack).await.unwrap_or_default();
            Ok(UpdateState::Failed { status: details.status, reason: event.or(details.status_reason) })
        }
    }
}

/// Deletes a change set that is not to be executed.
///
/// # Errors
/// [`FleetError`] when CloudFormation refuses.
pub async fn discard(cloud: &Cloud, change_set: &ChangeSet) -> Result<(), FleetError> {
    cloud.delete_change_set(&change_set.stack, &change_set.id).await
}
