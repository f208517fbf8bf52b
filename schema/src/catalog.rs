//! The tables in which resource types are looked up.

use crate::table::{Check, ResourceType, Table};

/// Tables of resource types, of which the first that has a type is used: those of users precede AWS's.
#[derive(Clone, Debug)]
pub struct Catalog<'s> {
    tables: Vec<&'s Table>,
}

impl<'s> Catalog<'s> {
    /// Creates a catalog of these tables, in the order of their precedence.
    pub fn new(tables: impl IntoIterator<Item = &'s Table>) -> Self {
        Self { tables: tables.into_iter().collect() }
    }

    /// Returns a resource type by name; `None` if no table has it.
    pub fn resource_type(&self, name: &str) -> Option<ResourceType<'s>> {
        self.tables.iter().find_map(|table| table.resource_type(name))
    }

    /// Returns the constraints of a resource type, of all tables: they hold for a type whose schema a user replaces, too.
    pub fn checks(&self, name: &str) -> impl Iterator<Item = Check<'s>> {
        self.tables.iter().filter_map(move |table| table.resource_type(name)).flat_map(ResourceType::checks)
    }
}
