//! Finds a property by its path.

use std::collections::HashSet;

use cfn_schema::{Additional, Keywords, Property, ResourceType, Schema, Schemas};

use crate::suggest::suggestion;

/// A property of a resource type.
pub(crate) struct Found<'t> {
    /// The names from the properties of the resource down to it.
    pub(crate) path: Vec<String>,
    /// Whether what contains it requires it.
    pub(crate) required: bool,
    pub(crate) schema: Schema<'t>,
}

/// A path that leads nowhere.
#[derive(Debug, thiserror::Error)]
#[error("unknown property `{name}` in `{owner}`{suggestion}")]
pub(crate) struct UnknownProperty {
    name: String,
    /// The type, or the path of the property that does not have it.
    owner: String,
    /// The question whether a similar name was meant, or nothing.
    suggestion: String,
}

/// Finds the property at a path such as `KeySchema.AttributeName`. Items of lists are implied, and `Properties` may come
/// first.
pub(crate) fn find<'t>(resource_type: ResourceType<'t>, path: &str) -> Result<Found<'t>, UnknownProperty> {
    let mut found = Found { path: Vec::new(), required: false, schema: resource_type.root() };
    let segments = path.split(['.', '/']).filter(|segment| !matches!(*segment, "" | "*" | "[]"));
    for (index, name) in segments.enumerate() {
        match property(found.schema, name) {
            Some((schema, required)) => {
                found.path.push(name.to_owned());
                (found.schema, found.required) = (schema, required);
            }
            None if index == 0 && name == "Properties" => {}
            None => {
                let known = names(found.schema);
                let owner = if index == 0 || found.path.is_empty() {
                    resource_type.name()
                } else {
                    found.path.join(".")
                };
                let suggestion = suggestion(name, known.iter().map(String::as_str));
                return Err(UnknownProperty { name: name.to_owned(), owner, suggestion });
            }
        }
    }
    Ok(found)
}

/// The property of this name that a schema, its items or its alternatives have, and whether it is required there.
fn property<'t>(schema: Schema<'t>, name: &str) -> Option<(Schema<'t>, bool)> {
    let number = schema.table().name(name);
    let around = applicable(schema);
    let named = around.iter().find_map(|schema| schema.property(number?));
    let named = named.map(|property: Property<'t>| (property.schema, property.required));
    // Any other key may be one of a mapping.
    named.or_else(|| around.iter().find_map(|schema| value_of_any_key(&schema.keywords()))?.into())
}

fn value_of_any_key<'t>(keywords: &Keywords<'t>) -> Option<(Schema<'t>, bool)> {
    let value = match keywords.additional {
        Additional::Schema(schema) => Some(schema),
        _ => keywords.pattern_properties.iter().next().map(|(_, schema)| schema),
    };
    value.map(|schema| (schema, false))
}

/// The names of the properties that [`property`] finds.
fn names(schema: Schema<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for schema in applicable(schema) {
        let properties = schema.keywords().properties.iter();
        names.extend(properties.map(|property| schema.table().text(property.name)));
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// A schema and those that apply to the same value or to the items of a list, the nearest first.
pub(crate) fn applicable(schema: Schema<'_>) -> Vec<Schema<'_>> {
    let mut found = vec![schema];
    let mut known = HashSet::from([schema]);
    let mut next = 0;
    while let Some(schema) = found.get(next).copied() {
        next += 1;
        let keywords = schema.keywords();
        let lists = [keywords.prefix_items, keywords.all_of, keywords.one_of, keywords.any_of];
        let single = [keywords.items, keywords.then, keywords.otherwise];
        let dependent = keywords.dependent_schemas.iter().map(|(_, schema)| schema);
        let all = single.into_iter().flatten().chain(lists.into_iter().flat_map(Schemas::iter));
        found.extend(all.chain(dependent).filter(|schema| known.insert(*schema)));
    }
    found
}
