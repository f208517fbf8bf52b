//! The tables in which resource types are looked up.

use std::sync::{Arc, LazyLock};

use crate::table::{Check, ResourceType, Table};
use crate::type_pattern::TypePattern;

/// The resource types that are known: those of AWS, and before them those that users describe themselves.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    own: Option<Arc<Table>>,
    unchecked: Vec<TypePattern>,
    regions: Option<Vec<String>>,
}

impl Catalog {
    /// Returns the catalog of AWS's and SAM's resource types, in any region.
    pub fn aws() -> &'static Self {
        static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::default);
        &CATALOG
    }

    /// Returns the catalog with a table whose types replace those of the same name.
    #[must_use]
    pub fn with_table(self, table: Arc<Table>) -> Self {
        Self { own: Some(table), ..self }
    }

    /// Returns the catalog with types that exist and of which nothing else is known. The types of the user's own table
    /// remain known.
    #[must_use]
    pub fn with_unchecked(self, patterns: Vec<TypePattern>) -> Self {
        Self { unchecked: patterns, ..self }
    }

    /// Returns the catalog for the regions in which templates are deployed; `None` for any region.
    #[must_use]
    pub fn with_regions(self, regions: Option<Vec<String>>) -> Self {
        Self { regions, ..self }
    }

    /// Returns a resource type by name; `None` if nothing is known of it.
    pub fn resource_type(&self, name: &str) -> Option<ResourceType<'_>> {
        let own = self.own.as_ref().and_then(|table| table.resource_type(name));
        own.or_else(|| Table::aws().resource_type(name).filter(|_| !self.is_unchecked(name)))
    }

    /// Whether a resource type exists, as far as is known.
    pub fn has_type(&self, name: &str) -> bool {
        self.is_unchecked(name) || self.resource_type(name).is_some()
    }

    fn is_unchecked(&self, name: &str) -> bool {
        self.unchecked.iter().any(|pattern| pattern.matches(name))
    }

    /// The names of all resource types in the tables, sorted, each once.
    pub fn type_names(&self) -> Vec<String> {
        let own = self.own.iter().flat_map(|table| table.type_names());
        let mut names: Vec<String> = own.chain(Table::aws().type_names()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The constraints of a resource type, which also apply if a user describes the type.
    pub fn checks(&self, name: &str) -> impl Iterator<Item = Check<'static>> {
        let known = Table::aws().resource_type(name).filter(|_| self.resource_type(name).is_some());
        known.into_iter().flat_map(ResourceType::checks)
    }

    /// The regions in which templates are deployed; `None` for any region.
    pub fn regions(&self) -> Option<&[String]> {
        self.regions.as_deref()
    }

    /// The date of AWS's schemas, `YYYY-MM-DD`.
    pub fn date(&self) -> &'static str {
        Table::aws().date()
    }
}
