//! Outputs (AWS CloudFormation User Guide, "Outputs").

use crate::model::declarations::declaration::{Named, declared_by_name};
use crate::syntax::Node;

/// An output of the template, or one in the body of a `Fn::ForEach`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Output<'t> {
    declaration: Named<'t>,
}

declared_by_name!(Output);

impl<'t> Output<'t> {
    /// The `Value` of the output.
    pub fn output_value(&self) -> Option<Node<'t>> {
        self.value().get("Value")
    }

    /// The description.
    pub fn description(&self) -> Option<Node<'t>> {
        self.value().get("Description")
    }

    /// The name of the condition under which the output is created.
    pub fn condition(&self) -> Option<Node<'t>> {
        self.value().get("Condition")
    }

    /// The name under which other stacks import the output: `Name` in its `Export`.
    pub fn export_name(&self) -> Option<Node<'t>> {
        self.value().get("Export")?.get("Name")
    }
}
