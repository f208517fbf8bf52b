//! The values of a template with the schemas that describe them.

use cfn_ast::{Node, Template};
use cfn_schema::{ResourceType, Schema, Table};

/// A value, and what it has to fit.
pub(super) struct Described<'t> {
    pub(super) node: Node<'t>,
    pub(super) schema: Schema<'static>,
    pub(super) resource_type: ResourceType<'static>,
    /// The properties that lead to it, with `*` for items.
    pub(super) path: Vec<String>,
}

/// The properties of all resources of known types, and the values inside, as far as one schema describes each and they
/// are written as they are.
pub(super) fn described<'t>(template: &Template<'t>) -> impl Iterator<Item = Described<'t>> {
    let is_literal = |node: Node<'_>| node.function().is_none() && node.local_tag().is_none();
    all(template).into_iter().filter(move |value| is_literal(value.node))
}

/// Those values that functions return.
pub(super) fn described_functions<'t>(template: &Template<'t>) -> impl Iterator<Item = Described<'t>> {
    all(template).into_iter().filter(|value| value.node.function().is_some())
}

fn all<'t>(template: &Template<'t>) -> Vec<Described<'t>> {
    let mut found = Vec::new();
    for resource in template.resources() {
        let resource_type = resource.type_name().and_then(|name| Table::aws().resource_type(name));
        let (Some(resource_type), Some(properties)) = (resource_type, resource.properties()) else {
            continue;
        };
        let root =
            Described { node: properties, schema: resource_type.root(), resource_type, path: Vec::new() };
        add(root, &mut found);
    }
    found
}

fn add<'t>(value: Described<'t>, found: &mut Vec<Described<'t>>) {
    let Described { node, schema, resource_type, .. } = value;
    if node.is_alias() {
        return;
    }
    let below = |node, schema, segment: &str| {
        let path = value.path.iter().cloned().chain([segment.to_owned()]).collect();
        Described { node, schema, resource_type, path }
    };
    let mut inner = Vec::new();
    let is_literal = node.function().is_none() && node.local_tag().is_none();
    for entry in node.entries().filter(|_| is_literal) {
        let name = entry.name().unwrap_or_default();
        let property = schema.table().name(name).and_then(|name| schema.property(name));
        inner.extend(property.map(|property| below(entry.value, property.schema, name)));
    }
    if let Some(items) = schema.keywords().items.filter(|_| is_literal) {
        inner.extend(node.items().map(|item| below(item, items, "*")));
    }
    found.push(value);
    for value in inner {
        add(value, found);
    }
}
