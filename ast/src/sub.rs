//! The `${…}` language of `Fn::Sub`.
//!
//! `${Name}` stands for a value, `${!Name}` for the text `${Name}` (AWS CloudFormation User Guide, "Fn::Sub").

use std::ops::Range;

/// A part of the string of an `Fn::Sub`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment<'s> {
    /// The bytes of the string that the part takes.
    pub range: Range<usize>,
    /// What the part is.
    pub kind: SegmentKind<'s>,
}

/// What a part of an `Fn::Sub` string is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentKind<'s> {
    /// Text that stays as it is.
    Literal(&'s str),
    /// `${!Name}`, which becomes the text `${Name}`; holds `Name`.
    Escape(&'s str),
    /// `${Name}` or `${Name.Attribute}`; holds what is between the braces.
    Variable(&'s str),
    /// Something that CloudFormation refuses, or for which it documents no meaning.
    Malformed(Malformed),
}

/// Why a part cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// `${` without a closing brace.
    #[error("${{ is not closed")]
    Unclosed,
    /// `${}` or `${!}`.
    #[error("there is no name between the braces")]
    Empty,
    /// Another `${` between the braces.
    #[error("one ${{ stands inside another")]
    Nested,
    /// A character that a name cannot have.
    #[error("a name may have letters, digits, underscores, periods and colons only")]
    BadName,
}

/// Splits the string of an `Fn::Sub` into its parts; together they cover it.
///
/// The string is read once from left to right: what a variable stands for is not read again.
pub fn segments(text: &str) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let mut rest = 0;
    while let Some(open) = next_placeholder(text, rest) {
        if open > rest {
            segments.push(literal(text, rest..open));
        }
        let end = text[open..].find('}').map_or(text.len(), |len| open + len + 1);
        segments.push(Segment { range: open..end, kind: braces(&text[open..end]) });
        rest = end;
    }
    if rest < text.len() {
        segments.push(literal(text, rest..text.len()));
    }
    segments
}

/// The next `${` from `from` on.
fn next_placeholder(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'$', &bytes[from..]).map(|at| from + at).find(|at| bytes.get(at + 1) == Some(&b'{'))
}

/// Whether a string has anything that `Fn::Sub` acts on.
pub fn has_placeholder(text: &str) -> bool {
    text.contains("${")
}

/// Whether `name` may stand between the braces: letters, digits, underscores, periods and colons, as the template
/// error of CloudFormation says that refuses everything else.
pub fn is_variable_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':'))
}

fn literal(text: &str, range: Range<usize>) -> Segment<'_> {
    Segment { kind: SegmentKind::Literal(&text[range.clone()]), range }
}

/// Reads `${…}`; the closing brace is missing only at the end of the string.
fn braces(text: &str) -> SegmentKind<'_> {
    let Some(inner) = text.strip_suffix('}').map(|text| &text[2..]) else {
        return SegmentKind::Malformed(Malformed::Unclosed);
    };
    let (escaped, name) = match inner.strip_prefix('!') {
        Some(name) => (true, name),
        None => (false, inner),
    };
    if name.is_empty() {
        SegmentKind::Malformed(Malformed::Empty)
    } else if name.contains("${") {
        SegmentKind::Malformed(Malformed::Nested)
    } else if escaped {
        SegmentKind::Escape(name)
    } else if is_variable_name(name) {
        SegmentKind::Variable(name)
    } else {
        SegmentKind::Malformed(Malformed::BadName)
    }
}
