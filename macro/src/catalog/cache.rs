//! A catalog that asks for each thing once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::catalog::{CatalogError, LayerCatalog, Page, PublishedVersion};

type Answers<K, V> = Mutex<HashMap<K, Arc<OnceCell<Result<V, CatalogError>>>>>;

/// Keeps the answers of another catalog for as long as one survey takes.
///
/// Hundreds of stacks share few layers, and the requests for them the quota of the account.
pub struct Cache<C> {
    catalog: C,
    pages: Answers<(String, Option<String>), Page>,
    versions: Answers<(String, u64), Option<PublishedVersion>>,
    names: Answers<(), Vec<String>>,
}

impl<C> Cache<C> {
    /// Remembers what `catalog` answers.
    pub fn new(catalog: C) -> Self {
        Self { catalog, pages: Mutex::default(), versions: Mutex::default(), names: Mutex::default() }
    }
}

/// The cell of an answer, shared by all requests with the same key.
fn cell<K: Hash + Eq, V>(answers: &Answers<K, V>, key: K) -> Arc<OnceCell<Result<V, CatalogError>>> {
    let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(answers.entry(key).or_default())
}

impl<C: LayerCatalog + Send> LayerCatalog for Cache<C> {
    async fn list_layer_versions(&self, layer: &str, marker: Option<&str>) -> Result<Page, CatalogError> {
        let cell = cell(&self.pages, (layer.to_owned(), marker.map(str::to_owned)));
        cell.get_or_init(|| self.catalog.list_layer_versions(layer, marker)).await.clone()
    }

    async fn get_layer_version(
        &self,
        layer: &str,
        number: u64,
    ) -> Result<Option<PublishedVersion>, CatalogError> {
        let cell = cell(&self.versions, (layer.to_owned(), number));
        cell.get_or_init(|| self.catalog.get_layer_version(layer, number)).await.clone()
    }

    async fn list_layers(&self) -> Result<Vec<String>, CatalogError> {
        cell(&self.names, ()).get_or_init(|| self.catalog.list_layers()).await.clone()
    }
}
