//! Removal of an entry or an item with its lines, and with the comments above that describe it.

use crate::syntax::{CollectionStyle, Entry, Node, NodeKind};
use crate::write::{BlockScalar, column, delete_entry, delete_item};
use crate::{Edit, FunctionName, TextRange};

/// An edit that removes something.
#[derive(Clone, Debug)]
pub struct Removal {
    edit: Edit,
    /// Whether it also removes comments.
    loses_comment: bool,
}

impl Removal {
    /// Removes an entry of a mapping.
    ///
    /// Returns `None` if it is the only entry, if there are anchors in or around it, if another entry has the same
    /// key and would take its place, if the mapping is or could become a function, or if a block scalar before it would
    /// change.
    /// Removals of all entries of a mapping overlap or touch.
    ///
    /// ```
    /// use cfn_ast::edit::Removal;
    /// use cfn_ast::{EditSet, Source, Tree};
    ///
    /// let tree = Tree::parse(Source::new("A: 1\n# about B\nB: 2\nC: 3\n")?);
    /// let entry = tree.root().and_then(|root| root.entry("B")).ok_or("no entry")?;
    /// let removal = Removal::of_entry(entry).ok_or("B cannot be removed")?;
    /// assert!(removal.loses_comment());
    /// let mut edits = EditSet::new();
    /// edits.add_all([removal.into_edit()])?;
    /// assert_eq!(edits.apply(tree.source().text()), "A: 1\nC: 3\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_entry(entry: Entry<'_>) -> Option<Self> {
        let mapping = entry.key.parent()?;
        // A mapping has two children for each entry, and must not become empty: that would be a null value.
        if mapping.child_count() == 2
            || entry.key.has_shared_content()
            || entry.value.has_shared_content()
            || entry.hides_another()
            // The question mark of an explicit key is not a part of the entry's bytes.
            || entry.key.is_explicit_key()
            // What is removed would also be missing where an alias repeats it.
            || mapping.is_anchored()
            // Without the entry, a merged one with the same key would count.
            || mapping.merges_others()
            // The entries of a function's argument are not declarations, whatever the section.
            || mapping.local_tag().is_some()
            || is_beside_function(entry)
        {
            return None;
        }
        let edit = match Lines::of(entry) {
            Some(lines) => lines.removal(entry)?,
            None => delete_entry(entry)?,
        };
        let loses_comment = mapping.tree().comments().any_within(edit.range());
        Some(Self { edit: reaching_next(edit, entry), loses_comment })
    }

    /// Removes an item of a sequence.
    ///
    /// Returns `None` if it is the only item, if there are anchors in it, or if a block scalar before it would change.
    pub fn of_item(item: Node<'_>) -> Option<Self> {
        let edit = delete_item(item).filter(|_| !item.has_shared_content() && !item.is_anchored())?;
        let loses_comment = item.tree().comments().any_within(edit.range());
        Some(Self { edit, loses_comment })
    }

    /// Returns the edit, for a fix that consists of several.
    pub fn into_edit(self) -> Edit {
        self.edit
    }

    /// Whether the edit also removes comments.
    pub fn loses_comment(&self) -> bool {
        self.loses_comment
    }
}

/// Whether a neighbor has the key of a function. With all others removed, it would be a call of the function.
fn is_beside_function(entry: Entry<'_>) -> bool {
    let is_key = |neighbor: Entry<'_>| {
        let name = neighbor.name().filter(|name| Some(*name) != entry.name());
        name.and_then(FunctionName::from_key).is_some_and(|function| function != FunctionName::Condition)
    };
    entry.previous().is_some_and(is_key) || entry.next().is_some_and(is_key)
}

/// The removal of the first entry, extended over a comment to the second one. Otherwise all entries of a mapping could
/// be removed at once.
fn reaching_next(edit: Edit, entry: Entry<'_>) -> Edit {
    let Some(next) = entry.next().filter(|_| entry.previous().is_none()) else { return edit };
    let source = entry.key.tree().source();
    let start = match Lines::of(next) {
        Some(lines) => source.line_range(lines.first).start(),
        None => next.key.range().start(),
    };
    if start <= edit.range().end() {
        return edit;
    }
    let kept = source.slice(TextRange::new(edit.range().end(), start));
    Edit::replace(TextRange::new(edit.range().start(), start), kept)
}

