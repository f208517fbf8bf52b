//! Spellings that readers of YAML 1.1 accept and the parser here does not, rewritten so that it does.
//!
//! Templates contain all of them: `!Join [-, [a, b]]`, quoted text whose next lines begin left of the key or with a
//! tab, `'text'#comment`, and a block whose header begins its line. The text is changed for the parser alone; every
//! offset that it reports is translated back to the source.

use std::borrow::Cow;

use granit_parser::ErrorKind;

/// The maximum number of changes to a file, each of which costs one reading; beyond it, the parser's error is reported.
const MOST_MENDS: usize = 64;

/// The maximum number of bytes that are read again, so that a large file does not take minutes.
const MOST_BYTES_READ_AGAIN: usize = 64 << 20;

/// The maximum number of padded lines: hostile text has millions of them.
const MOST_PADDINGS: usize = 10_000;

/// The maximum number of changes to a text of this length in bytes.
pub(super) fn most_mends(len: usize) -> usize {
    (MOST_BYTES_READ_AGAIN / len.max(1)).clamp(2, MOST_MENDS)
}

/// Spaces that are inserted where they have no meaning: before a line of quoted text, a comment or a block's header.
const PADDING: &str = "                                                                                ";

/// A source with changes for the parser.
#[derive(Clone)]
pub(super) struct Mended<'s> {
    text: Cow<'s, str>,
    /// The starts of the paddings, as byte offsets in the changed text, in order.
    paddings: Vec<u32>,
}

impl<'s> Mended<'s> {
    pub(super) fn unchanged(text: &'s str) -> Self {
        Self { text: Cow::Borrowed(text), paddings: Vec::new() }
    }

    /// The text for the parser.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Translates a byte offset in the text for the parser to one in the source.
    pub(super) fn source_offset(&self, at: u32) -> u32 {
        if self.paddings.is_empty() {
            return at;
        }
        let before = self.paddings.partition_point(|&padding| padding < at) as u32;
        let Some(last) = before.checked_sub(1) else { return at };
        let padding = PADDING.len() as u32;
        // An offset inside a padding belongs to the byte that follows it.
        let inside = at - self.paddings[last as usize];
        at - last * padding - inside.min(padding)
    }

    /// Changes the text that the parser failed on; returns false if that is not possible.
    pub(super) fn mend(&mut self, kind: &ErrorKind, at: u32) -> bool {
        match kind {
            ErrorKind::PlainScalarStartsWithDashFlowIndicator => self.replace_dash(at),
            ErrorKind::InvalidQuotedScalarIndent | ErrorKind::TabInIndentation => self.pad_lines(at),
            ErrorKind::SimpleKeyExpected => self.pad_block_header(at),
            ErrorKind::CommentNotSeparated => self.pad_comment(at),
            _ => false,
        }
    }

    /// Replaces a dash that is a plain scalar, as in `[-, x]`, with a character that the parser accepts there. The
    /// value is read from the source, not from the changed text.
    fn replace_dash(&mut self, at: u32) -> bool {
        let at = at as usize;
        let is_dash = self.text.as_bytes().get(at) == Some(&b'-');
        if is_dash {
            self.text.to_mut().replace_range(at..=at, "_");
        }
        is_dash
    }

    /// Inserts white space between a quote or bracket and the comment that follows it directly.
    fn pad_comment(&mut self, at: u32) -> bool {
        let fits =
            self.text.as_bytes().get(at as usize) == Some(&b'#') && self.paddings.len() < MOST_PADDINGS;
        if fits {
            self.pad(&[at]);
        }
        fits
    }

    /// Inserts white space before the header of a block that begins its line, left of the key.
    fn pad_block_header(&mut self, at: u32) -> bool {
        // `SimpleKeyExpected` has many causes; only at the beginning of a line is a `|` or `>` certainly a header.
        let before = self.text[..at as usize].bytes().next_back();
        let is_header = matches!(self.text.as_bytes().get(at as usize), Some(b'|' | b'>'));
        let fits = is_header && matches!(before, Some(b'\n' | b'\r')) && self.paddings.len() < MOST_PADDINGS;
        if fits {
            self.pad(&[at]);
        }
        fits
    }

    /// Pads the line at fault, and the lines after it up to the next quote.
    fn pad_lines(&mut self, at: u32) -> bool {
        let first = self.text[..at as usize].rfind(['\n', '\r']).map_or(0, |end| end + 1) as u32;
        // Already padded: another change of the same line would not help.
        if self.paddings.binary_search(&first).is_ok() {
            return false;
        }
        let lines = self.lines_of_quote(first);
        let fits = self.paddings.len() + lines.len() <= MOST_PADDINGS;
        if fits {
            self.pad(&lines);
        }
        fits
    }

    /// The starts of the lines from `first` on, up to the first line that contains a quote.
    fn lines_of_quote(&self, first: u32) -> Vec<u32> {
        let bytes = self.text.as_bytes();
        let mut lines = vec![first];
        for len in memchr::memchr3_iter(b'\n', b'\'', b'"', &bytes[first as usize..]) {
            if bytes[first as usize + len] != b'\n' || lines.len() > MOST_PADDINGS {
                break;
            }
            lines.push(first + len as u32 + 1);
        }
        lines
    }

    /// Inserts padding at these byte offsets, all of them in one pass over the text.
    fn pad(&mut self, lines: &[u32]) {
        let mut text = String::with_capacity(self.text.len() + lines.len() * PADDING.len());
        let mut copied = 0;
        for &line in lines {
            text += &self.text[copied..line as usize];
            text += PADDING;
            copied = line as usize;
        }
        text += &self.text[copied..];
        let width = PADDING.len() as u32;
        let earlier = self.paddings.iter().map(|&at| at + width * lines.partition_point(|&l| l < at) as u32);
        let added = lines.iter().enumerate().map(|(index, &line)| line + width * index as u32);
        let mut paddings: Vec<u32> = earlier.chain(added).collect();
        paddings.sort_unstable();
        self.text = Cow::Owned(text);
        self.paddings = paddings;
    }
}
