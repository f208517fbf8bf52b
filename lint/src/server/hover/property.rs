//! Resource types and their properties in Markdown.

use std::fmt::Write as _;

use cfn_ast::model::Resource;
use cfn_ast::{FunctionName, Node};
use cfn_schema::{Additional, ResourceType, Schema};

use super::code;
use crate::describe::{Flags, find, limits, scalar, summary, type_of, values_of};

/// The most values of an enumeration that are listed.
const MAX_VALUES: usize = 30;

/// Returns the path of property names from the properties of a resource down to the property whose key or value a node is;
/// functions on the way are left out.
pub(in super::super) fn path_of(resource: Resource<'_>, node: Node<'_>) -> Option<Vec<String>> {
    let properties = resource.properties()?;
    let mut path = Vec::new();
    let mut current = node;
    while current.id() != properties.id() {
        let key = if current.is_key() { Some(current) } else { current.key() };
        let name = key.and_then(Node::text);
        path.extend(name.filter(|name| FunctionName::from_key(name).is_none()).map(str::to_owned));
        current = current.parent()?;
    }
    path.reverse();
    (!path.is_empty()).then_some(path)
}

/// Returns a resource type: its required properties, and what `Fn::GetAtt` returns.
pub(super) fn of_type(resource_type: ResourceType<'_>) -> String {
    let root = resource_type.root();
    let table = root.table();
    let mut text = format!("resource type `{}`", resource_type.name());
    let required: Vec<String> = root.keywords().required().map(|name| code(&table.text(name))).collect();
    if !required.is_empty() {
        let _ = write!(text, "\n\nrequired properties: {}", required.join(", "));
    }
    let attributes: Vec<String> = resource_type
        .attributes()
        .into_iter()
        .take(MAX_VALUES)
        .map(|attribute| code(&attribute.name))
        .collect();
    if !attributes.is_empty() {
        let _ = write!(text, "\n\nattributes of `Fn::GetAtt`: {}", attributes.join(", "));
    }
    text
}

/// Returns a property: its type, its constraints, and whether a change replaces the resource; `None` if it is unknown.
pub(super) fn of_property(resource_type: ResourceType<'_>, path: &[String]) -> Option<String> {
    let found = find(resource_type, &path.join(".")).ok()?;
    let mut text = format!("property `{}`: {}", found.path.join("."), type_of(found.schema));
    if found.required {
        text += ", required";
    }
    for word in Flags::of(resource_type, &found.path).words() {
        let meaning = match word {
            "replacement" => "a change replaces the resource",
            "may need replacement" => "a change may replace the resource",
            other => other,
        };
        let _ = write!(text, "\n\n{meaning}");
    }
    text += &constraints(found.schema);
    Some(text)
}

fn constraints(schema: Schema<'_>) -> String {
    let (table, keywords) = (schema.table(), schema.keywords());
    let mut text = String::new();
    let limits = limits(&keywords);
    if !limits.is_empty() {
        let _ = write!(text, "\n\nlimits: {}", limits.join(", "));
    }
    if let Some(values) = keywords.enumeration {
        let listed: Vec<String> = values_of(table, values).iter().map(|value| code(value)).collect();
        let more = listed.len().saturating_sub(MAX_VALUES);
        let _ = write!(text, "\n\nvalues: {}", listed[..listed.len() - more].join(", "));
        if more > 0 {
            let _ = write!(text, " and {more} others");
        }
    }
    if let Some(value) = keywords.constant {
        let _ = write!(text, "\n\nvalue: {}", code(&scalar(table, value)));
    }
    if let Some(pattern) = keywords.pattern {
        let _ = write!(text, "\n\npattern: {}", code(&table.text(pattern)));
    }
    let inner = keywords.items.unwrap_or(schema).keywords();
    for property in inner.properties.iter() {
        let required = if property.required { ", required" } else { "" };
        let _ =
            write!(text, "\n* {}: {}{required}", code(&table.text(property.name)), summary(property.schema));
    }
    if let Additional::Schema(value) = inner.additional {
        let _ = write!(text, "\n\nvalue of any other key: {}", summary(value));
    }
    text
}
