//! The proof that corrections changed nothing but the names that they replace.

use cfn_ast::syntax::Scalar;
use cfn_ast::{Edit, EditSet, Node, Tree};

use super::verify::{Rejection, lost_comment};

/// Whether `after` is `before` with the edits' names in the place of others and nothing else: the same nodes, each of
/// the same kind, with the same text but for the part that an edit replaces.
pub(super) fn is_all_that_changed(before: &Tree, after: &Tree, edits: &EditSet) -> Result<(), Rejection> {
    let edits: Vec<&Edit> = edits.iter().collect();
    let mut behind = 0;
    for (old, new) in before.nodes().zip(after.nodes()) {
        let own = own_edits(old, &edits[behind..]);
        behind += own.len();
        if !is_same_but_for(old, new, own) || (!own.is_empty() && is_twice(new)) {
            return Err(other_change(before, Some(old)));
        }
    }
    if behind < edits.len() || before.node_count() != after.node_count() {
        return Err(other_change(before, before.root()));
    }
    lost_comment(before, after).map_or(Ok(()), |comment| Err(Rejection::Comment(comment)))
}

/// The edits within the tag of a node, or within a scalar. Nodes and edits are in the order of the source.
fn own_edits<'e, 'a>(node: Node<'_>, edits: &'e [&'a Edit]) -> &'e [&'a Edit] {
    let is_own = |edit: &&&Edit| {
        let is_in_tag = node.tag_range().is_some_and(|tag| tag.contains_range(edit.range()));
        is_in_tag || (node.is_scalar() && node.content_range().contains_range(edit.range()))
    };
    &edits[..edits.iter().take_while(is_own).count()]
}

fn is_same_but_for(old: Node<'_>, new: Node<'_>, edits: &[&Edit]) -> bool {
    let place =
        |node: Node<'_>| (node.kind(), node.is_key(), node.child_count(), node.parent().map(Node::id));
    let is_string = |node: Node<'_>| matches!(node.scalar(), Some(Scalar::Text(_)));
    let target = |node: Node<'_>| node.alias_target().map(Node::id);
    place(old) == place(new)
        && is_string(old) == is_string(new)
        && target(old) == target(new)
        && expected_tag(old, edits).as_deref() == new.tag()
        && expected_text(old, edits).as_deref() == new.text()
}

fn expected_tag(node: Node<'_>, edits: &[&Edit]) -> Option<String> {
    let range = node.tag_range();
    let mut tag = node.tag()?.to_owned();
    for edit in edits.iter().rev().filter(|edit| range.is_some_and(|tag| tag.contains_range(edit.range()))) {
        let start = (edit.range().start() - range?.start()) as usize;
        let end = start + edit.range().len() as usize;
        tag.get(start..end)?;
        tag.replace_range(start..end, edit.text());
    }
    Some(tag)
}

fn expected_text(node: Node<'_>, edits: &[&Edit]) -> Option<String> {
    let mut text = node.text()?.to_owned();
    for edit in edits.iter().rev().filter(|edit| node.content_range().contains_range(edit.range())) {
        text.replace_range(node.text_part(edit.range())?, edit.text());
    }
    Some(text)
}

/// Whether the node is a key that its mapping has twice.
fn is_twice(node: Node<'_>) -> bool {
    let mapping = node.parent().filter(|_| node.is_key());
    mapping.is_some_and(|mapping| mapping.entries().filter(|entry| entry.name() == node.text()).count() > 1)
}

fn other_change(tree: &Tree, node: Option<Node<'_>>) -> Rejection {
    let offset = node.map_or(0, |node| node.range().start());
    Rejection::Correction(tree.source().line_column(offset).line)
}
