//! Layers from Lambda or from a file, as the command line asks for.

#[cfg(feature = "aws")]
use super::aws::AwsCatalog;
use super::file::FileCatalog;
use super::{CatalogError, LayerCatalog, Page, PublishedVersion};

/// One of the two catalogs.
pub enum EitherCatalog {
    /// Layers as Lambda lists them.
    #[cfg(feature = "aws")]
    Aws(AwsCatalog),
    /// Layers that a file names.
    File(FileCatalog),
}

impl LayerCatalog for EitherCatalog {
    async fn list_layer_versions(&self, layer: &str, marker: Option<&str>) -> Result<Page, CatalogError> {
        match self {
            #[cfg(feature = "aws")]
            Self::Aws(catalog) => catalog.list_layer_versions(layer, marker).await,
            Self::File(catalog) => catalog.list_layer_versions(layer, marker).await,
        }
    }

    async fn get_layer_version(
        &self,
        layer: &str,
        number: u64,
    ) -> Result<Option<PublishedVersion>, CatalogError> {
        match self {
            #[cfg(feature = "aws")]
            Self::Aws(catalog) => catalog.get_layer_version(layer, number).await,
            Self::File(catalog) => catalog.get_layer_version(layer, number).await,
        }
    }

    async fn list_layers(&self) -> Result<Vec<String>, CatalogError> {
        match self {
            #[cfg(feature = "aws")]
            Self::Aws(catalog) => catalog.list_layers().await,
            Self::File(catalog) => catalog.list_layers().await,
        }
    }
}