/// The lines of an entry of a block mapping that has them for itself.
#[derive(Clone, Copy)]
struct Lines {
    /// The first line of the entry, or of the comments above that describe it.
    first: u32,
    last: u32,
}

impl Lines {
    /// Returns `None` if anything but a comment is on the same lines, or if the mapping is a flow mapping.
    fn of(entry: Entry<'_>) -> Option<Self> {
        let parent = entry.key.parent()?;
        let source = parent.tree().source();
        let range = entry.range();
        let first = source.line_index(range.start());
        let end = range.end().max(range.start() + 1) - 1;
        let last = source.line_index(end);
        let before = source.slice(TextRange::new(source.line_range(first).start(), range.start()));
        let line_end = source.line_range(last).end();
        let after = source.slice(TextRange::new(range.end().min(line_end), line_end)).trim_ascii();
        let is_block = parent.kind() == NodeKind::Mapping(CollectionStyle::Block);
        let is_alone =
            before.bytes().all(|byte| byte == b' ') && (after.is_empty() || after.starts_with('#'));
        let column = column(parent, range.start());
        (is_block && is_alone).then(|| Self { first: first_comment(parent, first, column), last })
    }

    fn removal(self, entry: Entry<'_>) -> Option<Edit> {
        let mapping = entry.key.parent()?;
        let previous = entry.previous().map(|previous| previous.value);
        // Without these lines, the blank lines after them could become a part of a block scalar before them.
        if previous.is_some_and(|previous| !self.keeps_text(previous)) {
            return None;
        }
        Some(Edit::delete(match previous.filter(|_| entry.next().is_none()) {
            Some(previous) => self.with_gap_before(previous),
            None => self.with_gap_after(mapping),
        }))
    }

    /// Whether a block scalar at the end of `previous` keeps its value if what follows these lines follows it directly.
    fn keeps_text(self, previous: Node<'_>) -> bool {
        let end = text_end(previous, self.last);
        BlockScalar::at_end_of(previous).is_none_or(|block| block.keeps_text_at(end, block.indent()))
    }

    /// The lines with the blank lines after them, unless those are the only ones that separate the neighbors.
    fn with_gap_after(self, mapping: Node<'_>) -> TextRange {
        let source = mapping.tree().source();
        let is_blank = |line: u32| source.line_text(line).trim_ascii().is_empty();
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

    /// The lines with the blank lines between them and the value before them, but without the line break at their end,
    /// which the file may end with.
    fn with_gap_before(self, previous: Node<'_>) -> TextRange {
        let source = previous.tree().source();
        let is_blank = |line: u32| source.line_text(line).trim_ascii().is_empty();
        let last_kept = source.line_index(previous.range().end());
        let mut first = self.first;
        while first > last_kept + 1 && is_blank(first - 1) {
            first -= 1;
        }
        TextRange::new(text_end(previous, first.saturating_sub(1)), text_end(previous, self.last))
    }
}

/// The end of a line without its line break.
fn text_end(node: Node<'_>, line: u32) -> u32 {
    let source = node.tree().source();
    let range = source.line_range(line);
    range.start() + source.slice(range).trim_end_matches(['\r', '\n']).len() as u32
}

/// The first of the comment lines directly above a line that have the same indentation, or the line itself. Comments at
/// the top of the file describe the file, so they stay.
fn first_comment(node: Node<'_>, line: u32, column: usize) -> u32 {
    let source = node.tree().source();
    let is_comment = |line: u32| {
        let text = source.line_text(line);
        is_comment_line(node, line) && text.len() - text.trim_ascii_start().len() == column
    };
    let mut first = line;
    while first > 0 && is_comment(first - 1) {
        first -= 1;
    }
    if first == 0 { line } else { first }
}

/// Whether a line has nothing but a comment. A line of a string may begin with the same character.
pub(super) fn is_comment_line(node: Node<'_>, line: u32) -> bool {
    let source = node.tree().source();
    if !source.line_text(line).trim_ascii_start().starts_with('#') {
        return false;
    }
    let range = source.line_range(line);
    // A byte-order mark may precede it.
    let hash = source.slice(range).find('#').map(|at| range.start() + at as u32);
    node.tree().comments().within(range).first().map(|comment| comment.start()) == hash
}
