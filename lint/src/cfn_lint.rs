//! Where cfn-lint reports what cfn-tidy finds, for those who compare the two.

use cfn_ast::{Node, Tree};

/// The byte offset of the place that cfn-lint names for a finding at `offset`.
///
/// cfn-lint knows the places of keys, and of items in lists that have no tag; anything else it reports at the key above.
pub(crate) fn offset_in_cfn_lint(tree: &Tree, offset: u32) -> u32 {
    tree.node_at(offset).map_or(offset, |node| anchor(node).range().start())
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
        // A list inside a list has no place of its own either.
        let is_item = outer.parent().is_some_and(Node::is_sequence);
        if is_item && outer.tag_range().is_none() && !outer.is_sequence() {
            return outer;
        }
    }
    node
}
