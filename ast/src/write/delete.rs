//! The removal of one entry or item, with what separates it from its neighbours.

use crate::edit::Edit;
use crate::range::TextRange;
use crate::syntax::{Entry, Node, ScalarStyle};

/// Removes an entry of a mapping; none when it is the only one, or when the removal would reach into a neighbour.
///
/// Comments between the entry and the neighbour that the removal ends at go too: ask
/// [`Comments::any_within`](crate::syntax::Comments::any_within) with the edit's range.
pub fn delete_entry(entry: Entry<'_>) -> Option<Edit> {
    delete(entry.range(), entry.key.previous_sibling(), entry.value.next_sibling())
}

/// Removes an item of a sequence; none when it is the only one, or when the removal would reach into a neighbour.
pub fn delete_item(item: Node<'_>) -> Option<Edit> {
    item.parent().filter(|parent| parent.is_sequence())?;
    delete(item.range(), item.previous_sibling(), item.next_sibling())
}

fn delete(range: TextRange, previous: Option<Node<'_>>, next: Option<Node<'_>>) -> Option<Edit> {
    if let Some(next) = next {
        return Some(Edit::delete(TextRange::new(range.start(), next.range().start())));
    }
    let previous = previous.filter(|previous| !ends_with_block(*previous))?;
    Some(Edit::delete(TextRange::new(previous.range().end(), range.end())))
}

/// Whether the line breaks behind the node may belong to it.
fn ends_with_block(node: Node<'_>) -> bool {
    let last = node.descendants().last().unwrap_or(node);
    matches!(last.scalar_style(), Some(ScalarStyle::Literal | ScalarStyle::Folded))
        && last.source_text().lines().next().is_some_and(|header| header.contains('+'))
}
