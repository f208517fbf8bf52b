//! Parameters, and the shapes of their values.

use crate::model::declarations::declaration::{Named, declared_by_name};
use crate::syntax::Node;

/// A parameter of the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter<'t> {
    declaration: Named<'t>,
}

/// The shape of the value that a reference evaluates to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueShape {
    /// One string.
    Text,
    /// A list of strings.
    List,
    /// Not known from the template.
    Unknown,
}

declared_by_name!(Parameter);

impl<'t> Parameter<'t> {
    /// The type: `String`, `Number`, `CommaDelimitedList`, `List<…>`, `AWS::…::Id`, `AWS::SSM::Parameter::…`.
    pub fn type_name(&self) -> Option<&'t str> {
        self.value().get("Type").filter(|node| node.local_tag().is_none())?.text()
    }

    /// The default value.
    pub fn default(&self) -> Option<Node<'t>> {
        self.value().get("Default")
    }

    /// The allowed values; empty if any value is allowed.
    pub fn allowed_values(&self) -> impl Iterator<Item = Node<'t>> {
        self.value().get("AllowedValues").into_iter().flat_map(Node::items)
    }

    /// Whether CloudFormation masks the value when it shows parameters, by `NoEcho` (AWS CloudFormation User Guide,
    /// "Parameters").
    pub fn is_hidden(&self) -> bool {
        let no_echo = self.value().get("NoEcho").and_then(Node::text);
        no_echo.is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    /// Whether the value is read from Systems Manager's Parameter Store, so that the template does not contain it.
    pub fn is_from_parameter_store(&self) -> bool {
        self.type_name().is_some_and(|name| name.starts_with("AWS::SSM::Parameter::"))
    }

    /// The shape of the value that a reference to the parameter evaluates to. Numbers become strings
    /// (AWS CloudFormation User Guide, "Parameters").
    pub fn shape(&self) -> ValueShape {
        let Some(name) = self.type_name() else { return ValueShape::Unknown };
        let stored =
            name.strip_prefix("AWS::SSM::Parameter::Value<").and_then(|inner| inner.strip_suffix('>'));
        match stored.unwrap_or(name) {
            "CommaDelimitedList" => ValueShape::List,
            list if list.starts_with("List<") => ValueShape::List,
            "String" | "Number" => ValueShape::Text,
            aws if aws.starts_with("AWS::") => ValueShape::Text,
            _ => ValueShape::Unknown,
        }
    }
}
