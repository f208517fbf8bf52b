//! The search for the stacks that a run refreshes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::memory::Memory;
use super::outcome::MAX_FUNCTIONS;
use super::settings::Settings;
use crate::fleet::inventory::{Inventory, Selection};
use crate::fleet::outdated::{Finding, Outdated, OutdatedLayer, outdated};
use crate::fleet::rollout::{Candidate, candidates};
use crate::fleet::stacks::StackName;
use crate::fleet::{Cloud, FleetError};

/// The maximum number of layers without a remedy, and of failures, in the result, whose size the state machine limits.
const MAX_STUCK: usize = 50;

/// The stacks that a run refreshes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutdatedStacks {
    /// The stacks to refresh.
    pub stacks: Vec<OutdatedStack>,
    /// The number of outdated stacks left for later runs.
    pub left: usize,
    /// The number of checked stacks.
    pub seen: usize,
    /// The outdated layers for which a refresh does not help.
    pub stuck: Vec<Stuck>,
    /// The number of those that are not listed.
    pub more_stuck: usize,
    /// The failures to read something.
    pub unread: Vec<String>,
    /// The earlier attempts to refresh the outdated stacks.
    #[serde(default)]
    pub memory: Memory,
}

/// A stack to refresh.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutdatedStack {
    /// Its name.
    pub name: String,
    /// Its ID, an ARN.
    pub id: String,
    /// The logical IDs of functions whose layers a deployment must change, as many as an outcome lists.
    #[serde(default)]
    pub functions: Vec<String>,
    /// The time of its last update before its functions were read, in milliseconds since 1970.
    #[serde(default)]
    pub updated: Option<i64>,
}

/// An outdated layer for which a refresh does not help.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stuck {
    /// The name of its stack.
    pub stack: String,
    /// The name of the function, and the part of it that has the layer.
    pub function: String,
    /// The layer and its versions.
    pub layer: String,
    /// The reason why a refresh does not help.
    pub reason: String,
}

/// Finds the outdated stacks among the allowed ones. `recalled` is what the state machine knows of earlier runs.
///
/// # Errors
/// [`FleetError`] if the list of stacks cannot be read.
pub(super) async fn find(
    cloud: &Cloud,
    settings: &Settings,
    recalled: &Value,
) -> Result<OutdatedStacks, FleetError> {
    let selection = Selection { stacks: settings.allowed_stacks.clone(), ..Selection::default() };
    let inventory = Inventory::read(cloud, &selection, &()).await?;
    let outdated = outdated(cloud, &inventory, false, &()).await;
    // A run without memory is better than none; the report mentions it.
    match Memory::from_response(recalled) {
        Ok(memory) => Ok(choose(&outdated, settings, memory)),
        Err(error) => {
            let mut stacks = choose(&outdated, settings, Memory::default());
            stacks.unread.insert(0, format!("the memory of earlier runs: {error}"));
            Ok(stacks)
        }
    }
}

fn choose(outdated: &Outdated, settings: &Settings, memory: Memory) -> OutdatedStacks {
    let (candidates, others) = candidates(outdated);
    let (mut allowed, forbidden): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|candidate| settings.allows(&candidate.stack.name));
    memory.sort(&mut allowed);
    let nested = "its root stack is not an allowed stack";
    let nested =
        forbidden.iter().flat_map(|candidate| &candidate.findings).map(|finding| stuck_of(finding, nested));
    let others = others.iter().map(|finding| stuck_of(finding, &finding.remedy.reason().unwrap_or_default()));
    let stuck: BTreeSet<_> = others.chain(nested).collect();
    OutdatedStacks {
        left: allowed.len().saturating_sub(settings.maximum_stacks),
        stacks: allowed.iter().take(settings.maximum_stacks).map(outdated_stack).collect(),
        memory: memory.only(&allowed),
        seen: outdated.counts.stacks,
        more_stuck: stuck.len().saturating_sub(MAX_STUCK),
        stuck: stuck.into_iter().take(MAX_STUCK).collect(),
        unread: outdated.failures.iter().take(MAX_STUCK).map(ToString::to_string).collect(),
    }
}

fn outdated_stack(candidate: &Candidate) -> OutdatedStack {
    let StackName { name, id } = candidate.stack.clone();
    let mut functions = candidate.certain_functions();
    functions.truncate(MAX_FUNCTIONS);
    OutdatedStack { name, id, functions, updated: candidate.updated }
}

fn stuck_of(finding: &Finding, reason: &str) -> Stuck {
    let OutdatedLayer { function, holder, layer, .. } = &finding.outdated;
    let (current, next) = (finding.outdated.current(), finding.outdated.next());
    Stuck {
        stack: finding.outdated.owner.as_ref().map(|owner| owner.stack.name.clone()).unwrap_or_default(),
        function: format!("{function}, {holder}"),
        layer: format!("{layer}:{current}, newest is {next}"),
        reason: reason.to_owned(),
    }
}
