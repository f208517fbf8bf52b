//! The catalog of a file that contains the output of `aws lambda list-layers`.

use std::collections::BTreeMap;

use cfn_ast::layer::{Layer, LayerArn, LayerReference};
use serde::Deserialize;

use super::{CatalogError, Home, LayerCatalog, Page, PublishedVersion};

/// The layers listed in a file, each with its latest version.
#[derive(Debug)]
pub struct FileCatalog {
    layers: BTreeMap<String, Vec<PublishedVersion>>,
    home: Option<Home>,
}

/// An error in a list of layers.
#[derive(Debug, thiserror::Error)]
pub enum FileCatalogError {
    /// The text has another structure.
    #[error("not the output of `aws lambda list-layers`: {0}")]
    Shape(#[from] serde_json::Error),
    /// An ARN does not identify a layer version.
    #[error("`{0}` is not the ARN of a layer version")]
    Arn(String),
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListLayers {
    layers: Vec<ListedLayer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListedLayer {
    layer_name: String,
    latest_matching_version: ListedVersion,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListedVersion {
    layer_version_arn: String,
    version: u64,
    created_date: Option<String>,
    #[serde(default)]
    compatible_runtimes: Vec<String>,
    #[serde(default)]
    compatible_architectures: Vec<String>,
}

impl FileCatalog {
    /// Reads the output of `aws lambda list-layers`.
    ///
    /// # Errors
    /// [`FileCatalogError`] if the text is anything else.
    pub fn parse(text: &str) -> Result<Self, FileCatalogError> {
        let listed: ListLayers = serde_json::from_str(text)?;
        let mut catalog = Self { layers: BTreeMap::new(), home: None };
        for layer in listed.layers {
            catalog.add(layer)?;
        }
        for versions in catalog.layers.values_mut() {
            versions.sort_by_key(|version| std::cmp::Reverse(version.number));
        }
        Ok(catalog)
    }

    /// The account and region of the first layer, if there is one.
    pub fn home(&self) -> Option<&Home> {
        self.home.as_ref()
    }

    /// Adds a layer under the key by which it is looked up. Layers of the first one's account and region are own
    /// layers, looked up by name; all others are looked up by ARN.
    fn add(&mut self, layer: ListedLayer) -> Result<(), FileCatalogError> {
        let ListedVersion {
            layer_version_arn: arn,
            version: number,
            created_date: published,
            compatible_runtimes,
            compatible_architectures,
        } = layer.latest_matching_version;
        let Some(parts) = version_arn(&arn) else { return Err(FileCatalogError::Arn(arn)) };
        let home = Home::of(parts);
        let key = if *self.home.get_or_insert_with(|| home.clone()) == home {
            layer.layer_name
        } else {
            parts.to_string()
        };
        let (runtimes, architectures) = (compatible_runtimes, compatible_architectures);
        self.layers.entry(key).or_default().push(PublishedVersion {
            arn,
            number,
            runtimes,
            architectures,
            published,
        });
        Ok(())
    }

    fn versions(&self, layer: &str) -> &[PublishedVersion] {
        self.layers.get(layer).map_or(&[], Vec::as_slice)
    }
}

fn version_arn(text: &str) -> Option<LayerArn<'_>> {
    match LayerReference::parse(text) {
        Ok(reference @ LayerReference::Layer { layer: Layer::Arn(arn), .. }) if reference.is_pinned() => {
            Some(arn)
        }
        _ => None,
    }
}

impl LayerCatalog for FileCatalog {
    async fn list_layer_versions(&self, layer: &str, _: Option<&str>) -> Result<Page, CatalogError> {
        Ok(Page { versions: self.versions(layer).to_vec(), next: None })
    }

    async fn get_layer_version(
        &self,
        layer: &str,
        number: u64,
    ) -> Result<Option<PublishedVersion>, CatalogError> {
        let versions = self.versions(layer);
        if let Some(version) = versions.iter().find(|version| version.number == number) {
            return Ok(Some(version.clone()));
        }
        match versions.first() {
            // An older version may exist; the file cannot tell.
            Some(latest) if latest.number > number => {
                Err(CatalogError::NotInFile { layer: layer.to_owned(), number })
            }
            _ => Ok(None),
        }
    }

    fn has_latest_only(&self) -> bool {
        true
    }

    async fn list_layers(&self) -> Result<Vec<String>, CatalogError> {
        Ok(self.layers.keys().cloned().collect())
    }
}
