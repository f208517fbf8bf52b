//! The text of a template, and the positions of its lines.

use crate::range::TextRange;

/// A byte-order mark in UTF-8.
const BOM: char = '\u{feff}';

/// Bytes of source per line to reserve.
const BYTES_PER_LINE: usize = 32;

/// The maximum size of a source in bytes, which 32-bit offsets can address.
pub const MAX_SOURCE_BYTES: usize = u32::MAX as usize - 1;

/// The text of a template, with an optional byte-order mark, and the starts of its lines.
///
/// All ranges of this crate are byte offsets in [`Source::text`], which includes the byte-order mark.
#[derive(Clone, Debug)]
pub struct Source {
    text: String,
    line_starts: Vec<u32>,
    encoding: Encoding,
}

/// The encoding of a file; YAML 1.1 allows all three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    #[default]
    Utf8,
    /// UTF-16 with the byte-order mark `ff fe`.
    Utf16Le,
    /// UTF-16 with the byte-order mark `fe ff`.
    Utf16Be,
}

impl Encoding {
    /// Encodes `text` for writing it to the file.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }

    fn decode_utf16(self, bytes: &[u8]) -> Result<String, SourceError> {
        let unit = if self == Self::Utf16Be { u16::from_be_bytes } else { u16::from_le_bytes };
        let (pairs, rest) = bytes.as_chunks::<2>();
        let text = char::decode_utf16(pairs.iter().map(|&pair| unit(pair))).collect::<Result<String, _>>();
        match text {
            Ok(text) if rest.is_empty() => Ok(text),
            _ => Err(SourceError::NotUtf16),
        }
    }
}

/// The error of decoding bytes as the text of a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// The bytes are not UTF-8.
    #[error("not valid UTF-8 at line {line}, column {column}; save the file as UTF-8")]
    NotUtf8 {
        /// The line of the first invalid byte, counted from 1.
        line: usize,
        /// The column of that byte, counted in characters from 1.
        column: usize,
    },
    /// The bytes begin with the byte-order mark of UTF-16, but are not valid UTF-16.
    #[error("begins with the byte-order mark of UTF-16, but is not valid UTF-16; save the file as UTF-8")]
    NotUtf16,
    /// The file has more bytes than 32-bit offsets can address.
    #[error("file has {0} bytes; the limit is {MAX_SOURCE_BYTES}")]
    TooLarge(usize),
}

/// A position in a text, for display and for editors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1, in the unit of the method that returned it; a byte-order mark is not counted.
    pub column: u32,
}

/// The line end of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Newline {
    /// `\n`
    #[default]
    Lf,
    /// `\r\n`
    CrLf,
    /// `\r`
    Cr,
}

impl Newline {
    /// The characters of the line end.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
            Self::Cr => "\r",
        }
    }
}

impl Source {
    /// Creates a source from a text.
    ///
    /// # Errors
    /// Returns [`SourceError::TooLarge`] for more than [`MAX_SOURCE_BYTES`].
    ///
    /// ```
    /// let source = cfn_ast::Source::new("Größe: 1\nB: 2\n")?;
    /// let place = source.line_column(11);
    /// assert_eq!((place.line, place.column), (2, 1));
    /// # Ok::<(), cfn_ast::source::SourceError>(())
    /// ```
    pub fn new(text: impl Into<String>) -> Result<Self, SourceError> {
        let text = text.into();
        if text.len() > MAX_SOURCE_BYTES {
            return Err(SourceError::TooLarge(text.len()));
        }
        let line_starts = line_starts(&text);
        Ok(Self { text, line_starts, encoding: Encoding::Utf8 })
    }

