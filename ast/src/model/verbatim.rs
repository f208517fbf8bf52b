//! The parts of a template in which something reads the functions as they are written, before CloudFormation evaluates
//! them.
//!
//! The proof of a rewrite and the rules that offer it both ask here, so that they cannot disagree.

use crate::model::{ForEach, FunctionName, Section, Template, Transform, TransformKind};
use crate::syntax::{Entry, Node};

impl<'t> Template<'t> {
    /// Whether anything sees the functions in a node as they are written: a custom macro, a loop, a transform, the
    /// section `Rules`, SAM's hashes, or the macro Uselatest in `Layers`.
    pub fn reads_functions_as_written(&self, node: Node<'t>) -> bool {
        let is_part = |outer: Node<'t>| {
            let entry = outer.own_entry().filter(|entry| entry.value.id() == outer.id());
            let by_key = entry.and_then(|entry| Some(self.reads_entry_as_written(entry.name()?, entry)));
            // A section has thousands of entries, and each function in it asks.
            let is_given = || self.has_snippet(outer) && is_given_to_macro(outer);
            by_key == Some(true) || is_transform(outer) || is_given()
        };
        self.has_custom_macro() || std::iter::once(node).chain(node.ancestors()).any(is_part)
    }

    /// Whether the functions in the value of an entry are read as they are written, because of its key.
    pub(crate) fn reads_entry_as_written(&self, name: &str, entry: Entry<'t>) -> bool {
        let is_at_root = || entry.key.parent() == Some(self.root());
        let sections = [Section::Rules, Section::Globals, Section::Transform];
        (sections.iter().any(|section| name == section.key()) && is_at_root())
            || (name == "Layers" && self.has_layers_read())
            || self.is_hashed(name, entry)
            || ForEach::is_key(name)
            || name == FunctionName::Transform.key()
    }

    /// Whether the macro Uselatest reads the layers of functions.
    #[cfg(feature = "uselatest")]
    fn has_layers_read(&self) -> bool {
        self.has_transform(TransformKind::Uselatest)
    }

    /// Without the feature, the macro Uselatest is a custom macro like any other.
    #[cfg(not(feature = "uselatest"))]
    #[allow(clippy::unused_self, reason = "the template decides if the feature is on")]
    fn has_layers_read(&self) -> bool {
        false
    }

    /// Whether an entry is the properties of a resource from which SAM derives logical IDs.
    fn is_hashed(&self, name: &str, entry: Entry<'t>) -> bool {
        let owner = entry.key.parent().filter(|_| name == "Properties");
        let logical_id = owner.and_then(Node::key).and_then(Node::text);
        let resource = logical_id.and_then(|logical_id| self.resources().get(logical_id));
        resource.is_some_and(|resource| {
            owner.is_some_and(|owner| owner.id() == resource.value().id())
                && self.has_hashed_properties(resource)
        })
    }
}

/// Whether a mapping contains `Fn::Transform` with a macro, which receives the mapping. `AWS::Include` only adds to it.
pub(crate) fn is_given_to_macro(mapping: Node<'_>) -> bool {
    let call = mapping.get(FunctionName::Transform.key()).and_then(Transform::from_node);
    call.is_some_and(|call| call.kind() != TransformKind::Include)
}

/// Whether the node is `!Transform` with its argument.
fn is_transform(node: Node<'_>) -> bool {
    node.tree().node(node.id()).local_tag() == Some(FunctionName::Transform.name())
}
