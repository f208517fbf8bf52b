//! The lookup of the layers of a template: queries to a catalog, and its answers.

mod search;

use std::collections::{BTreeMap, BTreeSet};

use futures::future::join_all;

use super::markers::Markers;
use crate::catalog::eligibility::Criteria;
use crate::catalog::{CatalogError, LayerCatalog, PublishedVersion};
use crate::names::closest;

/// The IAM action that lists versions.
pub(crate) const LIST_LAYER_VERSIONS: &str = "lambda:ListLayerVersions";

/// The queries of a template, each of them once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queries {
    /// The layers whose versions are listed, by name or ARN.
    pub layers: BTreeMap<String, LayerQuery>,
    /// The exact versions, by layer and number.
    pub versions: BTreeSet<(String, u64)>,
}

/// A query for the newest versions of a layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LayerQuery {
    /// Whether the layer belongs to another account, which may hide its versions.
    pub is_foreign: bool,
    /// The criteria, each of which is satisfied by a version of its own.
    pub criteria: BTreeSet<Criteria>,
}

/// The known versions of a layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The versions: all of them, or the newest ones up to the point where all criteria are satisfied.
    pub versions: Vec<PublishedVersion>,
    /// Whether the versions could not be listed, so that only versions found by number are known.
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
    /// Whether a known version exists, and criteria hold it back, so that they may choose an older one.
    fn needs_older_than(&self, versions: &[PublishedVersion]) -> bool {
        let holds_back =
            |criteria: &Criteria| criteria.are_selective() && criteria.choose(versions).is_none();
        !versions.is_empty() && self.criteria.iter().any(holds_back)
    }

    fn is_satisfied_by(&self, versions: &[PublishedVersion]) -> bool {
        self.criteria.iter().all(|criteria| criteria.choose(versions).is_some())
    }
}

impl History {
    /// The newest version that satisfies the criteria.
    pub fn choose(&self, criteria: &Criteria) -> Option<&PublishedVersion> {
        criteria.choose(&self.versions)
    }

    /// The newest known version.
    pub fn latest(&self) -> Option<&PublishedVersion> {
        self.versions.iter().max_by_key(|version| version.number)
    }
}

impl Answers {
    /// Sends all queries at once; the catalog limits the number of concurrent requests.
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

    /// Looks up what only messages need: the latest version beside a missing one, and names similar to an unknown one.
    async fn look_up_for_messages(&mut self, catalog: &impl LayerCatalog) {
        let missing = self.versions.iter().filter(|(_, version)| matches!(version, Ok(None)));
        let layers = missing.map(|((layer, _), _)| layer.clone());
        let layers = layers.filter(|layer| !self.layers.contains_key(layer));
        let query = LayerQuery { is_foreign: false, criteria: BTreeSet::from([Criteria::default()]) };
        let histories = histories(catalog, layers.map(|layer| (layer, query.clone())).collect()).await;
        self.layers.extend(histories);
        let is_unknown = |history: &History| history.versions.is_empty() && !history.is_hidden;
        if self.layers.values().flatten().any(is_unknown) {
            // If the names cannot be listed, the message has no suggestion, but is still right.
            self.names = catalog.list_layers().await.unwrap_or_default();
        }
    }

    /// Returns the known versions of a layer; none if it does not exist.
    ///
    /// # Errors
    /// The [`CatalogError`] of the query.
    pub fn history(&self, layer: &str) -> Result<&History, CatalogError> {
        static NOTHING: History = History { versions: Vec::new(), is_hidden: false };
        match self.layers.get(layer) {
            Some(Ok(history)) => Ok(history),
            Some(Err(error)) => Err(error.clone()),
            None => Ok(&NOTHING),
        }
    }

    /// Returns a version of a layer; `None` if it does not exist.
    ///
    /// # Errors
    /// The [`CatalogError`] of the query.
    pub fn version(&self, layer: &str, number: u64) -> Result<Option<&PublishedVersion>, CatalogError> {
        match self.versions.get(&(layer.to_owned(), number)) {
            Some(Ok(version)) => Ok(version.as_ref()),
            Some(Err(error)) => Err(error.clone()),
            None => Ok(None),
        }
    }

    /// Returns the names most similar to an unknown one, best first.
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

/// Looks up the versions of a layer. The policy of a layer can grant `lambda:GetLayerVersion` to other accounts, but
/// not `lambda:ListLayerVersions`, so the versions of a foreign layer are searched by number if they cannot be listed.
async fn history(
    catalog: &impl LayerCatalog,
    layer: &str,
    query: &LayerQuery,
) -> Result<History, CatalogError> {
    match list(catalog, layer, query).await {
        Ok(versions) if catalog.has_latest_only() && query.needs_older_than(&versions) => {
            Err(CatalogError::LatestOnly { layer: layer.to_owned() })
        }
        // An empty list is final for an own layer, but may mean a lack of permission for a foreign one.
        Ok(versions) if !versions.is_empty() || !query.is_foreign => {
            Ok(History { versions, is_hidden: false })
        }
        Ok(_) | Err(CatalogError::Denied { .. }) if query.is_foreign => {
            Ok(History { versions: search::search(catalog, layer, query).await?, is_hidden: true })
        }
        other => other.map(|versions| History { versions, is_hidden: false }),
    }
}

/// Lists versions, newest first, until all criteria are satisfied.
async fn list(
    catalog: &impl LayerCatalog,
    layer: &str,
    query: &LayerQuery,
) -> Result<Vec<PublishedVersion>, CatalogError> {
    let mut versions = Vec::new();
    let (mut markers, mut marker) = (Markers::default(), None);
    loop {
        let page = catalog.list_layer_versions(layer, marker.as_deref()).await?;
        versions.extend(page.versions);
        marker = markers.next(LIST_LAYER_VERSIONS, page.next.as_deref())?;
        if marker.is_none() || query.is_satisfied_by(&versions) {
            return Ok(versions);
        }
    }
}
