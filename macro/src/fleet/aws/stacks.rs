//! Requests about stacks, their resources and templates.

use aws_sdk_cloudformation::error::ProvideErrorMetadata;
use aws_sdk_cloudformation::primitives::DateTime;
use aws_sdk_cloudformation::types::{Capability, Stack, StackStatus, StackSummary, TemplateStage};

use super::{is_absent, refused};
use crate::catalog::markers::Markers;
use crate::fleet::stacks::{ListedStack, StackDetails, StackName, StackParameter, StackResource};
use crate::fleet::{Cloud, FleetError};

const LIST_STACKS: &str = "cloudformation:ListStacks";
const DESCRIBE_STACKS: &str = "cloudformation:DescribeStacks";
const LIST_STACK_RESOURCES: &str = "cloudformation:ListStackResources";
const DESCRIBE_STACK_RESOURCES: &str = "cloudformation:DescribeStackResources";
const GET_TEMPLATE: &str = "cloudformation:GetTemplate";
const LIST_IMPORTS: &str = "cloudformation:ListImports";
const DESCRIBE_STACK_EVENTS: &str = "cloudformation:DescribeStackEvents";

/// The statuses of existing stacks. Without a filter, the list also contains stacks deleted in the last 90 days.
const EXISTING: [StackStatus; 20] = [
    StackStatus::CreateComplete,
    StackStatus::CreateInProgress,
    StackStatus::CreateFailed,
    StackStatus::DeleteFailed,
    StackStatus::DeleteInProgress,
    StackStatus::ImportComplete,
    StackStatus::ImportInProgress,
    StackStatus::ImportRollbackComplete,
    StackStatus::ImportRollbackFailed,
    StackStatus::ImportRollbackInProgress,
    StackStatus::RollbackComplete,
    StackStatus::RollbackFailed,
    StackStatus::RollbackInProgress,
    StackStatus::UpdateComplete,
    StackStatus::UpdateCompleteCleanupInProgress,
    StackStatus::UpdateFailed,
    StackStatus::UpdateInProgress,
    StackStatus::UpdateRollbackComplete,
    StackStatus::UpdateRollbackFailed,
    StackStatus::UpdateRollbackInProgress,
];

impl Cloud {
    /// Lists all stacks in the account and region, including nested ones.
    ///
    /// # Errors
    /// [`FleetError`] if the request fails.
    pub async fn list_stacks(&self) -> Result<Vec<ListedStack>, FleetError> {
        let mut stacks = Vec::new();
        let (mut markers, mut next) = (Markers::default(), None);
        loop {
            let _permit = self.cloudformation_permit().await;
            let request = self.cloudformation.list_stacks().set_stack_status_filter(Some(EXISTING.to_vec()));
            let answer = request.set_next_token(next).send().await;
            let answer = answer.map_err(|error| refused(LIST_STACKS, &error))?;
            let listed: Option<Vec<_>> = answer.stack_summaries().iter().map(listed).collect();
            stacks.extend(listed.ok_or(FleetError::Malformed { action: LIST_STACKS, what: "a stack ID" })?);
            next = markers.next(LIST_STACKS, answer.next_token())?;
            if next.is_none() {
                return Ok(stacks);
            }
        }
    }

    /// Returns a stack, by name or ID.
    ///
    /// # Errors
    /// [`FleetError::NoStack`] if it does not exist, or another [`FleetError`] if the request fails.
    pub async fn describe_stack(&self, stack: &str) -> Result<StackDetails, FleetError> {
        let _permit = self.cloudformation_permit().await;
        let answer = self.cloudformation.describe_stacks().stack_name(stack).send().await;
        let answer = answer.map_err(|error| {
            if is_absent(&error) { FleetError::NoStack } else { refused(DESCRIBE_STACKS, &error) }
        })?;
        let details = answer.stacks().first().and_then(details);
        details.ok_or(FleetError::Malformed { action: DESCRIBE_STACKS, what: "the stack" })
    }

