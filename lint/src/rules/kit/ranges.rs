//! Where a finding about a value or a mapping as a whole is shown.

use cfn_ast::{Node, TextRange};

/// The value if it begins on the line of its key, and the key otherwise.
pub(crate) fn place_of_value(value: Node<'_>) -> TextRange {
    let source = value.tree().source();
    let line = |offset| source.line_index(offset);
    match value.key() {
        Some(key) if line(key.range().start()) != line(value.range().start()) => key.range(),
        Some(key) if value.range().is_empty() => key.range(),
        _ => value.range(),
    }
}

/// The key of a mapping, or the beginning of the mapping if it has none.
pub(crate) fn place_of_owner(owner: Node<'_>) -> TextRange {
    let first_key = || owner.children().next().filter(|_| !owner.in_flow());
    // A pair in a list, `[ü: 1]`, has no brace, and its first character may be wide.
    let first = owner.tree().source().character_at(owner.range().start());
    owner.key().or_else(first_key).map_or(first, Node::range)
}
