//! Fixes whose deployment would replace a resource.

use cfn_ast::model::Resource;
use cfn_ast::{Node, Template, TextRange};
use cfn_schema::{Catalog, Path};

use crate::fix::Fix;

/// The resource that the deployment of a fix would replace, because the fix changes a property that can only be set when
/// a resource is created (`createOnlyProperties` of its type).
pub(super) fn replaced_by<'t>(
    fix: &Fix,
    template: &'t Template<'t>,
    catalog: &Catalog,
) -> Option<Resource<'t>> {
    let is_replaced = |resource: &&Resource<'t>| {
        let mut own = fix.edits().iter().filter(|edit| resource.value().range().contains_range(edit.range()));
        own.any(|edit| is_create_only(resource, edit.range(), catalog))
    };
    template.resources().iter().find(is_replaced).copied()
}

fn is_create_only(resource: &Resource<'_>, range: TextRange, catalog: &Catalog) -> bool {
    let resource_type = resource.type_name().and_then(|name| catalog.resource_type(name));
    let (Some(resource_type), Some(properties)) = (resource_type, resource.properties()) else {
        return false;
    };
    let path = path_to(properties, range);
    resource_type.create_only().iter().any(|known| begins_with(&path, known))
}

/// The keys from a value down to what contains the range, with `*` for the items of a list.
fn path_to(value: Node<'_>, range: TextRange) -> Vec<String> {
    let mut path = Vec::new();
    let mut value = value;
    loop {
        let entry = value.entries().find(|entry| entry.range().contains_range(range));
        let item = value.items().find(|item| item.range().contains_range(range));
        if let Some(entry) = entry {
            path.push(entry.name().unwrap_or_default().to_owned());
            value = entry.value;
        } else if let Some(item) = item {
            path.push("*".to_owned());
            value = item;
        } else {
            return path;
        }
    }
}

fn begins_with(path: &[String], known: Path<'_>) -> bool {
    let known: Vec<String> = known.segments().collect();
    path.len() >= known.len() && path.iter().zip(&known).all(|(own, known)| own == known)
}
