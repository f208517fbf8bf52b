//! A catalog that sends each request once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::catalog::{CatalogError, LayerCatalog, Page, PublishedVersion};

type Responses<K, V> = Mutex<HashMap<K, Arc<OnceCell<Result<V, CatalogError>>>>>;

/// A cache of the responses of another catalog.
///
/// Hundreds of stacks share few layers, and all requests share the quota of the account.
pub struct Cache<C> {
    catalog: C,
    pages: Responses<(String, Option<String>), Page>,
    versions: Responses<(String, u64), Option<PublishedVersion>>,
    names: Responses<(), Vec<String>>,
}

impl<C> Cache<C> {
    /// Creates an empty cache of `catalog`.
    pub fn new(catalog: C) -> Self {
        Self { catalog, pages: Mutex::default(), versions: Mutex::default(), names: Mutex::default() }
    }
}

/// Returns the cell of a response, which all requests with the same key share and await.
fn cell<K: Hash + Eq, V>(responses: &Responses<K, V>, key: K) -> Arc<OnceCell<Result<V, CatalogError>>> {
    let mut responses = responses.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(responses.entry(key).or_default())
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
