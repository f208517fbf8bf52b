//! Which stacks a run has to refresh.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::fleet::inventory::{Inventory, Selection};
use crate::fleet::outdated::{Finding, Outdated, OutdatedLayer, outdated};
use crate::fleet::rollout::candidates;
use crate::fleet::stacks::StackName;
use crate::fleet::{Cloud, FleetError};

/// How many things that a refresh does not help a run carries along.
const MAX_STUCK: usize = 50;

/// What a run has to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutdatedStacks {
    /// The stacks to refresh.
    pub stacks: Vec<StackName>,
    /// How many more there are for later runs.
    pub left: usize,
    /// How many stacks were looked at.
    pub seen: usize,
    /// What a refresh does not help.
    pub stuck: Vec<Stuck>,
    /// How many more of those there are.
    pub more_stuck: usize,
    /// What could not be read.
    pub unread: Vec<String>,
}

/// A function with an old layer that a refresh does not help.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stuck {
    /// The name of its stack.
    pub stack: String,
    /// The name of the function, and what of it holds the layer.
    pub function: String,
    /// The layer and its versions.
    pub layer: String,
    /// Why a refresh does not help.
    pub reason: String,
}

/// Looks at the allowed stacks.
///
/// # Errors
/// [`FleetError`] when not even the list of stacks can be read.
pub(super) async fn find(cloud: &Cloud, settings: &Settings) -> Result<OutdatedStacks, FleetError> {
    let selection = Selection { stacks: settings.allowed_stacks.clone(), ..Selection::default() };
    let inventory = Inventory::read(cloud, &selection, &()).await?;
    Ok(choose(&outdated(cloud, &inventory, false, &()).await, settings))
}

fn choose(outdated: &Outdated, settings: &Settings) -> OutdatedStacks {
    let (candidates, others) = candidates(outdated);
    let (allowed, forbidden): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|candidate| settings.allows(&candidate.stack.name));
    let nested = "the stack that it is nested in is not an allowed one";
    let nested =
        forbidden.iter().flat_map(|candidate| &candidate.findings).map(|finding| stuck_of(finding, nested));
    let others = others.iter().map(|finding| stuck_of(finding, &finding.remedy.reason().unwrap_or_default()));
    let stuck: BTreeSet<_> = others.chain(nested).collect();
    OutdatedStacks {
        left: allowed.len().saturating_sub(settings.maximum_stacks),
        stacks: allowed.into_iter().map(|candidate| candidate.stack).take(settings.maximum_stacks).collect(),
        seen: outdated.counts.stacks,
        more_stuck: stuck.len().saturating_sub(MAX_STUCK),
        stuck: stuck.into_iter().take(MAX_STUCK).collect(),
        unread: outdated.failures.iter().take(MAX_STUCK).map(ToString::to_string).collect(),
    }
}

fn stuck_of(finding: &Finding, reason: &str) -> Stuck {
    let OutdatedLayer { function, holder, layer, version, newest, .. } = &finding.outdated;
    Stuck {
        stack: finding.outdated.owner.as_ref().map(|owner| owner.stack.name.clone()).unwrap_or_default(),
        function: format!("{function}, {holder}"),
        layer: format!("{layer}:{version}, newest is {newest}"),
        reason: reason.to_owned(),
    }
}
