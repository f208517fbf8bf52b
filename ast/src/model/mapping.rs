//! Mappings, the tables of constants (AWS CloudFormation User Guide, "Mappings").

use crate::model::section::{Named, declared, declared_by_name};
use crate::syntax::Node;

/// A mapping of the template: names for pairs of a top-level and a second-level key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapping<'t> {
    declaration: Named<'t>,
}

declared_by_name!(Mapping);

impl<'t> Mapping<'t> {
    /// The top-level keys, each with the mapping of its second-level keys.
    ///
    /// What a `Fn::Transform` would put here is not among them.
    pub fn top_level_keys(&self) -> impl Iterator<Item = Named<'t>> {
        declared(Some(self.value())).filter(|named| named.name != "Fn::Transform")
    }

    /// The value of a pair of keys: a scalar, or a list of them.
    pub fn find(&self, top_level_key: &str, second_level_key: &str) -> Option<Node<'t>> {
        self.value().get(top_level_key)?.get(second_level_key)
    }

    /// Whether a transform adds keys that the template does not tell.
    pub fn is_included(&self) -> bool {
        self.value().get("Fn::Transform").is_some()
    }
}
