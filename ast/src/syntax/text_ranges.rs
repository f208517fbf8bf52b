//! The mapping from positions in a scalar's text to positions in the source.

use std::ops::Range;

use crate::range::TextRange;
use crate::syntax::node::Node;
use crate::syntax::tree::ScalarStyle;

impl<'t> Node<'t> {
    /// Returns the range of bytes in the source that spells a part of the scalar's text, given by byte offsets in it.
    ///
    /// Quotes, escapes, line folding and the indentation of blocks are taken into account. For other nodes than
    /// scalars, this is [`Node::content_range`]. For many parts of one scalar, [`Node::text_ranges`] walks it only
    /// once.
    pub fn text_range(self, part: Range<usize>) -> TextRange {
        self.text_ranges().range(part)
    }

    /// Returns the part of the scalar's text that a range of bytes in the source spells, as byte offsets in the text;
    /// the inverse of [`Node::text_range`]. `None` if no character of the text is spelled within `range`.
    pub fn text_part(self, range: TextRange) -> Option<Range<usize>> {
        let text = self.text()?;
        if let Some(verbatim) = self.verbatim_text_range() {
            let offset = |at: u32| at.checked_sub(verbatim.start()).map(|at| at as usize);
            return Some(offset(range.start())?..offset(range.end())?).filter(|part| part.end <= text.len());
        }
        let mut ranges = self.text_ranges();
        let mut part: Option<Range<usize>> = None;
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            if range.contains_range(ranges.range(at..end)) {
                part = Some(part.map_or(at, |part| part.start)..end);
            }
        }
        part
    }

    /// Returns a finder for parts of the scalar's text in the source, for several parts in order.
    pub fn text_ranges(self) -> TextRanges<'t> {
        let verbatim = self.verbatim_text_range();
        let text = self.text().filter(|_| verbatim.is_none());
        TextRanges { node: self, verbatim, text, read: 0, walk: Walk::new(self) }
    }
}

/// A finder for parts of one scalar's text in the source, returned by [`Node::text_ranges`].
///
/// Parts that are requested in order need time in proportion to the scalar, all of them together; a part that begins
/// before the end of the previous one costs a walk from the start.
#[derive(Clone, Debug)]
pub struct TextRanges<'t> {
    node: Node<'t>,
    verbatim: Option<TextRange>,
    /// The text, if it had to be decoded.
    text: Option<&'t str>,
    /// The number of bytes of the text that the walk has passed.
    read: usize,
    walk: Walk<'t>,
}

impl TextRanges<'_> {
    /// Returns the range of bytes in the source that spells a part of the text, given by byte offsets in it.
    pub fn range(&mut self, part: Range<usize>) -> TextRange {
        if let Some(verbatim) = self.verbatim {
            return TextRange::new(verbatim.start() + part.start as u32, verbatim.start() + part.end as u32);
        }
        let Some(text) = self.text else { return self.node.content_range() };
        if part.start < self.read {
            (self.read, self.walk) = (0, Walk::new(self.node));
        }
        self.find_to(text, part.start);
        let first = text[self.read..].chars().next().filter(|_| self.read < part.end);
        let start = first.map(|first| {
            self.read += first.len_utf8();
            self.walk.find(first).start
        });
        self.find_to(text, part.end);
        TextRange::new(start.unwrap_or(self.walk.at) as u32, self.walk.at as u32)
    }

    /// Advances over every character that begins before byte `end` of the text.
    fn find_to(&mut self, text: &str, end: usize) {
        let end = end.min(text.len());
        while self.read < end {
            self.read += self.walk.skip_same(&text[self.read..end]);
            let Some(next) = text[self.read..end].chars().next() else { return };
            self.walk.find(next);
            self.read += next.len_utf8();
        }
    }
}

/// A walk through source and text side by side. White space is folded, everything else is in both in the same order.
#[derive(Clone, Debug)]
struct Walk<'s> {
    source: &'s str,
    at: usize,
    end: usize,
    style: ScalarStyle,
}

impl<'s> Walk<'s> {
    fn new(node: Node<'s>) -> Self {
        let range = node.content_range().as_usize();
        let source = node.tree().source().text();
        let style = node.scalar_style().unwrap_or(ScalarStyle::Plain);
        let at = match style {
            ScalarStyle::Plain => range.start,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => range.start + 1,
            // The line of the header contains no text.
            ScalarStyle::Literal | ScalarStyle::Folded => {
                source[range.clone()].find(['\n', '\r']).map_or(range.end, |len| range.start + len)
            }
        };
        Self { source, at, end: range.end, style }
    }

    /// Advances while source and text are equal and nothing is escaped; returns the number of bytes.
    fn skip_same(&mut self, text: &str) -> usize {
        let same = |(a, b): &(u8, u8)| a == b && !matches!(a, b'\\' | b'\'');
        let len = self.source[self.at..self.end].bytes().zip(text.bytes()).take_while(same).count();
        let len = (0..=len).rev().find(|&len| text.is_char_boundary(len)).unwrap_or_default();
        self.at += len;
        len
    }

    /// Advances over the next character of the text, and returns the bytes that spell it.
    fn find(&mut self, c: char) -> Range<usize> {
        while self.at < self.end {
            let (spelled, len) = self.next();
            let start = self.at;
            if spelled == Some(c) || (is_white(c) && spelled.is_some_and(is_white)) {
                self.at += len;
                return start..self.at;
            }
            let is_space = spelled.is_none_or(is_white);
            // Only white space can be in the source and not in the text, so nothing else is skipped.
            if !is_space || is_white(c) {
                break;
            }
            self.at += len;
        }
        self.at..self.at
    }

    /// The next character and the number of bytes that spell it; no character for an escaped line break.
    fn next(&self) -> (Option<char>, usize) {
        let rest = &self.source[self.at..self.end];
        let first = rest.chars().next().unwrap_or_default();
        match (self.style, first) {
            (ScalarStyle::SingleQuoted, '\'') => (Some('\''), rest.len().min(2)),
            (ScalarStyle::DoubleQuoted, '\\') => escape(rest),
            _ => (Some(first), first.len_utf8()),
        }
    }
}

/// Whether YAML 1.1 folds the character: blanks and line breaks (sections 5.4 and 5.5). A no-break space is text.
fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn escape(rest: &str) -> (Option<char>, usize) {
    let Some(kind) = rest[1..].chars().next() else { return (None, 1) };
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    if digits == 0 {
        return (simple_escape(kind), 1 + kind.len_utf8());
    }
    let code = |range: Range<usize>| rest.get(range).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    let first = code(2..2 + digits).unwrap_or_default();
    if let (0xd800..0xdc00, Some(second)) = (first, code(8..12)) {
        let joined = 0x10000 + ((first - 0xd800) << 10) + (second.wrapping_sub(0xdc00) & 0x3ff);
        return (char::from_u32(joined), rest.len().min(12));
    }
    (char::from_u32(first), rest.len().min(2 + digits))
}

fn simple_escape(kind: char) -> Option<char> {
    Some(match kind {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        '\n' | '\r' => return None,
        other => other,
    })
}
