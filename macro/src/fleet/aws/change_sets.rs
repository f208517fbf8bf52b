//! Requests about change sets.

use aws_sdk_cloudformation::error::ProvideErrorMetadata;
use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::types::{
    Capability, ChangeAction, ChangeSetType, Parameter, Replacement, ResourceAttribute,
    ResourceChange as SdkChange, ResourceChangeDetail, Tag,
};

use super::refused;
use crate::catalog::markers::Markers;
use crate::fleet::judge::{ChangedProperty, ResourceChange};
use crate::fleet::stacks::StackDetails;
use crate::fleet::{Cloud, FleetError};

/// The IAM action that creates a change set.
pub const CREATE_CHANGE_SET: &str = "cloudformation:CreateChangeSet";
const DESCRIBE_CHANGE_SET: &str = "cloudformation:DescribeChangeSet";
const EXECUTE_CHANGE_SET: &str = "cloudformation:ExecuteChangeSet";
const DELETE_CHANGE_SET: &str = "cloudformation:DeleteChangeSet";

/// A change set to create.
#[derive(Clone, Copy, Debug)]
pub struct NewChangeSet<'c> {
    /// The stack, whose parameters, capabilities, role and tags are kept.
    pub stack: &'c StackDetails,
    /// The name of the change set.
    pub name: &'c str,
    /// The template.
    pub template: &'c TemplateSource<'c>,
    /// Whether the stack has nested stacks, which the change set then includes.
    pub has_nested_stacks: bool,
}

/// The template of a change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateSource<'c> {
    /// Its text, in the request.
    Body(&'c str),
    /// Its URL, in S3.
    Url(String),
    /// The previous one, as CloudFormation has stored it.
    Previous,
}

/// The status of a change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeSetStatus {
    /// CloudFormation is still creating it.
    Pending,
    /// It can be executed.
    Available,
    /// It is being executed.
    Executing,
    /// It was executed.
    Executed,
    /// The execution failed.
    ExecutionFailed,
    /// It could not be created; the reason.
    Failed(String),
    /// It is deleted or being deleted, or another deployment made it obsolete.
    Gone,
}

/// A change set and its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeSetState {
    /// Its ID, an ARN.
    pub id: String,
    /// Its status.
    pub status: ChangeSetStatus,
    /// Its changes; complete once it is available.
    pub changes: Vec<ResourceChange>,
}

impl Cloud {
    /// Creates a change set and returns its ID; `None` if one with this name already exists.
    ///
    /// # Errors
    /// [`FleetError`] if CloudFormation rejects the request.
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
            .description("Newest layer versions, by uselatest refresh")
            .set_parameters(Some(parameters.collect()))
            .set_capabilities(Some(capabilities.collect()))
            .set_role_arn(stack.role.clone())
            .set_tags(Some(tags.collect::<Vec<_>>()).filter(|tags| !tags.is_empty()))
            .set_include_nested_stacks(has_nested_stacks.then_some(true));
        let request = match template {
            TemplateSource::Body(text) => request.template_body(*text),
            TemplateSource::Url(url) => request.template_url(url),
            TemplateSource::Previous => request.use_previous_template(true),
        };
        let _permit = self.cloudformation_permit().await;
        match request.send().await {
            Ok(answer) => answer
                .id
                .map(Some)
                .ok_or(FleetError::Malformed { action: CREATE_CHANGE_SET, what: "the ID of the change set" }),
            Err(error) if error.code() == Some("AlreadyExistsException") => Ok(None),
            Err(error) => Err(refused(CREATE_CHANGE_SET, &error)),
        }
    }

    /// Returns a change set of a stack, by name or ID; `None` if it does not exist.
    ///
    /// # Errors
    /// [`FleetError`] if the request fails.
    pub async fn describe_change_set(
        &self,
        stack: &str,
        change_set: &str,
    ) -> Result<Option<ChangeSetState>, FleetError> {
        let mut changes = Vec::new();
        let (mut markers, mut next) = (Markers::default(), None);
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
            next = markers.next(DESCRIBE_CHANGE_SET, answer.next_token())?;
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
    /// [`FleetError`] if CloudFormation rejects the request.
    pub async fn execute_change_set(&self, stack: &str, change_set: &str) -> Result<(), FleetError> {
        let _permit = self.cloudformation_permit().await;
        let request = self.cloudformation.execute_change_set().stack_name(stack).change_set_name(change_set);
        // With the same token, a request that is repeated after a lost response has no second effect.
        let token = change_set.rsplit('/').next().map(|id| format!("uselatest-{id}"));
        let answer = request.set_client_request_token(token).send().await;
        answer.map(|_| ()).map_err(|error| refused(EXECUTE_CHANGE_SET, &error))
    }

    /// Deletes a change set, if it exists.
    ///
    /// # Errors
    /// [`FleetError`] if CloudFormation rejects the request.
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

/// The status of a change set (AWS CloudFormation API reference, `DescribeChangeSet`).
fn status(answer: &DescribeChangeSetOutput) -> ChangeSetStatus {
    let status = answer.status().map_or("", |status| status.as_str());
    let execution = answer.execution_status().map_or("", |status| status.as_str());
    match (status, execution) {
        ("FAILED", _) => {
            ChangeSetStatus::Failed(answer.status_reason().unwrap_or("no reason given").to_owned())
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
        // The values of other properties may be secret.
        before: value(target.and_then(|target| target.before_value())),
        after: value(target.and_then(|target| target.after_value())),
    }
}
