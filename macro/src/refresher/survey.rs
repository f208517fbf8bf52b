//! Which stacks a run has to refresh.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::fleet::outdated::{Finding, Outdated, outdated};
use crate::fleet::remedy::Remedy;
use crate::fleet::stacks::StackName;
use crate::fleet::survey::{Selection, survey};
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
    let deployed = survey(cloud, &selection, &()).await?;
    Ok(choose(&outdated(cloud, &deployed, false, &()).await, settings))
}

fn choose(outdated: &Outdated, settings: &Settings) -> OutdatedStacks {
    let (mut stacks, mut stuck) = (BTreeMap::new(), BTreeSet::new());
    for finding in &outdated.findings {
        let Some(owner) = &finding.owner else { continue };
        match (&finding.remedy, top(&owner.root).filter(|stack| settings.allows(&stack.name))) {
            (Remedy::Redeploy | Remedy::Perhaps(_), Some(stack)) => {
                _ = stacks.insert(stack.id.clone(), stack)
            }
            (Remedy::No(obstacle), _) => _ = stuck.insert(stuck_of(finding, &obstacle.to_string())),
            (_, None) => {
                _ = stuck.insert(stuck_of(finding, "the stack that it is nested in is not an allowed one"));
            }
        }
    }
    let left = stacks.len().saturating_sub(settings.maximum_stacks);
    OutdatedStacks {
        stacks: stacks.into_values().take(settings.maximum_stacks).collect(),
        left,
        seen: outdated.counts.stacks,
        more_stuck: stuck.len().saturating_sub(MAX_STUCK),
        stuck: stuck.into_iter().take(MAX_STUCK).collect(),
        unread: outdated.failures.iter().take(MAX_STUCK).map(ToString::to_string).collect(),
    }
}

/// The id of a stack is `arn:aws:cloudformation:<region>:<account>:stack/<name>/<uuid>`.
fn top(id: &str) -> Option<StackName> {
    let name = id.split('/').nth(1)?.to_owned();
    Some(StackName { name, id: id.to_owned() })
}

fn stuck_of(finding: &Finding, reason: &str) -> Stuck {
    let Finding { function, holder, layer, version, newest, .. } = finding;
    Stuck {
        stack: finding.owner.as_ref().map(|owner| owner.stack.name.clone()).unwrap_or_default(),
        function: format!("{function}, {holder}"),
        layer: format!("{layer}:{version}, newest is {newest}"),
        reason: reason.to_owned(),
    }
}
