//! Resources and their attributes.

use crate::foreign;
use crate::model::declarations::declaration::Named;
use crate::syntax::Node;

/// A resource of the template, or one in the body of a `Fn::ForEach`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource<'t> {
    declaration: Named<'t>,
    in_loop: bool,
}

/// One name in a `DependsOn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DependsOn<'t> {
    /// The scalar with the logical ID.
    pub node: Node<'t>,
    /// The logical ID.
    pub logical_id: &'t str,
}

impl<'t> Resource<'t> {
    pub(in crate::model) fn new(declaration: Named<'t>, in_loop: bool) -> Self {
        Self { declaration, in_loop }
    }

    /// The logical ID; in a `Fn::ForEach` it contains loop variables.
    pub fn logical_id(&self) -> &'t str {
        self.declaration.name
    }

    /// The key of the resource.
    pub fn key(&self) -> Node<'t> {
        self.declaration.key
    }

    /// The mapping that describes the resource.
    pub fn value(&self) -> Node<'t> {
        self.declaration.value
    }

    /// Whether the resource is in the body of a `Fn::ForEach`.
    pub fn is_in_loop(&self) -> bool {
        self.in_loop
    }

    /// The type: `AWS::S3::Bucket`, `Custom::Thing`.
    pub fn type_name(&self) -> Option<&'t str> {
        // The text of `!Sub Name` is that of the argument, in which CloudFormation finds no type.
        self.value().get("Type").filter(|node| node.local_tag().is_none())?.text()
    }

    /// Whether it is a module, which is replaced with resources of its own (AWS CloudFormation User Guide, "Modules"), or
    /// one of Rain's modules.
    pub fn is_module(&self) -> bool {
        let is_directive = || self.value().get("Type").is_some_and(foreign::is_directive);
        is_directive() || self.type_name().is_some_and(|name| name.ends_with("::MODULE"))
    }

    /// The properties.
    pub fn properties(&self) -> Option<Node<'t>> {
        self.value().get("Properties")
    }

    /// Returns a property by name.
    pub fn property(&self, name: &str) -> Option<Node<'t>> {
        self.properties()?.get(name)
    }

    /// The metadata.
    pub fn metadata(&self) -> Option<Node<'t>> {
        self.value().get("Metadata")
    }

    /// The name of the condition under which the resource is created.
    pub fn condition(&self) -> Option<Node<'t>> {
        self.value().get("Condition")
    }

    /// Returns an attribute of the resource by name: `DeletionPolicy`, `UpdateReplacePolicy`, `CreationPolicy` and so
    /// on.
    pub fn attribute(&self, name: &str) -> Option<Node<'t>> {
        self.value().get(name)
    }

    /// The explicit dependencies of the resource, declared as one name or as a list.
    pub fn depends_on(&self) -> impl Iterator<Item = DependsOn<'t>> {
        self.value().get("DependsOn").into_iter().flat_map(DependsOn::names)
    }
}

impl<'t> DependsOn<'t> {
    pub(in crate::model) fn names(value: Node<'t>) -> impl Iterator<Item = Self> {
        let single = value.is_scalar().then_some(value);
        let nodes = single.into_iter().chain(value.items());
        nodes.filter_map(|node| Some(Self { node, logical_id: node.text()? }))
    }
}
