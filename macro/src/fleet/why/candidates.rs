//! The versions of a layer, and why each of them was chosen or not.

use std::fmt;

use super::{ExplainedLayer, LayerVerdict};
use crate::catalog::compatibility::Requirements;
use crate::catalog::{CatalogError, LayerCatalog, PublishedVersion};
use crate::expand::{Choice, PassedOverReason};
use crate::fleet::{Cloud, FleetError};

/// A version of a layer that a deployment could choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The version.
    pub version: PublishedVersion,
    /// Whether the function has it.
    pub is_deployed: bool,
    /// Why it was chosen or not; `None` if a deployment chooses none.
    pub verdict: Option<CandidateVerdict>,
}

/// Why a version was chosen or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CandidateVerdict {
    /// It was chosen.
    Chosen,
    /// It does not support the runtime or architecture of the function; what it declares.
    Incompatible(String),
    /// It is newer and compatible, but must not be chosen; the reason.
    PassedOver(PassedOverReason),
    /// It is newer and compatible with this function, but another function or setting excludes it.
    Excluded,
    /// The reference names another version.
    NotNamed,
    /// It is older than the chosen one.
    Older,
}

impl fmt::Display for CandidateVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chosen => f.write_str("chosen"),
            Self::Incompatible(declared) => write!(f, "incompatible: it only supports {declared}"),
            Self::PassedOver(reason) => write!(f, "passed over: it {reason}"),
            Self::Excluded => {
                f.write_str("excluded by a setting, or by another function with the same reference")
            }
            Self::NotNamed => f.write_str("not chosen: the reference names another version"),
            Self::Older => f.write_str("older"),
        }
    }
}

/// The newest versions of a layer: the first page that Lambda lists, which the expansion of the template has already
/// requested if it resolved the layer. None for a layer whose account hides its versions.
///
/// # Errors
/// [`FleetError`] if the versions cannot be listed.
pub(super) async fn of(
    cloud: &Cloud,
    layer: &ExplainedLayer,
    requirements: &Requirements,
) -> Result<Vec<Candidate>, FleetError> {
    let Some(id) = &layer.layer else { return Ok(Vec::new()) };
    let mut versions = match cloud.catalog.list_layer_versions(id, None).await {
        Ok(page) => page.versions,
        Err(CatalogError::Denied { .. }) if id.starts_with("arn:") => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    versions.sort_by_key(|version| std::cmp::Reverse(version.number));
    let candidate = |version: PublishedVersion| Candidate {
        is_deployed: layer.deployed == Some(version.number),
        verdict: verdict(&version, &layer.verdict, requirements),
        version,
    };
    Ok(versions.into_iter().map(candidate).collect())
}

fn verdict(
    version: &PublishedVersion,
    layer: &LayerVerdict,
    requirements: &Requirements,
) -> Option<CandidateVerdict> {
    let (chosen, passed_over) = match layer {
        LayerVerdict::Chooses { number, passed_over, .. } => (Some(*number), passed_over.as_ref()),
        LayerVerdict::Keeps(_) | LayerVerdict::Refuses(_) | LayerVerdict::NoReference => (None, None),
    };
    if chosen == Some(version.number) {
        return Some(CandidateVerdict::Chosen);
    }
    if !requirements.are_met_by(version) {
        let declared: Vec<_> = version.runtimes.iter().chain(&version.architectures).cloned().collect();
        return Some(CandidateVerdict::Incompatible(declared.join(", ")));
    }
    if matches!(layer, LayerVerdict::Chooses { choice: Choice::Number, .. }) {
        return Some(CandidateVerdict::NotNamed);
    }
    if version.number < chosen? {
        return Some(CandidateVerdict::Older);
    }
    let reason = passed_over.filter(|newer| newer.number == version.number).map(|newer| newer.reason.clone());
    Some(reason.map_or(CandidateVerdict::Excluded, CandidateVerdict::PassedOver))
}
