//! The inventory of an account and region: stacks, their functions, and the versions and aliases of those.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use futures::future::join_all;

use super::aws::{AliasTarget, FunctionVersion};
use super::stacks::{ListedStack, StackName, StackResource, stack_name};
use super::{Cloud, FleetError, Progress};
use crate::names::matches;

/// The functions to include in an inventory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The names of stacks, or patterns with `*` and `?`.
    pub stacks: Vec<String>,
    /// Whether to include all stacks.
    pub all: bool,
    /// Whether to include functions that do not belong to a stack.
    pub unmanaged: bool,
}

/// The selected stacks and functions of an account and region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// The stacks, including nested ones.
    pub stacks: Vec<StackName>,
    /// The times at which the stacks were last updated, by ID, in milliseconds since 1970. They were read before the
    /// functions, so a stack with the same time has not been deployed since then.
    pub updated: BTreeMap<String, i64>,
    /// Their functions.
    pub functions: Vec<DeployedFunction>,
    /// The stacks and functions that could not be read.
    pub failures: Vec<Failure>,
}

/// A deployed function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeployedFunction {
    /// The stack it belongs to, if any.
    pub owner: Option<Owner>,
    /// Its versions, including `$LATEST`.
    pub versions: Vec<FunctionVersion>,
    /// Its aliases.
    pub aliases: Vec<AliasTarget>,
}

/// The stack that a function belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The stack.
    pub stack: StackName,
    /// The ID of the root stack, which is the one to deploy; the stack itself unless it is nested.
    pub root: String,
    /// The logical ID of the function.
    pub logical_id: String,
}

/// A failure to read something.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {error}")]
pub struct Failure {
    /// What could not be read, such as ``stack `orders` ``.
    pub what: String,
    /// The error.
    pub error: FleetError,
}

impl Failure {
    fn of_stack(stack: &str, error: FleetError) -> Self {
        Self { what: format!("stack `{stack}`"), error }
    }

    fn of_function(function: &str, error: FleetError) -> Self {
        Self { what: format!("function `{function}`"), error }
    }
}

impl Inventory {
    /// Reads what is deployed. A stack or function that cannot be read is recorded as a failure.
    ///
    /// # Errors
    /// [`FleetError`] if the list of all stacks or functions cannot be read.
    pub async fn read(
        cloud: &Cloud,
        selection: &Selection,
        progress: &impl Progress,
    ) -> Result<Self, FleetError> {
        let mut inventory = Self::default();
        let stacks = select(cloud, selection, &mut inventory.failures).await?;
        let updated = stacks.iter().filter_map(|listed| Some((listed.stack.id.clone(), listed.updated?)));
        inventory.updated = updated.collect();
        let mut owners = read_stacks(cloud, stacks, progress, &mut inventory).await;
        let mut functions = if selection.all || selection.unmanaged {
            list(cloud).await?
        } else {
            read(cloud, owners.keys(), progress, &mut inventory.failures).await
        };
        functions.retain(|function, _| selection.includes_function_of(owners.get(function)));
        let aliases = aliases(cloud, &functions, &mut inventory.failures).await;
        inventory
            .stacks
            .retain(|stack| selection.all || selection.is_by_name() || selection.includes(&stack.name));
        for ((function, versions), aliases) in functions.into_iter().zip(aliases) {
            let owner = owners.remove(&function);
            inventory.functions.push(DeployedFunction { owner, versions, aliases });
        }
        Ok(inventory)
    }
}

impl Selection {
    fn is_by_name(&self) -> bool {
        !self.all && !self.unmanaged && !self.stacks.iter().any(|name| name.contains(['*', '?']))
    }

    fn includes(&self, stack: &str) -> bool {
        self.all || self.stacks.iter().any(|pattern| matches(pattern, stack))
    }

    /// Whether a function is selected through its stack, or for having none.
    fn includes_function_of(&self, owner: Option<&Owner>) -> bool {
        let Some(owner) = owner else { return self.unmanaged };
        // By name, only the selected stacks and those nested in them were read.
        if self.is_by_name() {
            return true;
        }
        let root = stack_name(&owner.root).unwrap_or_default();
        self.includes(&owner.stack.name) || self.includes(root)
    }
}

/// The stacks to read. Functions without a stack can only be recognized if all stacks are read.
async fn select(
    cloud: &Cloud,
    selection: &Selection,
    failures: &mut Vec<Failure>,
) -> Result<Vec<ListedStack>, FleetError> {
    if selection.is_by_name() {
        let requests =
            selection.stacks.iter().map(|name| async move { (name, cloud.describe_stack(name).await) });
        let mut stacks = Vec::new();
        for (name, details) in join_all(requests).await {
            match details {
                Ok(details) => stacks.push(ListedStack {
                    stack: details.stack(),
                    root: details.root,
                    updated: details.updated,
                }),
                Err(error) => failures.push(Failure::of_stack(name, error)),
            }
        }
        return Ok(stacks);
    }
    let mut stacks = cloud.list_stacks().await?;
    for pattern in &selection.stacks {
        if !stacks.iter().any(|listed| matches(pattern, &listed.stack.name)) {
            failures.push(Failure::of_stack(pattern, FleetError::NoStack));
        }
    }
    if !selection.unmanaged {
        stacks.retain(|listed| selection.includes(&listed.stack.name));
    }
    Ok(stacks)
}

