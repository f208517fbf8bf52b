//! Change sets.

use aws_sdk_cloudformation::error::ProvideErrorMetadata;
use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::types::{
    Capability, ChangeAction, ChangeSetType, Parameter, Replacement, ResourceAttribute,
    ResourceChange as SdkChange, ResourceChangeDetail, Tag,
};

use super::refused;
use crate::fleet::judge::{ChangedProperty, ResourceChange};
use crate::fleet::stacks::StackDetails;
use crate::fleet::{Cloud, FleetError};

/// The IAM action that creates a change set.
pub const CREATE_CHANGE_SET: &str = "cloudformation:CreateChangeSet";
const DESCRIBE_CHANGE_SET: &str = "cloudformation:DescribeChangeSet";
const EXECUTE_CHANGE_SET: &str = "cloudformation:ExecuteChangeSet";
const DELETE_CHANGE_SET: &str = "cloudformation:DeleteChangeSet";

/// A change set that is to be created.
#[derive(Clone, Copy, Debug)]
pub struct NewChangeSet<'c> {
    /// The stack, whose parameters, capabilities, role and tags stay.
    pub stack: &'c StackDetails,
    /// The name of the change set.
    pub name: &'c str,
    /// The template, or nothing for the one that the stack has.
    pub template: Option<&'c str>,
    /// Whether the stack has nested stacks, which then are part of it.
    pub has_nested_stacks: bool,
}

/// How far a change set is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeSetStatus {
    /// CloudFormation is still at work on it.
    Pending,
    /// It can be executed.
    Available,
    /// It is being executed.
    Executing,
    /// It was executed.
    Executed,
    /// The execution failed.
    ExecutionFailed,
    /// It could not be created.
    Failed(String),
    /// It is being deleted, is deleted, or was overtaken by another deployment.
    Gone,
}

/// A change set and what it would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeSetState {
    /// Its id, an ARN.
    pub id: String,
    /// How far it is.
    pub status: ChangeSetStatus,
    /// What it would change; complete once it is available.
    pub changes: Vec<ResourceChange>,
}

impl Cloud {
    /// Creates a change set and gives its id; `None` when there is one of this name already.
    ///
    /// # Errors
    /// [`FleetError`] when CloudFormation refuses.
    pub async fn create_change_set(&self, new: NewChangeSet<'_>) -> Result<Option<String>, FleetError> {
        let NewChangeSet { stack, name, template, has_nested_stacks } = new;
        let parameters = stack.parameters.iter().map(|parameter| {
            Parameter::builder().parameter_key(&parameter.name).use_previous_value(true).build()
        });
        let tags = stack.tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
        let capabilities = stack.capabilities.iter().map(|name| Capability::from(name.as_str()));
        let request = self
            .cloudformation
            .create_change_set()
            .stack_name(&stack.id)
            .change_set_name(name)
            .change_set_type(ChangeSetType::Update)
            .description("Newest versions of layers, by uselatest refresh")
            .use_previous_template(template.is_none())
            .set_template_body(template.map(str::to_owned))
            .set_parameters(Some(parameters.collect()))
            .set_capabilities(Some(capabilities.collect()))
            .set_role_arn(stack.role.clone())
            .set_tags(Some(tags.collect::<Vec<_>>()).filter(|tags| !tags.is_empty()))
            .set_include_nested_stacks(has_nested_stacks.then_some(true));
        let _permit = self.cloudformation_permit().await;
        match request.send().await {
            Ok(answer) => answer
                .id
                .map(Some)
                .ok_or(FleetError::Malformed { action: CREATE_CHANGE_SET, what: "the id of the change set" }),
            Err(error) if error.code() == Some("AlreadyExistsException") => Ok(None),
            Err(error) => Err(refused(CREATE_CHANGE_SET, &error)),
        }
    }

    /// A change set of a stack, by name or id; `None` when there is no such change set.
    ///
    /// # Errors
    /// [`FleetError`] when CloudFormation does not describe it.
    pub async fn describe_change_set(
        &self,
        stack: &str,
        change_set: &str,
    ) -> Result<Option<ChangeSetState>, FleetError> {
        let mut changes = Vec::new();
        let mut next = None;
        loop {
            let _permit = self.cloudformation_permit().await;
            let request = self.cloudformation.describe_change_set().stack_name(stack);
            let request = request.change_set_name(change_set).include_property_values(true);
            let answer = match request.set_next_token(next).send().await {
                Ok(answer) => answer,
                Err(error) if is_gone(&error) => return Ok(None),
                Err(error) => return Err(refused(DESCRIBE_CHANGE_SET, &error)),
            };
            let page = answer.changes().iter().filter_map(|change| change.resource_change());
            changes.extend(page.map(resource_change));
            next = answer.next_token().map(str::to_owned);
            if next.is_none() {
                let (status, id) = (status(&answer), answer.change_set_id);
                let id = id.unwrap_or_else(|| change_set.to_owned());
                return Ok(Some(ChangeSetState { id, status, changes }));
            }
        }
    }

