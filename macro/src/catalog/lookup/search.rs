//! Versions of a layer that can be read, but not listed.
//!
//! From a floor upwards, ten versions at a time are asked for, until ten in a row above the best one are missing.
//! Numbers only grow and deleted ones leave gaps, so cutting in halves could end at a gap in the middle.

use futures::future::try_join_all;

use super::{LayerQuery, newest};
use crate::catalog::{CatalogError, LayerCatalog, PublishedVersion};

/// How many versions above the best one are asked for at a time.
const WINDOW: u64 = 10;

/// Searches for versions, from the highest floor on first, until each want with a floor is met if it can be.
///
/// # Errors
/// The first answer that is neither a version nor a refusal: a search that misses answers, because of throttling for
/// one, could end at an old version.
pub(super) async fn search(
    catalog: &impl LayerCatalog,
    layer: &str,
    query: &LayerQuery,
) -> Result<Vec<PublishedVersion>, CatalogError> {
    let mut seen = Vec::new();
    for (floor, requirements) in query.constraints.iter().rev().filter(|(floor, _)| *floor > 0) {
        if newest(&seen, *floor, requirements).is_none() {
            climb(catalog, layer, *floor, &mut seen).await?;
        }
    }
    Ok(seen)
}

async fn climb(
    catalog: &impl LayerCatalog,
    layer: &str,
    floor: u64,
    seen: &mut Vec<PublishedVersion>,
) -> Result<(), CatalogError> {
    let mut from = floor;
    // The first window has the floor itself in it.
    let mut until = floor.saturating_add(WINDOW);
    loop {
        let versions = window(catalog, layer, from..=until).await?;
        let Some(best) = versions.iter().map(|version| version.number).max() else { return Ok(()) };
        seen.extend(versions);
        (from, until) = (best.saturating_add(1), best.saturating_add(WINDOW));
        if best == u64::MAX {
            return Ok(());
        }
    }
}

async fn window(
    catalog: &impl LayerCatalog,
    layer: &str,
    numbers: impl Iterator<Item = u64>,
) -> Result<Vec<PublishedVersion>, CatalogError> {
    let requests = numbers.map(|number| async move {
        match catalog.get_layer_version(layer, number).await {
            // A version that is missing and one that is not granted look the same.
            Err(CatalogError::Denied { .. }) => Ok(None),
            answer => answer,
        }
    });
    Ok(try_join_all(requests).await?.into_iter().flatten().collect())
}
