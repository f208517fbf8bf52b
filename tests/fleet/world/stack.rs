//! One stack as CloudFormation answers for it, and its function as Lambda does.

use std::fmt::Write;

use end_to_end::cloud_api::{refusal, result};
use end_to_end::lambda_api::Answer;

use super::{ACCOUNT, Change, Stack, Update, layer_arn, stack_id};
use crate::support::REGION;

/// A change of one property, as DescribeChangeSet writes it.
pub(crate) const BILLING: &str = "<member><Type>Resource</Type><ResourceChange><Action>Modify</Action>\
    <LogicalResourceId>Table</LogicalResourceId><ResourceType>AWS::DynamoDB::Table</ResourceType>\
    <Replacement>False</Replacement><Details><member><Target><Attribute>Properties</Attribute><Name>BillingMode</Name>\
    <RequiresRecreation>Never</RequiresRecreation></Target><Evaluation>Static</Evaluation>\
    <ChangeSource>DirectModification</ChangeSource></member></Details></ResourceChange></member>";

/// What SAM and CloudFormation list because a function gets another layer.
const FOLLOWERS: &str = "<member><Type>Resource</Type><ResourceChange><Action>Add</Action>\
    <LogicalResourceId>ApiVersion2</LogicalResourceId><ResourceType>AWS::Lambda::Version</ResourceType>\
    </ResourceChange></member>\
    <member><Type>Resource</Type><ResourceChange><Action>Modify</Action>\
    <LogicalResourceId>ApiAliaslive</LogicalResourceId><ResourceType>AWS::Lambda::Alias</ResourceType>\
    <Replacement>False</Replacement><Details><member><Target><Attribute>Properties</Attribute>\
    <Name>FunctionVersion</Name></Target><Evaluation>Static</Evaluation>\
    <ChangeSource>DirectModification</ChangeSource></member></Details></ResourceChange></member>\
    <member><Type>Resource</Type><ResourceChange><Action>Modify</Action>\
    <LogicalResourceId>Permission</LogicalResourceId><ResourceType>AWS::Lambda::Permission</ResourceType>\
    <Replacement>Conditional</Replacement><Details><member><Target><Attribute>Properties</Attribute>\
    <Name>FunctionName</Name><RequiresRecreation>Always</RequiresRecreation></Target><Evaluation>Dynamic</Evaluation>\
    <ChangeSource>ResourceAttribute</ChangeSource><CausingEntity>Api.Arn</CausingEntity></member></Details>\
    </ResourceChange></member>";

const LAYERS: &str = "<member><Type>Resource</Type><ResourceChange><Action>Modify</Action>\
    <LogicalResourceId>Api</LogicalResourceId><ResourceType>AWS::Lambda::Function</ResourceType>\
    <Replacement>False</Replacement><Details><member><Target><Attribute>Properties</Attribute><Name>Layers</Name>\
    <RequiresRecreation>Never</RequiresRecreation></Target><Evaluation>Static</Evaluation>\
    <ChangeSource>DirectModification</ChangeSource></member></Details></ResourceChange></member>";

impl Stack {
    pub(super) fn describe(&mut self) -> Answer {
        let mut extra = String::new();
        if let Some(export) = self.exports {
            extra = format!(
                "<Outputs><member><OutputKey>O</OutputKey><ExportName>{export}</ExportName></member></Outputs>"
            );
        }
        let answer = format!(
            "<Stacks><member><StackName>{}</StackName><StackId>{}</StackId><StackStatus>{}</StackStatus>\
             <CreationTime>2025-01-01T00:00:00Z</CreationTime><LastUpdatedTime>{}</LastUpdatedTime><RoleARN>arn:aws:iam::{ACCOUNT}:role/deploy</RoleARN>\
             <Capabilities><member>CAPABILITY_IAM</member><member>CAPABILITY_AUTO_EXPAND</member></Capabilities>\
             <Parameters><member><ParameterKey>Stage</ParameterKey><ParameterValue>test</ParameterValue></member>\
             <member><ParameterKey>Secret</ParameterKey><ParameterValue>****</ParameterValue></member></Parameters>\
             <Tags><member><Key>team</Key><Value>payments</Value></member></Tags>{extra}</member></Stacks>",
            self.name,
            self.id(),
            self.status,
            self.updated
        );
        // An update that has started is over when it is asked for again.
        if self.status == "UPDATE_IN_PROGRESS" {
            self.status = match self.update {
                Update::Succeeds => "UPDATE_COMPLETE",
                Update::Never => "UPDATE_IN_PROGRESS",
                Update::RollsBack(_) => "UPDATE_ROLLBACK_COMPLETE",
            };
        }
        result("DescribeStacks", &answer)
    }

