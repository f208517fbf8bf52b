//! The search for versions of a layer that can be read, but not listed.
//!
//! The search requests ten versions at a time, upwards from a floor, until ten in a row above the newest one are
//! missing. Deleted versions leave gaps in the numbers, so a binary search could end at a gap below the newest version.

use futures::future::try_join_all;

use super::LayerQuery;
use crate::catalog::{CatalogError, LayerCatalog, PublishedVersion};

/// The number of versions above the newest known one that are requested at a time.
const WINDOW: u64 = 10;

/// Searches for versions until all criteria with a floor are satisfied, if possible; the highest floor first, because its
/// versions may satisfy the others.
///
/// # Errors
/// The first error except a denial: a search with missing responses, for example because of throttling, could end at an
/// old version.
pub(super) async fn search(
    catalog: &impl LayerCatalog,
    layer: &str,
    query: &LayerQuery,
) -> Result<Vec<PublishedVersion>, CatalogError> {
    let mut seen = Vec::new();
    for criteria in query.criteria.iter().rev().filter(|criteria| criteria.floor > 0) {
        if criteria.choose(&seen).is_none() {
            climb(catalog, layer, criteria.floor, &mut seen).await?;
        }
    }
    Ok(seen)
}

/// Searches upwards from a floor.
async fn climb(
    catalog: &impl LayerCatalog,
    layer: &str,
    floor: u64,
    seen: &mut Vec<PublishedVersion>,
) -> Result<(), CatalogError> {
    let mut from = floor;
    // The first window also contains the floor itself.
    let mut until = floor.saturating_add(WINDOW);
    loop {
        let versions = window(catalog, layer, from..=until).await?;
        // A whole window of missing versions ends the search.
        let Some(best) = versions.iter().map(|version| version.number).max() else { return Ok(()) };
        seen.extend(versions);
        (from, until) = (best.saturating_add(1), best.saturating_add(WINDOW));
        if best == u64::MAX {
            return Ok(());
        }
    }
}

/// Requests the versions with these numbers, and returns those that exist.
async fn window(
    catalog: &impl LayerCatalog,
    layer: &str,
    numbers: impl Iterator<Item = u64>,
) -> Result<Vec<PublishedVersion>, CatalogError> {
    let requests = numbers.map(|number| async move {
        match catalog.get_layer_version(layer, number).await {
            // Lambda also denies access to the missing versions of a foreign layer.
            Err(CatalogError::Denied { .. }) => Ok(None),
            answer => answer,
        }
    });
    Ok(try_join_all(requests).await?.into_iter().flatten().collect())
}