    /// Lists the resources of a stack, by its name or ID.
    ///
    /// # Errors
    /// [`FleetError`] if the request fails.
    pub async fn list_stack_resources(&self, stack: &str) -> Result<Vec<StackResource>, FleetError> {
        let mut resources = Vec::new();
        let (mut markers, mut next) = (Markers::default(), None);
        loop {
            let _permit = self.cloudformation_permit().await;
            let request = self.cloudformation.list_stack_resources().stack_name(stack);
            let answer = request.set_next_token(next).send().await;
            let answer = answer.map_err(|error| refused(LIST_STACK_RESOURCES, &error))?;
            resources.extend(answer.stack_resource_summaries().iter().map(|resource| StackResource {
                logical_id: resource.logical_resource_id().unwrap_or_default().to_owned(),
                // A resource that is being created, or failed to, has no physical ID.
                physical_id: resource.physical_resource_id().unwrap_or_default().to_owned(),
                kind: resource.resource_type().unwrap_or_default().to_owned(),
            }));
            next = markers.next(LIST_STACK_RESOURCES, answer.next_token())?;
            if next.is_none() {
                return Ok(resources);
            }
        }
    }

    /// Returns the stack that a resource belongs to, and its logical ID there; `None` if it belongs to none.
    ///
    /// # Errors
    /// [`FleetError`] if the request fails.
    pub async fn owner_of(&self, physical_id: &str) -> Result<Option<(StackName, String)>, FleetError> {
        let permit = self.cloudformation_permit().await;
        let request = self.cloudformation.describe_stack_resources().physical_resource_id(physical_id);
        let answer = match request.send().await {
            Ok(answer) => answer,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(refused(DESCRIBE_STACK_RESOURCES, &error)),
        };
        drop(permit);
        let malformed = |what| FleetError::Malformed { action: DESCRIBE_STACK_RESOURCES, what };
        let Some(first) = answer.stack_resources().first() else { return Ok(None) };
        let stack = first.stack_name().zip(first.stack_id()).ok_or(malformed("the stack"))?;
        let stack = StackName { name: stack.0.to_owned(), id: stack.1.to_owned() };
        let is_own = |id: Option<&str>| id == Some(physical_id);
        let own = answer.stack_resources().iter().find(|resource| is_own(resource.physical_resource_id()));
        if let Some(own) = own {
            let logical_id = own.logical_resource_id().ok_or(malformed("a logical ID"))?.to_owned();
            return Ok(Some((stack, logical_id)));
        }
        // The response contains the first 100 resources only (AWS CloudFormation API Reference, "DescribeStackResources").
        let resources = self.list_stack_resources(&stack.id).await?;
        let own = resources.into_iter().find(|resource| resource.physical_id == physical_id);
        Ok(own.map(|resource| (stack, resource.logical_id)))
    }

    /// Returns the template of a stack as submitted, before any transform.
    ///
    /// # Errors
    /// [`FleetError`] if the request fails.
    pub async fn original_template(&self, stack: &str) -> Result<String, FleetError> {
        let _permit = self.cloudformation_permit().await;
        let request = self.cloudformation.get_template().stack_name(stack);
        let answer = request.template_stage(TemplateStage::Original).send().await;
        let answer = answer.map_err(|error| refused(GET_TEMPLATE, &error))?;
        answer.template_body.ok_or(FleetError::Malformed { action: GET_TEMPLATE, what: "the template" })
    }

