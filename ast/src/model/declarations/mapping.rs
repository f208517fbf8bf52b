//! Mappings, which are tables of constants (AWS CloudFormation User Guide, "Mappings").

use crate::model::declarations::declaration::{Named, declared, declared_by_name};
use crate::syntax::Node;

/// A mapping of the template: values for pairs of a top-level and a second-level key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapping<'t> {
    declaration: Named<'t>,
}

declared_by_name!(Mapping);

impl<'t> Mapping<'t> {
    /// The top-level keys, each with the mapping of its second-level keys.
    ///
    /// Keys that a `Fn::Transform` would insert are not included.
    pub fn top_level_keys(&self) -> impl Iterator<Item = Named<'t>> {
        declared(Some(self.value())).filter(|named| named.name != "Fn::Transform")
    }

    /// Returns the value of a pair of keys: a scalar, or a list of scalars.
    pub fn find(&self, top_level_key: &str, second_level_key: &str) -> Option<Node<'t>> {
        self.value().get(top_level_key)?.get(second_level_key)
    }

    /// Whether a `Fn::Transform` adds keys that are not known from the template.
    pub fn is_included(&self) -> bool {
        self.value().get("Fn::Transform").is_some()
    }
}
