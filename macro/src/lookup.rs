//! What has to be asked of a catalog, and the answers.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::join_all;

use crate::catalog::{CatalogError, LayerCatalog, PublishedVersion};

/// Everything that has to be asked for one template, each thing once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questions {
    /// Layers whose newest version is wanted, by name or ARN.
    pub newest: BTreeSet<String>,
    /// Single versions, by layer and number.
    pub versions: BTreeSet<(String, u64)>,
}

type Answer = Result<Option<PublishedVersion>, CatalogError>;
type Newest = BTreeMap<String, Answer>;

/// The answers of a catalog.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    newest: Newest,
    versions: BTreeMap<(String, u64), Answer>,
    names: Vec<String>,
}

/// How many names are suggested for an unknown one.
const SUGGESTIONS: usize = 3;

/// How much two names have to be alike to be mixed up, from 0 to 1.
const ALIKE: f64 = 0.7;

impl Answers {
    /// Asks everything at once; how many requests are on their way at a time is up to the catalog.
    pub async fn of(catalog: &impl LayerCatalog, questions: Questions) -> Self {
        let newest = all_newest(catalog, questions.newest);
        let versions = join_all(questions.versions.into_iter().map(|(layer, number)| async move {
            let version = catalog.get_layer_version(&layer, number).await;
            ((layer, number), version)
        }));
        let (newest, versions) = futures::join!(newest, versions);
        let mut answers = Self { newest, versions: versions.into_iter().collect(), names: Vec::new() };
        answers.ask_for_help(catalog).await;
        answers
    }

    /// What the messages about missing layers and versions need.
    async fn ask_for_help(&mut self, catalog: &impl LayerCatalog) {
        let missing = self.versions.iter().filter(|(_, version)| matches!(version, Ok(None)));
        let layers =
            missing.map(|((layer, _), _)| layer.clone()).filter(|layer| !self.newest.contains_key(layer));
        let newest = all_newest(catalog, layers.collect()).await;
        self.newest.extend(newest);
        if self.newest.values().any(|newest| matches!(newest, Ok(None))) {
            // Without the names there is still an answer, only without a suggestion.
            self.names = catalog.list_layers().await.unwrap_or_default();
        }
    }

    /// The newest version of a layer; `None` when there is no such layer.
    ///
    /// # Errors
    /// What the catalog said.
    pub fn newest(&self, layer: &str) -> Result<Option<&PublishedVersion>, CatalogError> {
        answer(self.newest.get(layer))
    }

    /// One version of a layer; `None` when there is no such version.
    ///
    /// # Errors
    /// What the catalog said.
    pub fn version(&self, layer: &str, number: u64) -> Result<Option<&PublishedVersion>, CatalogError> {
        answer(self.versions.get(&(layer.to_owned(), number)))
    }

    /// The names most like an unknown one, the best first.
    pub fn closest(&self, name: &str) -> Vec<String> {
        let lower = name.to_lowercase();
        let mut scored: Vec<(f64, &String)> = self
            .names
            .iter()
            .map(|known| (strsim::jaro_winkler(&lower, &known.to_lowercase()), known))
            .filter(|(score, _)| *score >= ALIKE)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        scored.into_iter().take(SUGGESTIONS).map(|(_, name)| name.clone()).collect()
    }
}

fn answer(known: Option<&Answer>) -> Result<Option<&PublishedVersion>, CatalogError> {
    match known {
        Some(Ok(version)) => Ok(version.as_ref()),
        Some(Err(error)) => Err(error.clone()),
        None => Ok(None),
    }
}

async fn all_newest(catalog: &impl LayerCatalog, layers: BTreeSet<String>) -> Newest {
    let asked = layers.into_iter().map(|layer| async {
        let version = newest(catalog, &layer).await;
        (layer, version)
    });
    join_all(asked).await.into_iter().collect()
}

async fn newest(catalog: &impl LayerCatalog, layer: &str) -> Answer {
    let mut marker = None;
    loop {
        let page = catalog.list_layer_versions(layer, marker.as_deref()).await?;
        match (page.versions.into_iter().next(), page.next) {
            (None, Some(next)) => marker = Some(next),
            (version, _) => return Ok(version),
        }
    }
}