    pub(super) fn list_resources(&self) -> Answer {
        let mut members = format!(
            "<member><LogicalResourceId>Api</LogicalResourceId><PhysicalResourceId>{}</PhysicalResourceId>\
             <ResourceType>AWS::Lambda::Function</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>\
             <LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></member>",
            self.function()
        );
        if let Some(nested) = self.nested {
            let _ = write!(
                members,
                "<member><LogicalResourceId>Child</LogicalResourceId><PhysicalResourceId>{}</PhysicalResourceId>\
                 <ResourceType>AWS::CloudFormation::Stack</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>\
                 <LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></member>",
                stack_id(nested)
            );
        }
        result("ListStackResources", &format!("<StackResourceSummaries>{members}</StackResourceSummaries>"))
    }

    pub(super) fn create_change_set(&mut self, name: &str) -> Answer {
        if self.change_sets.iter().any(|one| one == name) {
            return refusal("AlreadyExistsException", &format!("ChangeSet {name} already exists"));
        }
        self.change_sets.push(name.to_owned());
        if self.change == Change::DeployedMeanwhile {
            self.updated = "2026-01-01T00:00:01Z";
        }
        let (home, stack) = (format!("arn:aws:cloudformation:{REGION}:{ACCOUNT}"), self.id());
        let id = format!("{home}:changeSet/{name}/{}", self.name);
        result("CreateChangeSet", &format!("<Id>{id}</Id><StackId>{stack}</StackId>"))
    }

    pub(super) fn describe_change_set(&self, name: &str) -> Answer {
        let layers = if self.aliases.is_empty() { LAYERS.to_owned() } else { format!("{LAYERS}{FOLLOWERS}") };
        let (status, execution, reason, changes) = match self.change {
            Change::Layers(more) => ("CREATE_COMPLETE", "AVAILABLE", "", format!("{layers}{more}")),
            Change::Nested(what) => ("CREATE_COMPLETE", "AVAILABLE", "", what.to_owned()),
            Change::Nothing | Change::DeployedMeanwhile => (
                "FAILED",
                "UNAVAILABLE",
                "The submitted information didn't contain changes. Submit different information to create a change set.",
                String::new(),
            ),
            Change::Pending => ("CREATE_IN_PROGRESS", "UNAVAILABLE", "", String::new()),
            Change::Fails(reason) => ("FAILED", "UNAVAILABLE", reason, String::new()),
        };
        let content = format!(
            "<ChangeSetId>{name}</ChangeSetId><StackId>{}</StackId><Status>{status}</Status>\
             <ExecutionStatus>{execution}</ExecutionStatus><StatusReason>{reason}</StatusReason>\
             <Changes>{changes}</Changes>",
            self.id()
        );
        result("DescribeChangeSet", &content)
    }

    pub(super) fn execute_change_set(&mut self, newest: u64) -> Answer {
        if self.change_sets.pop().is_none() {
            return refusal("ChangeSetNotFound", "the change set does not exist");
        }
        self.status = "UPDATE_IN_PROGRESS";
        if self.update == Update::Succeeds {
            self.layer = newest;
            for (_, _, layer) in &mut self.aliases {
                *layer = newest;
            }
        }
        result("ExecuteChangeSet", "")
    }

    pub(super) fn events(&self) -> Answer {
        let Update::RollsBack(reason) = self.update else { return result("DescribeStackEvents", "") };
        let member = |id: &str, physical: &str, status: &str, reason: &str| {
            format!(
                "<member><StackId>{}</StackId><EventId>{id}-{status}</EventId><StackName>{}</StackName>\
                 <LogicalResourceId>{id}</LogicalResourceId><PhysicalResourceId>{physical}</PhysicalResourceId>\
                 <Timestamp>2026-01-01T00:00:00Z</Timestamp><ResourceStatus>{status}</ResourceStatus>\
                 <ResourceStatusReason>{reason}</ResourceStatusReason></member>",
                self.id(),
                self.name
            )
        };
        let events = [
            member(&self.name, &self.id(), "UPDATE_ROLLBACK_COMPLETE", ""),
            member("Other", "x", "UPDATE_FAILED", "Resource update cancelled"),
            member("Api", "x", "UPDATE_FAILED", reason),
            member(&self.name, &self.id(), "UPDATE_IN_PROGRESS", "User Initiated"),
            member("Api", "x", "UPDATE_FAILED", "an older failure"),
        ];
        result("DescribeStackEvents", &format!("<StackEvents>{}</StackEvents>", events.concat()))
    }

    /// The function and its published versions as Lambda describes them.
    pub(super) fn versions(&self) -> Vec<String> {
        let function = self.function();
        let version = |version: &str, layer: u64| {
            let suffix = if version == "$LATEST" { String::new() } else { format!(":{version}") };
            format!(
                r#"{{"FunctionName": "{function}", "Version": "{version}", "Runtime": "python3.13", "FunctionArn":
                "arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function}{suffix}", "Layers": [{{"Arn": "{}"}}]}}"#,
                layer_arn(self.layer_name, layer)
            )
        };
        let published = self.aliases.iter().map(|(_, number, layer)| version(number, *layer));
        std::iter::once(version("$LATEST", self.layer)).chain(published).collect()
    }
}
