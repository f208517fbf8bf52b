//! The removal of one entry or item, with what separates it from its neighbours.

use crate::edit::Edit;
use crate::range::TextRange;
use crate::syntax::{Entry, Node};
use crate::write::BlockScalar;

/// Removes an entry of a mapping; none when it is the only one, or when the removal would reach into a neighbour.
///
/// Comments between the entry and the neighbour that the removal ends at go too: ask
/// [`Comments::any_within`](crate::syntax::Comments::any_within) with the edit's range.
pub fn delete_entry(entry: Entry<'_>) -> Option<Edit> {
    // The question mark of an explicit key is no part of the entry's bytes.
    let next = entry.value.next_sibling();
    if entry.key.is_explicit_key() || next.is_some_and(Node::is_explicit_key) {
        return None;
    }
    delete(entry.range(), entry.key.previous_sibling(), next)
}

/// Removes an item of a sequence; none when it is the only one, or when the removal would reach into a neighbour.
pub fn delete_item(item: Node<'_>) -> Option<Edit> {
    item.parent().filter(|parent| parent.is_sequence())?;
    delete(item.range(), item.previous_sibling(), item.next_sibling())
}

fn delete(range: TextRange, previous: Option<Node<'_>>, next: Option<Node<'_>>) -> Option<Edit> {
    match next {
        Some(next) => Some(Edit::delete(TextRange::new(range.start(), next.range().start()))),
        None => delete_after(previous?, range.end()),
    }
}

/// Removes what follows a value or an item up to byte `end`; none where the value ends with a block scalar whose text
/// would not stay the same.
pub fn delete_after(kept: Node<'_>, end: u32) -> Option<Edit> {
    let ends_alike =
        BlockScalar::at_end_of(kept).is_none_or(|block| block.keeps_text_at(end, block.indent()));
    ends_alike.then(|| Edit::delete(TextRange::new(kept.range().end(), end)))
}