    /// Lists the names of the stacks that import an export.
    ///
    /// # Errors
    /// [`FleetError`] if the request fails.
    pub async fn importing_stacks(&self, export: &str) -> Result<Vec<String>, FleetError> {
        let mut names = Vec::new();
        let (mut markers, mut next) = (Markers::default(), None);
        loop {
            let _permit = self.cloudformation_permit().await;
            let request = self.cloudformation.list_imports().export_name(export);
            let answer = match request.set_next_token(next).send().await {
                Ok(answer) => answer,
                Err(error) if is_not_imported(&error) => return Ok(names),
                Err(error) => return Err(refused(LIST_IMPORTS, &error)),
            };
            names.extend(answer.imports().iter().cloned());
            next = markers.next(LIST_IMPORTS, answer.next_token())?;
            if next.is_none() {
                return Ok(names);
            }
        }
    }

    /// Returns why the last operation on a stack failed: the first failure of a resource since it started. Later
    /// failures are usually cancellations.
    ///
    /// # Errors
    /// [`FleetError`] if the request fails.
    pub async fn first_failure(&self, stack: &str) -> Result<Option<String>, FleetError> {
        let _permit = self.cloudformation_permit().await;
        let answer = self.cloudformation.describe_stack_events().stack_name(stack).send().await;
        let answer = answer.map_err(|error| refused(DESCRIBE_STACK_EVENTS, &error))?;
        let started = |status: &str| matches!(status, "UPDATE_IN_PROGRESS" | "CREATE_IN_PROGRESS");
        // Events are listed newest first.
        let last = answer.stack_events().iter().take_while(|event| {
            let is_stack = event.physical_resource_id() == event.stack_id();
            !(is_stack && event.resource_status().is_some_and(|status| started(status.as_str())))
        });
        let failed = last.filter(|event| {
            event.resource_status().is_some_and(|status| status.as_str().ends_with("_FAILED"))
        });
        Ok(failed.last().map(|event| {
            let id = event.logical_resource_id().unwrap_or_default();
            format!("{id}: {}", event.resource_status_reason().unwrap_or("no reason given"))
        }))
    }
}

/// Whether an export has no importers, which CloudFormation reports as an error.
fn is_not_imported<E>(error: &aws_sdk_cloudformation::error::SdkError<E>) -> bool
where
    E: ProvideErrorMetadata,
{
    error.code() == Some("ValidationError")
        && error.message().is_some_and(|message| message.contains("is not imported by any stack"))
}

fn listed(summary: &StackSummary) -> Option<ListedStack> {
    let stack = StackName { name: summary.stack_name()?.to_owned(), id: summary.stack_id()?.to_owned() };
    let updated = summary.last_updated_time().or(summary.creation_time());
    Some(ListedStack { stack, root: summary.root_id().map(str::to_owned), updated: millis(updated) })
}

fn millis(time: Option<&DateTime>) -> Option<i64> {
    time.and_then(|time| time.to_millis().ok())
}

fn details(stack: &Stack) -> Option<StackDetails> {
    let tags = stack.tags().iter().filter_map(|tag| Some((tag.key()?.to_owned(), tag.value()?.to_owned())));
    let parameters = stack.parameters().iter().filter_map(|parameter| {
        let value = parameter.resolved_value().or(parameter.parameter_value());
        // CloudFormation masks the values of `NoEcho` parameters.
        let value = value.filter(|value| *value != "****").map(str::to_owned);
        Some(StackParameter { name: parameter.parameter_key()?.to_owned(), value })
    });
    Some(StackDetails {
        name: stack.stack_name()?.to_owned(),
        id: stack.stack_id()?.to_owned(),
        status: stack.stack_status()?.as_str().to_owned(),
        status_reason: stack.stack_status_reason().map(str::to_owned),
        capabilities: stack.capabilities().iter().map(Capability::as_str).map(str::to_owned).collect(),
        role: stack.role_arn().map(str::to_owned),
        tags: tags.filter(|(key, _)| !key.starts_with("aws:")).collect(),
        parameters: parameters.collect(),
        exports: stack
            .outputs()
            .iter()
            .filter_map(|output| output.export_name().map(str::to_owned))
            .collect(),
        root: stack.root_id().map(str::to_owned),
        updated: millis(stack.last_updated_time().or(stack.creation_time())),
    })
}
