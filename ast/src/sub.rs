//! The placeholders `${…}` of `Fn::Sub`.
//!
//! `${Name}` is replaced with a value, `${!Name}` with the literal `${Name}` (AWS CloudFormation User Guide,
//! "`Fn::Sub`").

use std::ops::Range;

/// A part of the string of a `Fn::Sub`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment<'s> {
    /// The byte offsets of the part in the string.
    pub range: Range<usize>,
    /// The kind of the part.
    pub kind: SegmentKind<'s>,
}

/// The kind of a part of the string of a `Fn::Sub`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentKind<'s> {
    /// Literal text.
    Literal(&'s str),
    /// `${!Name}`, which is replaced with the literal `${Name}`; contains `Name`.
    Escape(&'s str),
    /// `${Name}` or `${Name.Attribute}`; contains the text between the braces.
    Variable(&'s str),
    /// A placeholder that CloudFormation rejects, or whose meaning is not documented.
    Malformed(Malformed),
}

/// The reason why a placeholder is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// `${` without a closing brace.
    #[error("`${{` is not closed")]
    Unclosed,
    /// `${}` or `${!}`.
    #[error("missing name between the braces")]
    Empty,
    /// Another `${` between the braces.
    #[error("`${{` inside another `${{`")]
    Nested,
    /// A character that names cannot contain.
    #[error("a name may contain only letters, digits, underscores, periods and colons")]
    BadName,
}

/// Splits the string of a `Fn::Sub` into its parts, which together cover it.
///
/// The string is read once from left to right: the value of a variable is not read again.
///
/// ```
/// use cfn_ast::sub::{SegmentKind, segments};
///
/// let parts = segments("a-${B}");
/// assert_eq!(parts[0].kind, SegmentKind::Literal("a-"));
/// assert_eq!(parts[1].kind, SegmentKind::Variable("B"));
/// ```
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

/// The offset of the next `${` from byte `from` on.
fn next_placeholder(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'$', &bytes[from..]).map(|at| from + at).find(|at| bytes.get(at + 1) == Some(&b'{'))
}

/// Whether a string contains anything that `Fn::Sub` replaces.
pub fn has_placeholder(text: &str) -> bool {
    next_placeholder(text, 0).is_some()
}

/// Whether `name` is valid between the braces: letters, digits, underscores, periods and colons, according to the
/// template error with which CloudFormation rejects anything else.
pub fn is_variable_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':'))
}

fn literal(text: &str, range: Range<usize>) -> Segment<'_> {
    Segment { kind: SegmentKind::Literal(&text[range.clone()]), range }
}

/// Reads a placeholder; its closing brace can only be missing at the end of the string.
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
