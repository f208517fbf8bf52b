//! The properties that are compared, and the conditions that decide about them.

use cfn_ast::Node;
use cfn_ast::model::{Branches, Resource};

use crate::validate::truth::Truth;

/// The properties of a resource, if it has any.
///
/// # Errors
/// If they are not known, because a function or a macro returns them.
pub(super) fn properties_of<'t>(resource: &Resource<'t>) -> Result<Option<Node<'t>>, Truth> {
    let Some(properties) = resource.properties().map(Node::resolved) else { return Ok(None) };
    if properties.is_mapping() && properties.function().is_none() {
        Ok(Some(properties))
    } else {
        Err(Truth::Unknown)
    }
}

/// The segments of a JSON pointer.
pub(super) fn segments(pointer: &str) -> Vec<String> {
    pointer.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

/// Adds the conditions that decide which value is at a path.
pub(super) fn conditions_along<'t>(node: Node<'t>, path: &[String], names: &mut Vec<&'t str>) {
    let node = node.resolved();
    if let Some(branches) = Branches::of(node) {
        if !names.contains(&branches.condition) {
            names.push(branches.condition);
        }
        conditions_along(branches.then, path, names);
        conditions_along(branches.otherwise, path, names);
    } else if let Some((first, rest)) = path.split_first()
        && let Some(value) = node.get(first)
    {
        conditions_along(value, rest, names);
    }
}
