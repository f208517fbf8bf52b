//! The values at a path of property names, with `*` for the items of a list.

use cfn_ast::Node;
use cfn_ast::model::{Branches, Fact};
use cfn_ast::syntax::Entry;

/// A part of a value, and the facts about conditions that lead to it.
pub(super) type UnderFacts<'t, T> = (T, Vec<Fact<'t>>);

/// Returns the values at a path, none of which is a `Fn::If` of a named condition: both of its branches are.
pub(super) fn values_at<'t>(node: Node<'t>, path: &[String]) -> Vec<UnderFacts<'t, Node<'t>>> {
    let mut values = Vec::new();
    add_values_at(node, path, &[], &mut values);
    values
}

fn add_values_at<'t>(
    node: Node<'t>,
    path: &[String],
    facts: &[Fact<'t>],
    values: &mut Vec<UnderFacts<'t, Node<'t>>>,
) {
    let node = node.resolved();
    if let Some(branches) = Branches::of(node) {
        for (branch, fact) in branches.with_facts() {
            add_values_at(branch, path, &[facts, &[fact]].concat(), values);
        }
        return;
    }
    let Some((first, rest)) = path.split_first() else { return values.push((node, facts.to_vec())) };
    // The arguments of a function are neither properties nor items.
    if node.function().is_some() {
        return;
    }
    if first == "*" {
        for item in node.items() {
            add_values_at(item, rest, facts, values);
        }
    } else if let Some(value) = node.get(first) {
        add_values_at(value, rest, facts, values);
    }
}

/// Returns the entries at a path of property names, with the facts that lead to their mappings. An entry is one whatever its
/// value is.
pub fn entries_at<'t>(node: Node<'t>, path: &[String]) -> Vec<UnderFacts<'t, Entry<'t>>> {
    let Some((last, owners)) = path.split_last() else { return Vec::new() };
    let owners = values_at(node, owners).into_iter().filter(|(owner, _)| owner.function().is_none());
    owners.filter_map(|(owner, facts)| Some((owner.entry(last)?, facts))).collect()
}
