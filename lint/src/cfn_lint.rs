//! The locations and IDs that cfn-lint reports for the same findings, for comparing the two.

pub mod coverage;
mod function_ids;
mod part_ids;

use cfn_ast::syntax::Scalar;
use cfn_ast::{Node, Tree};

pub(crate) use function_ids::{holder, id_of_argument, is_branch, own_id};
pub(crate) use part_ids::{id_of_key, id_of_value};

/// Returns the byte offset at which cfn-lint reports a finding at `offset`.
///
/// cfn-lint knows the locations of keys and of untagged list items; anything else it reports at the enclosing key.
pub(crate) fn offset_in_cfn_lint(tree: &Tree, offset: u32) -> u32 {
    tree.node_at(offset).map_or(offset, |node| anchor(node).range().start())
}

/// Returns the byte offset at which cfn-lint reports a value as a whole.
///
/// This is the offset of its key. Strings, lists and mappings in a list have their own location; numbers in a list and
/// the argument of a function in its short form are reported at the nearest enclosing key.
pub(crate) fn offset_of_value(value: Node<'_>) -> u32 {
    if value.is_key() {
        return value.range().start();
    }
    let is_short_argument = value.tree().node(value.id()).tag() != value.tag();
    let is_item = value.parent().is_some_and(Node::is_sequence);
    let is_number =
        value.tag().is_none() && value.scalar().is_some_and(|scalar| !matches!(scalar, Scalar::Text(_)));
    let mut around = std::iter::once(value).chain(value.ancestors());
    match around.find_map(Node::key) {
        Some(key) if !is_item || is_number || is_short_argument => key.range().start(),
        _ => value.range().start(),
    }
}

/// Returns the byte offset at which cfn-lint reports a value under an ID, if that is not where it reports a value.
pub(crate) fn offset_under(id: &str, value: Node<'_>) -> Option<u32> {
    // The properties of a function without a handler or a runtime: the property that says that it has a package.
    let package = ["PackageType", "Code", "CodeUri", "InlineCode"].iter().filter(|_| id == "W2533");
    Some(package.into_iter().find_map(|name| value.entry(name))?.key.range().start())
}

fn anchor(node: Node<'_>) -> Node<'_> {
    let around = std::iter::once(node).chain(node.ancestors());
    for outer in around {
        if outer.is_key() {
            return outer;
        }
        if let Some(key) = outer.key() {
            return key;
        }
        // A list inside a list has no location of its own.
        let is_item = outer.parent().is_some_and(Node::is_sequence);
        if is_item && outer.tag_range().is_none() && !outer.is_sequence() {
            return outer;
        }
    }
    node
}