type Owners = BTreeMap<String, Owner>;

/// Reads the resources of stacks and of the stacks nested in them, and returns the owners of functions by function
/// name.
async fn read_stacks(
    cloud: &Cloud,
    mut stacks: Vec<ListedStack>,
    progress: &impl Progress,
    inventory: &mut Inventory,
) -> Owners {
    let mut owners = Owners::new();
    let mut seen = HashSet::new();
    while !stacks.is_empty() {
        // A stack can be selected itself, and found again as a nested one.
        stacks.retain(|listed| seen.insert(listed.stack.id.clone()));
        progress.expect(stacks.len());
        let requests = stacks.into_iter().map(|listed| async move {
            let resources = cloud.list_stack_resources(&listed.stack.id).await;
            progress.advance();
            (listed, resources)
        });
        let mut nested = Vec::new();
        for (listed, resources) in join_all(requests).await {
            match resources {
                Ok(resources) => {
                    nested.extend(read_resources(&listed, resources, &mut owners));
                    inventory.stacks.push(listed.stack);
                }
                Err(error) => inventory.failures.push(Failure::of_stack(&listed.stack.name, error)),
            }
        }
        stacks = nested;
    }
    owners
}

/// Adds the functions of a stack to `owners`, and returns the stacks nested in it.
fn read_resources(
    ListedStack { stack, root, .. }: &ListedStack,
    resources: Vec<StackResource>,
    owners: &mut Owners,
) -> Vec<ListedStack> {
    let root = root.as_ref().unwrap_or(&stack.id);
    let mut nested = Vec::new();
    for StackResource { logical_id, physical_id, kind } in resources {
        match kind.as_str() {
            "AWS::Lambda::Function" if !physical_id.is_empty() => {
                let owner = Owner { stack: stack.clone(), root: root.clone(), logical_id };
                owners.insert(physical_id, owner);
            }
            "AWS::CloudFormation::Stack" => nested.extend(nested_stack(physical_id, root)),
            _ => {}
        }
    }
    nested
}

fn nested_stack(id: String, root: &str) -> Option<ListedStack> {
    let name = stack_name(&id)?.to_owned();
    Some(ListedStack { stack: StackName { name, id }, root: Some(root.to_owned()), updated: None })
}

type Versions = BTreeMap<String, Vec<FunctionVersion>>;

/// Reads all functions, with few requests.
async fn list(cloud: &Cloud) -> Result<Versions, FleetError> {
    let mut functions = Versions::new();
    for version in cloud.list_functions().await? {
        functions.entry(version.function.clone()).or_default().push(version);
    }
    Ok(functions)
}

/// Reads the given functions, one request or more for each.
async fn read(
    cloud: &Cloud,
    names: impl Iterator<Item = &String>,
    progress: &impl Progress,
    failures: &mut Vec<Failure>,
) -> Versions {
    let names: Vec<_> = names.collect();
    progress.expect(names.len());
    let requests = names.into_iter().map(|name| async move {
        let versions = cloud.list_versions(name).await;
        progress.advance();
        (name, versions)
    });
    let mut functions = Versions::new();
    for (name, versions) in join_all(requests).await {
        match versions {
            Ok(versions) => _ = functions.insert(name.clone(), versions),
            Err(error) => failures.push(Failure::of_function(name, error)),
        }
    }
    functions
}

/// Reads the aliases of each function, in the order of `functions`. Only functions whose published versions have layers
/// are requested.
async fn aliases(cloud: &Cloud, functions: &Versions, failures: &mut Vec<Failure>) -> Vec<Vec<AliasTarget>> {
    let requests = functions.iter().map(|(name, versions)| async move {
        let is_published =
            |version: &FunctionVersion| version.version != "$LATEST" && !version.layers.is_empty();
        if versions.iter().any(is_published) { cloud.list_aliases(name).await } else { Ok(Vec::new()) }
            .map_err(|error| Failure::of_function(name, error))
    });
    let mut all = Vec::new();
    for aliases in join_all(requests).await {
        all.push(aliases.unwrap_or_else(|failure| {
            failures.push(failure);
            Vec::new()
        }));
    }
    all
}

impl DeployedFunction {
    /// The version with this number, or `$LATEST`.
    pub fn version(&self, number: &str) -> Option<&FunctionVersion> {
        self.versions.iter().find(|version| version.version == number)
    }

    /// The versions that an alias points to.
    pub fn aliased(&self) -> BTreeSet<&str> {
        self.aliases.iter().flat_map(|alias| alias.versions.iter().map(String::as_str)).collect()
    }
}
