//! Positions of the protocol, and byte offsets.

use cfn_ast::{Source, TextRange};
use gen_lsp_types::{Position, PositionEncodingKind, Range};

/// The unit in which the protocol counts the characters of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16, which every client supports.
    Utf16,
}

impl Encoding {
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// Returns the byte offset of a position. A position after the end of its line or of the text is that end, and one
    /// inside of a character is its beginning.
    pub(super) fn offset(self, source: &Source, position: Position) -> u32 {
        let line = source.line_range(position.line);
        let text = source.slice(line).trim_end_matches(['\r', '\n']);
        let mut units = 0;
        for (at, character) in text.char_indices() {
            units += self.width(character);
            if units > position.character {
                return line.start() + at as u32;
            }
        }
        line.start() + text.len() as u32
    }

    /// Returns the position of a byte offset.
    pub(super) fn position(self, source: &Source, offset: u32) -> Position {
        let line = source.line_index(offset);
        let start = source.line_range(line).start();
        let before = source.range(start, offset).map_or("", |range| source.slice(range));
        Position { line, character: before.chars().map(|character| self.width(character)).sum() }
    }

    pub(super) fn range(self, source: &Source, range: TextRange) -> Range {
        Range { start: self.position(source, range.start()), end: self.position(source, range.end()) }
    }

    fn width(self, character: char) -> u32 {
        let width = match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
        };
        width as u32
    }
}

#[cfg(test)]
mod tests {
    use cfn_ast::Source;
    use gen_lsp_types::Position;

    use super::Encoding;

    #[test]
    fn positions_count_the_units_of_their_encoding() {
        let source = Source::new("a\r\nü😀b\rc").expect("the text is small");
        let rows = [(0, 0, 0, 0), (3, 1, 0, 0), (5, 1, 1, 2), (9, 1, 3, 6), (10, 1, 4, 7), (11, 2, 0, 0)];
        for (offset, line, utf16, utf8) in rows {
            for (encoding, character) in [(Encoding::Utf16, utf16), (Encoding::Utf8, utf8)] {
                let position = Position { line, character };
                assert_eq!(encoding.position(&source, offset), position);
                assert_eq!(encoding.offset(&source, position), offset);
            }
        }
    }

    #[test]
    fn positions_outside_of_the_text_are_moved_into_it() {
        let source = Source::new("ü😀\n").expect("the text is small");
        let offset = |line, character| Encoding::Utf16.offset(&source, Position { line, character });
        assert_eq!([offset(0, 2), offset(0, 99), offset(1, 5), offset(7, 0)], [2, 6, 7, 7]);
    }
}
