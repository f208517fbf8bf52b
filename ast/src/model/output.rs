//! Outputs (AWS CloudFormation User Guide, "Outputs").

use crate::model::section::Named;
use crate::syntax::Node;

/// An output of the template, or one that a `Fn::ForEach` makes several of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Output<'t> {
    declaration: Named<'t>,
}

impl<'t> Output<'t> {
    pub(super) fn new(declaration: Named<'t>) -> Self {
        Self { declaration }
    }

    /// The key with the name, and what stands behind it.
    pub fn declaration(&self) -> Named<'t> {
        self.declaration
    }

    /// The logical ID; in a `Fn::ForEach` with the loop's variables in it.
    pub fn name(&self) -> &'t str {
        self.declaration.name
    }

    /// The key that gives the name.
    pub fn key(&self) -> Node<'t> {
        self.declaration.key
    }

    /// The mapping that describes the output.
    pub fn value(&self) -> Node<'t> {
        self.declaration.value
    }

    /// What the output gives, its `Value`.
    pub fn output_value(&self) -> Option<Node<'t>> {
        self.value().get("Value")
    }

    /// The description.
    pub fn description(&self) -> Option<Node<'t>> {
        self.value().get("Description")
    }

    /// The scalar with the name of the condition under which the output exists.
    pub fn condition(&self) -> Option<Node<'t>> {
        self.value().get("Condition")
    }

    /// The name under which other stacks import the output, `Export` with its `Name`.
    pub fn export_name(&self) -> Option<Node<'t>> {
        self.value().get("Export")?.get("Name")
    }
}
