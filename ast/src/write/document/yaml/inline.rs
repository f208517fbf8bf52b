//! Short lists on one line.

use super::super::DocumentStyle;
use super::super::functions::{Argument, end_with_comment, short_form};
use super::super::plain::flow_string;
use super::scalar::{typed, untyped_text};
use super::{At, Writer};
use crate::syntax::Node;

/// The number of items from which a list of scalars is written on one line.
const LONG_LIST: usize = 6;

impl<'t> Writer<'_, 't> {
    /// Returns a list as one line: the arguments of a function, or a long list of scalars, if they fit.
    pub(super) fn inline(&self, list: Node<'t>, at: At) -> Option<String> {
        let is_long = || list.child_count() >= LONG_LIST && list.items().all(is_plain_scalar);
        // Comments need lines of their own.
        let has_comment = || self.comments.before(end_with_comment(list)).is_some();
        if !list.is_sequence() || !(at.is_argument || is_long()) || has_comment() {
            return None;
        }
        let mut line = Line { writer: self, text: String::new(), room: self.room() };
        line.list(list)?;
        Some(line.text)
    }

    /// The number of columns that are left on the line for another word.
    pub(super) fn room(&self) -> usize {
        let line_start = self.out.rfind('\n').map_or(0, |at| at + 1);
        let used = self.out[line_start..].chars().count() + 1;
        DocumentStyle::WIDTH.saturating_sub(used)
    }
}

fn is_plain_scalar(node: Node<'_>) -> bool {
    node.is_scalar() && node.tag().is_none()
}

/// A line that is being written, within a number of columns.
struct Line<'w, 'a, 't> {
    writer: &'w Writer<'a, 't>,
    text: String,
    room: usize,
}

impl<'t> Line<'_, '_, 't> {
    fn list(&mut self, list: Node<'t>) -> Option<()> {
        self.push("[")?;
        for (index, item) in list.items().enumerate() {
            if index > 0 {
                self.push(", ")?;
            }
            self.item(item)?;
        }
        self.push("]")
    }

    fn item(&mut self, item: Node<'t>) -> Option<()> {
        if item.anchor_range().is_some() || item.is_alias() {
            return None;
        }
        if let Some((tag, argument)) = short_form(item, self.writer.template, self.writer.style.functions) {
            self.push("!")?;
            self.push(tag)?;
            self.push(" ")?;
            return match argument {
                Argument::Text(text) => self.string(&text),
                Argument::Node(argument) if argument.is_sequence() => self.list(argument),
                Argument::Node(_) | Argument::Parts(_) => None,
            };
        }
        if item.local_tag().is_some() {
            return None;
        }
        if item.is_sequence() {
            return self.list(item);
        }
        if item.is_mapping() {
            return if item.child_count() == 0 { self.push("{}") } else { None };
        }
        match untyped_text(item) {
            Some(text) => self.string(text),
            None => self.typed(item),
        }
    }

    fn typed(&mut self, item: Node<'t>) -> Option<()> {
        let text = typed(item);
        // Some readers take a colon or a sign in a flow collection for an indicator.
        let is_clear =
            text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+' | b'_'));
        if is_clear { self.push(&text) } else { None }
    }

    fn string(&mut self, text: &str) -> Option<()> {
        // A string with several lines is easier to read as a block.
        let is_one_line = !text.trim_end_matches('\n').contains('\n');
        if is_one_line { self.push(&flow_string(text)) } else { None }
    }

    fn push(&mut self, text: &str) -> Option<()> {
        self.room = self.room.checked_sub(text.chars().count())?;
        self.text.push_str(text);
        Some(())
    }
}
