//! Lines, blank lines and comments.

use super::Writer;
use crate::syntax::Node;

impl<'t> Writer<'_, 't> {
    /// Appends a word to the line.
    pub(super) fn word(&mut self, word: &str) {
        if self.out.len() > self.start && !self.out.ends_with(['\n', ' ']) {
            self.out.push(' ');
        }
        self.out.push_str(word);
    }

    /// Begins a line at a column, after the comments that begin before a byte of the source and are not written yet.
    pub(super) fn begin_line(&mut self, column: usize, before: u32) {
        self.comments_alone(column, before);
        self.line(column);
    }

    pub(super) fn line(&mut self, column: usize) {
        if self.out.len() > self.start {
            self.out.push('\n');
        }
        self.out.extend(std::iter::repeat_n(' ', column));
    }

    /// Adds a blank line, unless there is one, or a block scalar before it would contain it.
    pub(super) fn blank_line(&mut self) {
        let length = Some(self.out.len());
        if self.out.len() > self.start && self.blank_at != length && self.keeps_blanks_at != length {
            self.out.push('\n');
            self.blank_at = Some(self.out.len());
        }
    }

    /// Writes the comments that begin before a byte, each on a line of its own.
    pub(super) fn comments_alone(&mut self, column: usize, before: u32) {
        let mut needs_blank = false;
        while let Some(range) = self.comments.before(before) {
            if self.comments.is_alone(range) && self.comments.follows_blank(range) {
                self.blank_line();
            }
            needs_blank = self.comments.is_alone(range) && self.comments.precedes_blank(range);
            let text = self.comments.take(range);
            self.line(column);
            self.out.push_str(text.trim_ascii_end());
            self.no_comment_at = Some(self.out.len());
        }
        if needs_blank && before != u32::MAX {
            self.blank_line();
        }
    }

    /// Appends the comment that begins before a byte, if it is on the line of what was written last.
    pub(super) fn comment_of_header(&mut self, before: u32) {
        if let Some(range) = self.comments.before(before).filter(|range| !self.comments.is_alone(*range)) {
            self.append_comment(range);
        }
    }

    /// Appends the comment in a node or after it on its line.
    pub(super) fn comment_beside(&mut self, node: Node<'t>) {
        if let Some(range) = self.comments.beside(node).filter(|_| !self.ends_with_comment()) {
            self.append_comment(range);
        }
    }

    pub(super) fn append_comment(&mut self, range: crate::TextRange) {
        let text = self.comments.take(range);
        self.word(text.trim_ascii_end());
        self.no_comment_at = Some(self.out.len());
    }

    /// Whether no comment can be appended: there is one, or the line is the last one of a literal block.
    fn ends_with_comment(&self) -> bool {
        self.no_comment_at == Some(self.out.len())
    }

    /// Writes the comments that follow the last child of a block collection and belong to it, since they are indented as
    /// far as its children or lie within its brackets.
    pub(super) fn comments_of_end(&mut self, node: Node<'t>, column: usize) {
        let limit = node.following().map_or(u32::MAX, |next| next.range().start());
        let end = node.range().end();
        let own_column = own_column(node);
        while let Some(range) = self.comments.before(limit) {
            let is_deep = own_column
                .is_some_and(|own| self.comments.is_alone(range) && self.comments.column(range) >= own);
            if range.start() >= end && !is_deep {
                break;
            }
            self.comments_alone(column, range.start() + 1);
        }
    }
}

/// The column of the children of a block collection in the source, if they are indented further than their parent.
fn own_column(node: Node<'_>) -> Option<usize> {
    use crate::syntax::CollectionStyle::Block;
    let own = crate::write::column(node, node.children().next()?.range().start());
    let own = if node.is_sequence() { crate::write::column(node, node.content_range().start()) } else { own };
    let outer = node.parent().map_or(0, |_| crate::write::enclosing_indent(node) + 1);
    (node.collection_style() == Some(Block) && own >= outer && own > 0).then_some(own)
}
