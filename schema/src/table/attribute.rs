//! What `Fn::GetAtt` accepts.

use std::collections::BTreeMap;

use super::resource_type::{Paths, ResourceType};
use super::schema::Schema;
use super::{Name, Table};
use crate::types::Type;

/// Levels of names below an attribute that are listed. CloudFormation's deepest attribute has four.
const LEVELS: usize = 4;

/// Something that `Fn::GetAtt` accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute<'t> {
    /// Its name, with dots between the levels. A last level `*` is any name, as in `Outputs.*`.
    pub name: String,
    /// What its value is; `None` if the schema does not describe it.
    pub schema: Option<Schema<'t>>,
}

/// The attributes of a type: its read-only properties, `more`, and if `all` is set, every property.
pub(super) fn attributes<'t>(kind: ResourceType<'t>, more: Paths<'t>, all: bool) -> Vec<Attribute<'t>> {
    let mut found = BTreeMap::new();
    for path in kind.read_only().iter() {
        // What is inside the items of a list cannot be addressed.
        if !path.segments().any(|segment| segment == "*") {
            add(&mut found, path.dotted(), kind.schema_at(path), LEVELS);
        }
    }
    for path in more.iter() {
        add(&mut found, path.dotted(), kind.schema_at(path), 1);
    }
    if all {
        let root = kind.root();
        for property in root.keywords().properties.iter() {
            add(&mut found, root.table().text(property.name), Some(property.schema), LEVELS);
        }
    }
    found.into_iter().map(|(name, schema)| Attribute { name, schema }).collect()
}

/// Adds an attribute and, if it is an object, its properties.
fn add<'t>(
    found: &mut BTreeMap<String, Option<Schema<'t>>>,
    name: String,
    schema: Option<Schema<'t>>,
    levels: usize,
) {
    if let Some(schema) = schema.filter(|schema| levels > 1 && schema.keywords().types.allows(Type::Object)) {
        for property in schema.keywords().properties.iter() {
            let inner = format!("{name}.{}", schema.table().text(property.name));
            add(found, inner, Some(property.schema), levels - 1);
        }
    }
    found.insert(name, schema);
}

/// The schema of one segment of a path below `schema`, also within its `anyOf`, `oneOf` and `allOf`.
pub(super) fn descend<'t>(table: &'t Table, schema: Schema<'t>, segment: Name) -> Option<Schema<'t>> {
    let keywords = schema.keywords();
    if let Some(property) = schema.property(segment) {
        return Some(property.schema);
    }
    if table.text(segment) == "*" && keywords.items.is_some() {
        return keywords.items;
    }
    let branches = keywords.all_of.iter().chain(keywords.any_of.iter()).chain(keywords.one_of.iter());
    // One level only: a table that is damaged may have schemas that contain themselves.
    branches.into_iter().find_map(|branch| branch.property(segment)).map(|property| property.schema)
}
