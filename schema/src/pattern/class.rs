//! Sets of characters.

use std::fmt::Write as _;

use super::emit::Polarity;

/// The first character that is not ASCII.
const BEYOND: u32 = 0x80;
/// The last character.
const LAST: u32 = 0x0010_ffff;

/// A set of characters that may not be known exactly: what it contains for certain, and what it contains at most.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    narrow: Ranges,
    wide: Ranges,
}

/// Inclusive ranges of code points.
type Ranges = Vec<(u32, u32)>;

impl Class {
    /// A set that is known exactly.
    pub(super) fn exact(ranges: &[(u32, u32)]) -> Self {
        Self { narrow: ranges.to_vec(), wide: ranges.to_vec() }
    }

    pub(super) fn character(c: u32) -> Self {
        Self::exact(&[(c, c)])
    }

    /// A set of which only the ASCII part is known.
    pub(super) fn known_in_ascii(ranges: &[(u32, u32)]) -> Self {
        let mut wide = ranges.to_vec();
        wide.push((BEYOND, LAST));
        Self { narrow: ranges.to_vec(), wide }
    }

    /// A set of which two dialects have different ideas.
    pub(super) fn between(narrow: &[(u32, u32)], wide: &[(u32, u32)]) -> Self {
        Self { narrow: narrow.to_vec(), wide: wide.to_vec() }
    }

    /// Adds the characters of another set.
    pub(super) fn add(&mut self, other: &Self) {
        self.narrow.extend_from_slice(&other.narrow);
        self.wide.extend_from_slice(&other.wide);
    }

    /// All other characters.
    pub(super) fn negate(&self) -> Self {
        // Halves of a pair are characters of their own in ECMAScript, so a set of which they are a part is not exact.
        Self { narrow: complement(&self.wide_with_pairs()), wide: complement(&self.narrow) }
    }

    /// The only character, if it is one.
    pub(super) fn single(&self) -> Option<u32> {
        match (self.narrow.as_slice(), self.wide.as_slice()) {
            ([(a, b)], [(c, d)]) if a == b && c == d && a == c => Some(*a),
            _ => None,
        }
    }

    /// The set as `regex-lite` writes it, and whether it is not exact.
    pub(super) fn emit(&self, polarity: Polarity) -> (String, bool) {
        let wide = normalize(&self.wide_with_pairs());
        let narrow = normalize(&self.narrow);
        let is_exact = wide == narrow;
        let ranges = if polarity == Polarity::Wide { wide } else { narrow };
        if ranges.is_empty() {
            // Matches nothing.
            return ("[^\\x00-\\u{10ffff}]".to_owned(), !is_exact);
        }
        let mut out = String::from("[");
        for (from, to) in ranges {
            push(&mut out, from);
            if to > from {
                out.push('-');
                push(&mut out, to);
            }
        }
        out.push(']');
        (out, !is_exact)
    }

    /// At most these characters: with a half of a pair, all characters that are written as pairs.
    fn wide_with_pairs(&self) -> Ranges {
        let mut wide = self.wide.clone();
        if wide.iter().any(|(from, to)| *from <= 0xdfff && *to >= 0xd800) {
            wide.push((0x10000, LAST));
        }
        wide
    }
}

fn push(out: &mut String, c: u32) {
    match char::from_u32(c) {
        Some(c) if c.is_ascii_alphanumeric() => out.push(c),
        _ => {
            let _ = write!(out, "\\u{{{c:x}}}");
        }
    }
}

/// Sorted, merged, and without the halves of pairs, which no text of ours contains.
fn normalize(ranges: &[(u32, u32)]) -> Ranges {
    let mut parts = Vec::new();
    for (from, to) in ranges {
        parts.push((*from, (*to).min(0xd7ff)));
        parts.push(((*from).max(0xe000), *to));
    }
    parts.retain(|(from, to)| from <= to);
    parts.sort_unstable();
    let mut merged: Ranges = Vec::new();
    for (from, to) in parts {
        match merged.last_mut() {
            Some(last) if from <= last.1 + 1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

fn complement(ranges: &[(u32, u32)]) -> Ranges {
    let mut out = Vec::new();
    let mut next = 0;
    for (from, to) in normalize(ranges) {
        if from > next {
            out.push((next, from - 1));
        }
        next = to + 1;
    }
    if next <= LAST {
        out.push((next, LAST));
    }
    out
}
