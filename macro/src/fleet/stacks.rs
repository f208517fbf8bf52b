//! Stacks, independent of the SDK.

use cfn_ast::layer::{Layer, LayerArn, LayerReference, LayerVersion};
use serde::{Deserialize, Serialize};

use crate::catalog::Home;

/// The name and ID of a stack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StackName {
    /// Its name.
    pub name: String,
    /// Its ID, an ARN.
    pub id: String,
}

/// A stack in the list of all stacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedStack {
    /// The stack.
    pub stack: StackName,
    /// The ID of the root stack, if this one is nested.
    pub root: Option<String>,
    /// The time of its creation or last update, in milliseconds since 1970; `None` if it is unknown.
    pub updated: Option<i64>,
}

/// A stack with everything that an update must repeat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StackDetails {
    /// Its name.
    pub name: String,
    /// Its ID, an ARN.
    pub id: String,
    /// Its status, such as `UPDATE_COMPLETE`.
    pub status: String,
    /// The reason for its status.
    pub status_reason: Option<String>,
    /// Its capabilities, such as `CAPABILITY_IAM`.
    pub capabilities: Vec<String>,
    /// The role that CloudFormation assumes.
    pub role: Option<String>,
    /// Its tags, without those that start with `aws:`.
    pub tags: Vec<(String, String)>,
    /// Its parameters.
    pub parameters: Vec<StackParameter>,
    /// The names of its exports.
    pub exports: Vec<String>,
    /// The ID of the root stack, if this one is nested.
    pub root: Option<String>,
    /// The time of its creation or last update, in milliseconds since 1970; `None` if it is unknown.
    pub updated: Option<i64>,
}

/// A parameter of a deployed stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackParameter {
    /// Its name.
    pub name: String,
    /// Its value, unless CloudFormation hides it.
    pub value: Option<String>,
}

/// A resource of a deployed stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackResource {
    /// Its logical ID.
    pub logical_id: String,
    /// Its physical ID.
    pub physical_id: String,
    /// Its type, such as `AWS::Lambda::Function`.
    pub kind: String,
}

impl StackName {
    /// The account and region of the stack, from its ID.
    pub fn home(&self) -> Option<Home> {
        home_of(&self.id)
    }
}

impl StackDetails {
    /// Its name and ID.
    pub fn stack(&self) -> StackName {
        StackName { name: self.name.clone(), id: self.id.clone() }
    }

    /// Whether an update can start: no operation is in progress, and the last one did not leave the stack in a failed
    /// state (CloudFormation User Guide, "Stack status codes").
    pub fn is_updatable(&self) -> bool {
        matches!(
            self.status.as_str(),
            "CREATE_COMPLETE"
                | "UPDATE_COMPLETE"
                | "UPDATE_ROLLBACK_COMPLETE"
                | "IMPORT_COMPLETE"
                | "IMPORT_ROLLBACK_COMPLETE"
                | "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
        )
    }
}

/// The account and region of an ARN.
pub fn home_of(arn: &str) -> Option<Home> {
    let mut parts = arn.split(':').skip(3);
    let (region, account) = (parts.next()?, parts.next()?);
    Some(Home { region: region.to_owned(), account: account.to_owned() })
}

/// The name of a stack, from its ID: `arn:aws:cloudformation:<region>:<account>:stack/<name>/<uuid>`.
pub fn stack_name(id: &str) -> Option<&str> {
    id.split('/').nth(1)
}

/// The layer and version number in the ARN of a layer version.
pub fn layer_version(arn: &str) -> Option<(LayerArn<'_>, u64)> {
    match LayerReference::parse(arn).ok()? {
        LayerReference::Layer { layer: Layer::Arn(layer), version: LayerVersion::Exact(number) } => {
            Some((layer, number))
        }
        _ => None,
    }
}
