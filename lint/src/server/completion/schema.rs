//! Properties of resource types, and the values that they may have.

use cfn_ast::model::Resource;
use cfn_schema::{ResourceType, Schema};
use gen_lsp_types::CompletionItemKind;

use super::super::hover::path_of;
use super::marked::{MARKER, Variant};
use super::{Candidate, Spot};
use crate::describe::{Flags, applicable, find, summary, type_of, values_of};

/// Returns the properties or values that the schema of a resource type names at the marker.
pub(super) fn candidates(spot: &Spot<'_>) -> Vec<Candidate> {
    of_resource(spot).unwrap_or_default()
}

fn of_resource(spot: &Spot<'_>) -> Option<Vec<Candidate>> {
    let all = spot.template.resources().iter().copied().chain(spot.template.resources_in_loops());
    let resource: Resource<'_> = all.into_iter().find(|resource| resource.value().contains(spot.node))?;
    let resource_type = spot.open.file.settings.catalog.resource_type(resource.type_name()?)?;
    let properties = resource.properties()?;
    if properties.id() == spot.node.id() {
        return Some(properties_of(spot, resource_type, resource_type.root(), &[]));
    }
    if !properties.contains(spot.node) {
        return None;
    }
    let mut path = path_of(resource, spot.node).unwrap_or_default();
    let is_key = spot.variant == Variant::Key && spot.node.is_key();
    if is_key {
        // The last name is the marker itself.
        path.pop_if(|name| name.contains(MARKER));
    }
    let schema = find(resource_type, &path.join(".")).ok()?.schema;
    if is_key { Some(properties_of(spot, resource_type, schema, &path)) } else { Some(values(spot, schema)) }
}

/// The properties that a mapping does not have yet, the required ones first.
fn properties_of(
    spot: &Spot<'_>,
    resource_type: ResourceType<'_>,
    schema: Schema<'_>,
    path: &[String],
) -> Vec<Candidate> {
    let mapping = spot.node.parent().filter(|_| spot.node.is_key());
    let mut found: Vec<Candidate> = Vec::new();
    for schema in applicable(schema) {
        for property in schema.keywords().properties.iter() {
            let name = schema.table().text(property.name);
            let mut own_path = path.to_vec();
            own_path.push(name.clone());
            let is_there = mapping.is_some_and(|mapping| mapping.get(&name).is_some());
            let flags = Flags::of(resource_type, &own_path);
            if is_there || flags.read_only {
                continue;
            }
            let required = if property.required { "; required" } else { "" };
            let words: Vec<String> = flags.words().map(|word| format!("; {word}")).collect();
            let detail = format!("{}{required}{}", summary(property.schema), words.concat());
            let rank = if property.required { 0 } else { 4 };
            let candidate = Candidate::new(name, CompletionItemKind::Property, spot.start());
            found.push(candidate.with_detail(detail).with_rank(rank));
        }
    }
    found
}

/// The values of an enumeration.
fn values(spot: &Spot<'_>, schema: Schema<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    for schema in applicable(schema) {
        let keywords = schema.keywords();
        let listed = keywords.enumeration.map(|values| values_of(schema.table(), values)).unwrap_or_default();
        let is_boolean = listed.is_empty() && type_of(schema) == "boolean";
        let booleans = is_boolean.then_some(["true".to_owned(), "false".to_owned()]).into_iter().flatten();
        for value in listed.into_iter().chain(booleans) {
            found.push(Candidate::new(value, CompletionItemKind::EnumMember, spot.start()).with_rank(1));
        }
    }
    found
}
