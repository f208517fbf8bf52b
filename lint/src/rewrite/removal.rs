//! The removal of an entry or an item with its lines, and with the comments that are about it.

use cfn_ast::syntax::{CollectionStyle, Entry, Node, NodeKind};
use cfn_ast::write::{BlockScalar, column, delete_entry, delete_item};
use cfn_ast::{Edit, TextRange};

use super::has_anchors;
use crate::fix::{Applicability, Fix};

/// An edit that removes something.
#[derive(Clone, Debug)]
pub(crate) struct Removal {
    edit: Edit,
    /// Whether comments go with it.
    loses_comment: bool,
}

impl Removal {
    /// An entry of a mapping; none where it is the only one, or where anchors or a block's end forbid it.
    pub(crate) fn of_entry(entry: Entry<'_>) -> Option<Self> {
        let mapping = entry.key.parent()?;
        if mapping.child_count() == 2
            || has_anchors(entry.key)
            || has_anchors(entry.value)
            || entry.hides_another()
            || entry.key.is_explicit_key()
        {
            return None;
        }
        let edit = match Lines::of(entry) {
            Some(lines) => lines.removal(entry)?,
            None => delete_entry(entry)?,
        };
        Some(Self::new(mapping, edit))
    }

    /// An item of a sequence; none where it is the only one, or where anchors or a block's end forbid it.
    pub(crate) fn of_item(item: Node<'_>) -> Option<Self> {
        let edit = delete_item(item).filter(|_| !has_anchors(item))?;
        Some(Self::new(item, edit))
    }

    /// The edit, for a fix of several.
    pub(crate) fn into_edit(self) -> Edit {
        self.edit
    }

    fn new(node: Node<'_>, edit: Edit) -> Self {
        let loses_comment = node.tree().comments().any_within(edit.range());
        Self { edit, loses_comment }
    }

    /// The fix, which is not safe where a comment goes.
    pub(crate) fn into_fix(self, best: Applicability, message: impl Into<String>) -> Fix {
        let applicability = if self.loses_comment { best.min(Applicability::Unsafe) } else { best };
        Fix::new(applicability, message, [self.edit])
    }
}

/// The lines of an entry that shares them with no other.
#[derive(Clone, Copy)]
struct Lines {
    /// The first line, with the comments above that are about the entry.
    first: u32,
    last: u32,
}

impl Lines {
    fn of(entry: Entry<'_>) -> Option<Self> {
        let parent = entry.key.parent()?;
        let source = parent.tree().source();
        let range = entry.range();
        let first = source.line_index(range.start());
        let end = range.end().max(range.start() + 1) - 1;
        let last = source.line_index(end);
        let before = source.slice(TextRange::new(source.line_range(first).start(), range.start()));
        let line_end = source.line_range(last).end();
        let after = source.slice(TextRange::new(range.end().min(line_end), line_end)).trim();
        let is_block = parent.kind() == NodeKind::Mapping(CollectionStyle::Block);
        let is_alone =
            before.bytes().all(|byte| byte == b' ') && (after.is_empty() || after.starts_with('#'));
        let column = column(parent, range.start());
        (is_block && is_alone).then(|| Self { first: first_comment(parent, first, column), last })
    }

    fn removal(self, entry: Entry<'_>) -> Option<Edit> {
        let mapping = entry.key.parent()?;
        if entry.previous().is_some_and(|previous| !self.keeps_text(previous.value)) {
            return None;
        }
        let is_last = entry.next().is_none();
        Some(Edit::delete(if is_last { self.with_gap_before(mapping) } else { self.with_gap_after(mapping) }))
    }

    /// Whether a block scalar at the end of `previous` has the same text when what follows these lines follows it.
    fn keeps_text(self, previous: Node<'_>) -> bool {
        let end = text_end(previous, self.last);
        BlockScalar::at_end_of(previous).is_none_or(|block| block.keeps_text_at(end, block.indent()))
    }

    /// Of the blank lines before and behind, those before stay.
    fn with_gap_after(self, mapping: Node<'_>) -> TextRange {
        let source = mapping.tree().source();
        let is_blank = |line: u32| source.line_text(line).trim().is_empty();
        let mut next = self.last + 1;
        let is_separated = self.first == 0 || is_blank(self.first - 1) || self.is_first_of(mapping);
        while is_separated && next < source.line_count() && is_blank(next) {
            next += 1;
        }
        TextRange::new(source.line_range(self.first).start(), source.line_range(next).start())
    }

    fn is_first_of(self, mapping: Node<'_>) -> bool {
        mapping.tree().source().line_index(mapping.content_range().start()) >= self.first
    }

    /// With the blank lines before; the line break behind the last line stays.
    fn with_gap_before(self, mapping: Node<'_>) -> TextRange {
        let source = mapping.tree().source();
        let is_blank = |line: u32| source.line_text(line).trim().is_empty();
        let mut first = self.first;
        while first > 1 && is_blank(first - 1) {
            first -= 1;
        }
        TextRange::new(text_end(mapping, first.saturating_sub(1)), text_end(mapping, self.last))
    }
}

/// The end of the text of a line, where its line break is.
fn text_end(node: Node<'_>, line: u32) -> u32 {
    let source = node.tree().source();
    let range = source.line_range(line);
    range.start() + source.slice(range).trim_end_matches(['\r', '\n']).len() as u32
}

/// The first of the comment lines directly above that are indented as the entry is; those at the top of a file are
/// about the file.
fn first_comment(node: Node<'_>, line: u32, column: usize) -> u32 {
    let source = node.tree().source();
    let is_comment = |line: u32| {
        let text = source.line_text(line);
        text.trim_start().starts_with('#') && text.len() - text.trim_start().len() == column
    };
    let mut first = line;
    while first > 0 && is_comment(first - 1) {
        first -= 1;
    }
    if first == 0 { line } else { first }
}
