//! The comments of a document in their order, as far as they have not been written yet.

use crate::range::TextRange;
use crate::syntax::{Node, Tree};

/// The comments that remain to be written.
pub(super) struct Pending<'t> {
    tree: &'t Tree,
    ranges: Vec<TextRange>,
    next: usize,
    /// The index after the last comment that may be written now.
    end: usize,
}

impl<'t> Pending<'t> {
    pub(super) fn of(tree: &'t Tree) -> Self {
        let ranges: Vec<TextRange> = tree.comments().iter().collect();
        Self { tree, next: 0, end: ranges.len(), ranges }
    }

    /// The next comment, if it begins before a byte.
    pub(super) fn before(&self, offset: u32) -> Option<TextRange> {
        self.ranges[self.next..self.end].first().copied().filter(|range| range.start() < offset)
    }

    /// The comments in a range.
    pub(super) fn within(&self, range: TextRange) -> &'t [TextRange] {
        self.tree.comments().within(range)
    }

    /// Removes the next comment and returns its text.
    pub(super) fn take(&mut self, range: TextRange) -> &'t str {
        self.next += 1;
        self.tree.source().slice(range)
    }

    /// Whether nothing precedes the comment on its line.
    pub(super) fn is_alone(&self, range: TextRange) -> bool {
        let source = self.tree.source();
        let line = source.line_range(source.line_index(range.start()));
        let before = source.slice(TextRange::new(line.start(), range.start()));
        before.trim_start_matches('\u{feff}').trim_ascii().is_empty()
    }

    /// The next comment, if it lies inside a node or follows it on its last line.
    pub(super) fn beside(&self, node: Node<'_>) -> Option<TextRange> {
        let source = self.tree.source();
        let range = self.before(u32::MAX)?;
        let end = node.range().end();
        let is_inside = range.start() < end;
        let is_on_line =
            || !self.is_alone(range) && source.line_index(range.start()) == source.line_index(end);
        (is_inside || is_on_line()).then_some(range)
    }

    /// The column of a comment, counted from 0 in bytes.
    pub(super) fn column(&self, range: TextRange) -> usize {
        let source = self.tree.source();
        let line = source.line_range(source.line_index(range.start()));
        let mark = if line.start() == 0 { source.bom_len() } else { 0 };
        (range.start() - line.start()).saturating_sub(mark) as usize
    }

    /// Whether the line before a comment is blank.
    pub(super) fn follows_blank(&self, range: TextRange) -> bool {
        let line = self.tree.source().line_index(range.start());
        line > 0 && self.is_blank(line - 1)
    }

    /// Whether the line after a comment is blank, and anything follows.
    pub(super) fn precedes_blank(&self, range: TextRange) -> bool {
        let source = self.tree.source();
        let is_end = || source.text()[range.end() as usize..].trim_ascii().is_empty();
        self.is_blank(source.line_index(range.start()) + 1) && !is_end()
    }

    fn is_blank(&self, line: u32) -> bool {
        line < self.tree.source().line_count() && self.tree.source().line_text(line).trim_ascii().is_empty()
    }

    /// The start of the first comment between two bytes that is on a line of its own at the left margin, from which on all
    /// belong to what begins at `before`; `before` itself if there is none.
    ///
    /// Of the comments above the first section, those before the last blank line are about the whole file.
    pub(super) fn first_above(&self, after: u32, before: u32, is_first: bool) -> u32 {
        let mut found = None;
        for &range in self.ranges.iter().filter(|range| (after..before).contains(&range.start())) {
            let is_margin = self.is_alone(range) && self.column(range) == 0;
            found = found.or(is_margin.then_some(range.start()));
            if is_first && self.precedes_blank(range) {
                found = None;
            }
        }
        found.unwrap_or(before)
    }

    /// Restricts the comments to those from one byte to another, for entries that are written in another order.
    pub(super) fn restrict(&mut self, range: TextRange) {
        self.next = self.ranges.partition_point(|comment| comment.start() < range.start());
        self.end = self.ranges.partition_point(|comment| comment.start() < range.end());
    }
}
