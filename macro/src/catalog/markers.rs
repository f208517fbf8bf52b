//! The markers of a list that is returned in pages.

use std::collections::HashSet;

use super::CatalogError;

/// The markers that a list has returned. A list that returns one of them again would never end.
#[derive(Debug, Default)]
pub(crate) struct Markers(HashSet<String>);

impl Markers {
    /// Returns the marker of the next page; `None` after the last page. Some services return an empty marker then.
    ///
    /// # Errors
    /// [`CatalogError::Endless`] if the marker was returned before.
    pub(crate) fn next(
        &mut self,
        action: &'static str,
        marker: Option<&str>,
    ) -> Result<Option<String>, CatalogError> {
        let Some(marker) = marker.filter(|marker| !marker.is_empty()) else { return Ok(None) };
        if !self.0.insert(marker.to_owned()) {
            return Err(CatalogError::Endless { action });
        }
        Ok(Some(marker.to_owned()))
    }
}
