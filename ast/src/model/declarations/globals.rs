//! The section `Globals` of SAM (AWS SAM Developer Guide, "Globals section of the AWS SAM template").

use crate::model::declarations::resource::Resource;
use crate::syntax::Node;

/// The section `Globals`: properties that all resources of a type have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Globals<'t> {
    node: Node<'t>,
}

impl<'t> Globals<'t> {
    pub(in crate::model) fn new(node: Node<'t>) -> Self {
        Self { node }
    }

    /// The mapping of the section.
    pub fn node(&self) -> Node<'t> {
        self.node
    }

    /// Returns the properties for resources of a type: those below `Function` for `AWS::Serverless::Function`.
    pub fn properties(&self, resource_type: &str) -> Option<Node<'t>> {
        self.node.get(resource_type.strip_prefix("AWS::Serverless::")?)
    }

    /// Returns the section's value of a property of a resource; `None` if the resource excludes it with
    /// `IgnoreGlobals`.
    ///
    /// The resource's own value overrides it, or is merged with it if both are mappings or lists.
    pub fn property(&self, resource: &Resource<'t>, name: &str) -> Option<Node<'t>> {
        let ignores = resource.attribute("IgnoreGlobals").is_some_and(|ignored| {
            ignored.text() == Some("*") || ignored.items().any(|item| item.text() == Some(name))
        });
        self.properties(resource.type_name()?)?.get(name).filter(|_| !ignores)
    }
}
