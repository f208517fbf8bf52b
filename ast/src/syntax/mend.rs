//! Spellings that readers of YAML 1.1 take and the reader here does not, written so that it does.
//!
//! Templates contain all of them: `!Join [-, [a, b]]`, quoted text whose next lines begin left of the key or with a
//! tab, `'text'#comment`, and a block whose header begins its line. The text is changed for the reader alone; every place it reports is translated back to the source.

use std::borrow::Cow;

use granit_parser::ErrorKind;

/// After this many places the file is refused as the reader refuses it; each costs one reading.
const MOST_MENDS: usize = 64;

/// After this many bytes have been read again a file is refused all the same, so that a large one takes no minutes.
const MOST_BYTES_READ_AGAIN: usize = 64 << 20;

/// The most lines that are padded: hostile text has millions of them.
const MOST_PADDINGS: usize = 10_000;

/// How many places of a text of this length are changed at most.
pub(super) fn most_mends(len: usize) -> usize {
    (MOST_BYTES_READ_AGAIN / len.max(1)).clamp(2, MOST_MENDS)
}

/// Spaces put where they change nothing: before a line of quoted text, or before a comment.
const PADDING: &str = "                                                                                ";

/// A source with changes for the reader.
#[derive(Clone)]
pub(super) struct Mended<'s> {
    text: Cow<'s, str>,
    /// Where padding begins, in bytes of the changed text, in order.
    paddings: Vec<u32>,
}

impl<'s> Mended<'s> {
    pub(super) fn unchanged(text: &'s str) -> Self {
        Self { text: Cow::Borrowed(text), paddings: Vec::new() }
    }

    /// What the reader sees.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The byte of the source for a byte of what the reader sees.
    pub(super) fn source_offset(&self, at: u32) -> u32 {
        if self.paddings.is_empty() {
            return at;
        }
        let before = self.paddings.partition_point(|&padding| padding < at) as u32;
        let Some(last) = before.checked_sub(1) else { return at };
        let padding = PADDING.len() as u32;
        let inside = at - self.paddings[last as usize];
        at - last * padding - inside.min(padding)
    }

    /// Changes what the reader failed on; false where nothing can be done.
    pub(super) fn mend(&mut self, kind: &ErrorKind, at: u32) -> bool {
        match kind {
            ErrorKind::PlainScalarStartsWithDashFlowIndicator => self.replace_dash(at),
            ErrorKind::InvalidQuotedScalarIndent | ErrorKind::TabInIndentation => self.pad_lines(at),
            ErrorKind::SimpleKeyExpected => self.pad_block_header(at),
            ErrorKind::CommentNotSeparated => self.pad_comment(at),
            _ => false,
        }
    }

    fn replace_dash(&mut self, at: u32) -> bool {
        let at = at as usize;
        let is_dash = self.text.as_bytes().get(at) == Some(&b'-');
        if is_dash {
            self.text.to_mut().replace_range(at..=at, "_");
        }
        is_dash
    }

    /// Puts white space between a quote or bracket and the comment right behind it.
    fn pad_comment(&mut self, at: u32) -> bool {
        let fits =
            self.text.as_bytes().get(at as usize) == Some(&b'#') && self.paddings.len() < MOST_PADDINGS;
        if fits {
            self.pad(&[at]);
        }
        fits
    }

    /// Puts white space before the header of a block that begins its line, left of the key.
    fn pad_block_header(&mut self, at: u32) -> bool {
        let before = self.text[..at as usize].bytes().next_back();
        let is_header = matches!(self.text.as_bytes().get(at as usize), Some(b'|' | b'>'));
        let fits = is_header && matches!(before, Some(b'\n' | b'\r')) && self.paddings.len() < MOST_PADDINGS;
        if fits {
            self.pad(&[at]);
        }
        fits
    }

    /// Pads the line at fault, and those behind it that no quote can end.
    fn pad_lines(&mut self, at: u32) -> bool {
        let first = self.text[..at as usize].rfind(['\n', '\r']).map_or(0, |end| end + 1) as u32;
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

    /// The starts of the lines from one on, up to the first that has a quote in it.
    fn lines_of_quote(&self, first: u32) -> Vec<u32> {
        let bytes = self.text.as_bytes();
        let mut lines = vec![first];
        for found in memchr::memchr3_iter(b'\n', b'\'', b'"', &bytes[first as usize..]) {
            if bytes[first as usize + found] != b'\n' || lines.len() > MOST_PADDINGS {
                break;
            }
            lines.push(first + found as u32 + 1);
        }
        lines
    }

    /// Pads lines given by their starts, all of them in one pass over the text.
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
        let added = lines.iter().enumerate().map(|(place, &line)| line + width * place as u32);
        let mut paddings: Vec<u32> = earlier.chain(added).collect();
        paddings.sort_unstable();
        self.text = Cow::Owned(text);
        self.paddings = paddings;
    }
}
