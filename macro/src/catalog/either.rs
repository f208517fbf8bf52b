//! The catalog of the command line: an AWS account or a file.

#[cfg(feature = "aws")]
use super::aws::AwsCatalog;
use super::file::FileCatalog;
use super::{CatalogError, LayerCatalog, Page, PublishedVersion};

/// A catalog of an AWS account or of a file.
pub enum EitherCatalog {
    /// The layers of an AWS account.
    #[cfg(feature = "aws")]
    Aws(AwsCatalog),
    /// The layers listed in a file.
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

    fn has_latest_only(&self) -> bool {
        match self {
            #[cfg(feature = "aws")]
            Self::Aws(catalog) => catalog.has_latest_only(),
            Self::File(catalog) => catalog.has_latest_only(),
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