    /// Executes a change set.
    ///
    /// # Errors
    /// [`FleetError`] when CloudFormation refuses.
    pub async fn execute_change_set(&self, stack: &str, change_set: &str) -> Result<(), FleetError> {
        let _permit = self.cloudformation_permit().await;
        let request = self.cloudformation.execute_change_set().stack_name(stack).change_set_name(change_set);
        // The same request again, because its answer was lost, must not be a second one.
        let token = change_set.rsplit('/').next().map(|id| format!("uselatest-{id}"));
        let answer = request.set_client_request_token(token).send().await;
        answer.map(|_| ()).map_err(|error| refused(EXECUTE_CHANGE_SET, &error))
    }

    /// Deletes a change set; one that does not exist is deleted already.
    ///
    /// # Errors
    /// [`FleetError`] when CloudFormation refuses.
    pub async fn delete_change_set(&self, stack: &str, change_set: &str) -> Result<(), FleetError> {
        let _permit = self.cloudformation_permit().await;
        let request = self.cloudformation.delete_change_set().stack_name(stack).change_set_name(change_set);
        match request.send().await {
            Ok(_) => Ok(()),
            Err(error) if is_gone(&error) => Ok(()),
            Err(error) => Err(refused(DELETE_CHANGE_SET, &error)),
        }
    }
}

fn is_gone<E: ProvideErrorMetadata>(error: &aws_sdk_cloudformation::error::SdkError<E>) -> bool {
    matches!(error.code(), Some("ChangeSetNotFound" | "ChangeSetNotFoundException"))
}

/// CloudFormation User Guide, "Change set status codes".
fn status(answer: &DescribeChangeSetOutput) -> ChangeSetStatus {
    let status = answer.status().map_or("", |status| status.as_str());
    let execution = answer.execution_status().map_or("", |status| status.as_str());
    match (status, execution) {
        ("FAILED", _) => {
            ChangeSetStatus::Failed(answer.status_reason().unwrap_or("no reason is given").to_owned())
        }
        (_, "EXECUTE_IN_PROGRESS") => ChangeSetStatus::Executing,
        (_, "EXECUTE_COMPLETE") => ChangeSetStatus::Executed,
        (_, "EXECUTE_FAILED") => ChangeSetStatus::ExecutionFailed,
        (_, "OBSOLETE") => ChangeSetStatus::Gone,
        ("CREATE_COMPLETE", "AVAILABLE") => ChangeSetStatus::Available,
        (status, _) if status.starts_with("DELETE_") => ChangeSetStatus::Gone,
        _ => ChangeSetStatus::Pending,
    }
}

fn resource_change(change: &SdkChange) -> ResourceChange {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    ResourceChange {
        logical_id: text(change.logical_resource_id()),
        kind: text(change.resource_type()),
        action: text(change.action().map(ChangeAction::as_str)),
        replacement: text(change.replacement().map(Replacement::as_str)),
        properties: change.details().iter().map(changed_property).collect(),
        nested_change_set: change.change_set_id().map(str::to_owned),
        nested_stack: change.physical_resource_id().map(str::to_owned),
        nested: Vec::new(),
    }
}

fn changed_property(detail: &ResourceChangeDetail) -> ChangedProperty {
    let target = detail.target();
    let name = target.and_then(|target| target.name());
    let attribute = target.and_then(|target| target.attribute()).map(ResourceAttribute::as_str);
    let is_layers = name == Some("Layers");
    let value = |value: Option<&str>| value.filter(|_| is_layers).map(str::to_owned);
    ChangedProperty {
        name: name.or(attribute).unwrap_or_default().to_owned(),
        is_certain: detail.evaluation().is_none_or(|evaluation| evaluation.as_str() == "Static"),
        source: detail.change_source().map_or("", |source| source.as_str()).to_owned(),
        cause: detail.causing_entity().map(str::to_owned),
        // Other values may be secrets.
        before: value(target.and_then(|target| target.before_value())),
        after: value(target.and_then(|target| target.after_value())),
    }
}