    /// Creates a source from the bytes of a file.
    ///
    /// # Errors
    /// Returns [`SourceError`] for bytes that are neither UTF-8 nor UTF-16 with a byte-order mark, and for files that
    /// are too large.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SourceError> {
        let utf16 = match bytes.get(..2) {
            Some([0xff, 0xfe]) => Some(Encoding::Utf16Le),
            Some([0xfe, 0xff]) => Some(Encoding::Utf16Be),
            _ => None,
        };
        if let Some(encoding) = utf16 {
            return Ok(Self { encoding, ..Self::new(encoding.decode_utf16(&bytes)?)? });
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + memchr::memchr_iter(b'\n', valid).count();
            let start = memchr::memrchr(b'\n', valid).map_or(0, |newline| newline + 1);
            let column = 1 + String::from_utf8_lossy(&valid[start..]).chars().count();
            SourceError::NotUtf8 { line, column }
        })?;
        Self::new(text)
    }

    /// The whole text, including a byte-order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The encoding of the file, in which it should be written back.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Returns the range from byte `start` to byte `end`, exclusive; `None` if it would begin or end inside a character or
    /// outside the text, or end before it starts.
    ///
    /// An offset that is computed from another one belongs here: what is added may be the length of a text that is
    /// spelled differently in the source, or a part of a wide character.
    pub fn range(&self, start: u32, end: u32) -> Option<TextRange> {
        self.text.get(start as usize..end as usize).map(|_| TextRange::new(start, end))
    }

    /// Returns the range of a slice of the text; `None` for a slice of another text.
    ///
    /// What is left after trimming or splitting a slice keeps to character boundaries, and so does its range.
    pub fn range_of(&self, slice: &str) -> Option<TextRange> {
        let start = slice.as_ptr().addr().checked_sub(self.text.as_ptr().addr())?;
        let end = u32::try_from(start + slice.len()).ok()?;
        self.range(u32::try_from(start).ok()?, end)
    }

    /// Whether the range lies in the text and does not cut a character.
    pub fn has_range(&self, range: TextRange) -> bool {
        self.range(range.start(), range.end()).is_some()
    }

    /// Returns the range of the character that begins at byte `offset`; empty at the end of the text, and inside a
    /// character.
    pub fn character_at(&self, offset: u32) -> TextRange {
        let rest = self.text.get(offset as usize..).unwrap_or_default();
        let width = rest.chars().next().map_or(0, char::len_utf8);
        TextRange::new(offset, offset + width as u32)
    }

    /// Returns the text of a range.
    ///
    /// # Panics
    /// Panics if the range lies outside the text or inside a character.
    pub fn slice(&self, range: TextRange) -> &str {
        &self.text[range.as_usize()]
    }

    /// The length of the byte-order mark in bytes, 0 or 3.
    pub fn bom_len(&self) -> u32 {
        if self.text.starts_with(BOM) { BOM.len_utf8() as u32 } else { 0 }
    }

    /// The number of lines; an empty text has one.
    pub fn line_count(&self) -> u32 {
        self.line_starts.len() as u32
    }

    /// Returns the line of byte `offset`, counted from 0.
    pub fn line_index(&self, offset: u32) -> u32 {
        self.line_starts.partition_point(|&start| start <= offset) as u32 - 1
    }

    /// Returns the range of a line, counted from 0, including its line end; empty if there is no such line.
    pub fn line_range(&self, line: u32) -> TextRange {
        let end = self.text.len() as u32;
        let start = self.line_starts.get(line as usize).copied().unwrap_or(end);
        let next = self.line_starts.get(line as usize + 1).copied().unwrap_or(end);
        TextRange::new(start, next)
    }

    /// Returns the text of a line, counted from 0, without its line end and without a byte-order mark.
    pub fn line_text(&self, line: u32) -> &str {
        self.slice(self.line_range(line)).trim_end_matches(['\r', '\n']).trim_start_matches(BOM)
    }

    /// Returns the line and column of byte `offset`, both counted from 1, the column in characters.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let (line, before) = self.before(offset);
        LineColumn { line: line + 1, column: before.chars().count() as u32 + 1 }
    }

    /// Returns the line and column of byte `offset`, both counted from 1, the column in UTF-16 code units, as in
    /// editors and SARIF.
    pub fn line_column_utf16(&self, offset: u32) -> LineColumn {
        let (line, before) = self.before(offset);
        LineColumn { line: line + 1, column: before.encode_utf16().count() as u32 + 1 }
    }

    fn before(&self, offset: u32) -> (u32, &str) {
        let line = self.line_index(offset);
        let start = self.line_starts[line as usize];
        let before = self.slice(TextRange::new(start, offset));
        (line, before.trim_start_matches(BOM))
    }

    /// The line end of the first line; `\n` if there is only one line.
    pub fn newline(&self) -> Newline {
        let first = self.slice(self.line_range(0));
        if first.ends_with("\r\n") {
            Newline::CrLf
        } else if first.ends_with('\r') {
            Newline::Cr
        } else {
            Newline::Lf
        }
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = Vec::with_capacity(text.len() / BYTES_PER_LINE + 8);
    starts.push(0);
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let carriage_return_of_pair = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
        if !carriage_return_of_pair {
            starts.push(at as u32 + 1);
        }
    }
    starts
}
