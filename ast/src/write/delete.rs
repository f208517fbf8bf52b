//! Removal of one entry or item, with the separator between it and its neighbors.

use crate::edit::Edit;
use crate::range::TextRange;
use crate::syntax::{Entry, Node};
use crate::write::BlockScalar;

/// Returns the edit that removes an entry of a mapping.
///
/// Returns `None` if it is the only entry, if its key or that of the next entry is explicit, or if the value of a block
/// scalar before it would change. The edit may also remove comments between the entry and its neighbor; use
/// [`Comments::any_within`](crate::syntax::Comments::any_within) with the range of the edit to find out.
pub fn delete_entry(entry: Entry<'_>) -> Option<Edit> {
    // The question mark of an explicit key is not a part of the entry's bytes.
    let next = entry.value.next_sibling();
    if entry.key.is_explicit_key() || next.is_some_and(Node::is_explicit_key) {
        return None;
    }
    delete(entry.range(), entry.key.previous_sibling(), next)
}

/// Returns the edit that removes an item of a sequence.
///
/// Returns `None` if it is the only item, or if the value of a block scalar before it would change.
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

/// Returns the edit that removes everything from the end of a value or an item to byte `end`; `None` if the value
/// ends with a block scalar that would change, or if it is absent: some readers take the bracket after it for a part of
/// its tag or key.
pub fn delete_after(kept: Node<'_>, end: u32) -> Option<Edit> {
    let ends_alike =
        BlockScalar::at_end_of(kept).is_none_or(|block| block.keeps_text_at(end, block.indent()));
    let is_absent = kept.content_range().is_empty() && kept.parent().is_some_and(Node::in_flow);
    (ends_alike && !is_absent).then(|| Edit::delete(TextRange::new(kept.range().end(), end)))
}
