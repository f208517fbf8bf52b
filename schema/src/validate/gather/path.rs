//! The values at a path of property names.

use cfn_ast::Node;
use cfn_ast::model::{Fact, Resource};

use crate::validate::scenario::Branches;
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

/// A value, and the facts about conditions that lead to it.
pub(super) type ValueUnderFacts<'t> = (Node<'t>, Vec<Fact<'t>>);

/// The values at a path, with `*` for the items of a list; both branches of `Fn::If`.
pub(super) fn values_at<'t>(node: Node<'t>, path: &[String]) -> Vec<ValueUnderFacts<'t>> {
    let mut values = Vec::new();
    add_values_at(node, path, &[], &mut values);
    values
}

fn add_values_at<'t>(
    node: Node<'t>,
    path: &[String],
    facts: &[Fact<'t>],
    values: &mut Vec<ValueUnderFacts<'t>>,
) {
    let node = node.resolved();
    if let Some(branches) = Branches::of(node) {
        for (branch, holds) in [(branches.then, true), (branches.otherwise, false)] {
            let further = [facts, &[Fact { condition: branches.condition, holds }]].concat();
            add_values_at(branch, path, &further, values);
        }
        return;
    }
    match path.split_first() {
        None => values.push((node, facts.to_vec())),
        Some((first, rest)) if first == "*" => {
            for item in node.items() {
                add_values_at(item, rest, facts, values);
            }
        }
        Some((first, rest)) => {
            if let Some(value) = node.get(first) {
                add_values_at(value, rest, facts, values);
            }
        }
    }
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
