//! What has to be asked of a catalog, and the answers.

mod search;

use std::collections::{BTreeMap, BTreeSet};

use futures::future::join_all;

use crate::catalog::compatibility::Requirements;
use crate::catalog::{CatalogError, LayerCatalog, PublishedVersion};
use crate::names::closest;

/// Everything that has to be asked for one template, each thing once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queries {
    /// Layers whose versions are wanted, by name or ARN.
    pub layers: BTreeMap<String, LayerQuery>,
    /// Single versions, by layer and number.
    pub versions: BTreeSet<(String, u64)>,
}

/// What is wanted of one layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LayerQuery {
    /// Whether the layer belongs to another account, which may hide its versions.
    pub is_foreign: bool,
    /// Each floor and needs that a newest version is wanted for; floor 0 is none.
    pub constraints: BTreeSet<(u64, Requirements)>,
}

/// What is known of the versions of a layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The versions: all of them, or so many that every want is met.
    pub versions: Vec<PublishedVersion>,
    /// Whether the versions could not be listed, so that only those were seen that were searched for.
    pub is_hidden: bool,
}

/// The answers of a catalog.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    layers: BTreeMap<String, Result<History, CatalogError>>,
    versions: BTreeMap<(String, u64), Result<Option<PublishedVersion>, CatalogError>>,
    names: Vec<String>,
}

impl LayerQuery {
    fn is_satisfied_by(&self, versions: &[PublishedVersion]) -> bool {
        self.constraints.iter().all(|(floor, requirements)| newest(versions, *floor, requirements).is_some())
    }
}

impl History {
    /// The newest version from a floor on that fits.
    pub fn newest(&self, floor: u64, requirements: &Requirements) -> Option<&PublishedVersion> {
        newest(&self.versions, floor, requirements)
    }

    /// The newest version of all.
    pub fn latest(&self) -> Option<&PublishedVersion> {
        self.newest(0, &Requirements::default())
    }
}

fn newest<'v>(
    versions: &'v [PublishedVersion],
    floor: u64,
    requirements: &Requirements,
) -> Option<&'v PublishedVersion> {
    let fitting =
        versions.iter().filter(|version| version.number >= floor && requirements.are_met_by(version));
    fitting.max_by_key(|version| version.number)
}

impl Answers {
    /// Asks everything at once; how many requests are on their way at a time is up to the catalog.
    pub async fn of(catalog: &impl LayerCatalog, queries: Queries) -> Self {
        let layers = histories(catalog, queries.layers);
        let versions = join_all(queries.versions.into_iter().map(|(layer, number)| async move {
            let version = catalog.get_layer_version(&layer, number).await;
            ((layer, number), version)
        }));
        let (layers, versions) = futures::join!(layers, versions);
        let mut answers = Self { layers, versions: versions.into_iter().collect(), names: Vec::new() };
        answers.look_up_for_messages(catalog).await;
        answers
    }

    /// What the messages about missing layers and versions need.
    async fn look_up_for_messages(&mut self, catalog: &impl LayerCatalog) {
        let missing = self.versions.iter().filter(|(_, version)| matches!(version, Ok(None)));
        let layers = missing.map(|((layer, _), _)| layer.clone());
        let layers = layers.filter(|layer| !self.layers.contains_key(layer));
        let query =
            LayerQuery { is_foreign: false, constraints: BTreeSet::from([(0, Requirements::default())]) };
        let histories = histories(catalog, layers.map(|layer| (layer, query.clone())).collect()).await;
        self.layers.extend(histories);
        let is_unknown = |history: &History| history.versions.is_empty() && !history.is_hidden;
        if self.layers.values().flatten().any(is_unknown) {
            // Without the names there is still an answer, only without a suggestion.
            self.names = catalog.list_layers().await.unwrap_or_default();
        }
    }

    /// What is known of the versions of a layer; nothing for one that does not exist.
    ///
    /// # Errors
    /// What the catalog said.
    pub fn history(&self, layer: &str) -> Result<&History, CatalogError> {
        static NOTHING: History = History { versions: Vec::new(), is_hidden: false };
        match self.layers.get(layer) {
            Some(Ok(history)) => Ok(history),
            Some(Err(error)) => Err(error.clone()),
            None => Ok(&NOTHING),
        }
    }

    /// One version of a layer; `None` when there is no such version.
    ///
    /// # Errors
    /// What the catalog said.
    pub fn version(&self, layer: &str, number: u64) -> Result<Option<&PublishedVersion>, CatalogError> {
        match self.versions.get(&(layer.to_owned(), number)) {
            Some(Ok(version)) => Ok(version.as_ref()),
            Some(Err(error)) => Err(error.clone()),
            None => Ok(None),
        }
    }

    /// The names most like an unknown one, the best first.
    pub fn closest(&self, name: &str) -> Vec<String> {
        let closest = closest(name, self.names.iter().map(String::as_str));
        closest.into_iter().map(str::to_owned).collect()
    }
}

async fn histories(
    catalog: &impl LayerCatalog,
    layers: BTreeMap<String, LayerQuery>,
) -> BTreeMap<String, Result<History, CatalogError>> {
    let requests = layers.into_iter().map(|(layer, query)| async move {
        let history = history(catalog, &layer, &query).await;
        (layer, history)
    });
    join_all(requests).await.into_iter().collect()
}

/// A policy on a layer can grant `lambda:GetLayerVersion` to other accounts, but never the list of its versions.
async fn history(
    catalog: &impl LayerCatalog,
    layer: &str,
    query: &LayerQuery,
) -> Result<History, CatalogError> {
    match list(catalog, layer, query).await {
        Ok(versions) if !versions.is_empty() || !query.is_foreign => {
            Ok(History { versions, is_hidden: false })
        }
        Ok(_) | Err(CatalogError::Denied { .. }) if query.is_foreign => {
            Ok(History { versions: search::search(catalog, layer, query).await?, is_hidden: true })
        }
        other => other.map(|versions| History { versions, is_hidden: false }),
    }
}

/// Lists versions, newest first, until every want is met.
async fn list(
    catalog: &impl LayerCatalog,
    layer: &str,
    query: &LayerQuery,
) -> Result<Vec<PublishedVersion>, CatalogError> {
    let mut versions = Vec::new();
    let mut marker = None;
    loop {
        let page = catalog.list_layer_versions(layer, marker.as_deref()).await?;
        versions.extend(page.versions);
        if page.next.is_none() || query.is_satisfied_by(&versions) {
            return Ok(versions);
        }
        marker = page.next;
    }
}
