//! Edits as values: what to replace, checked for overlap, applied in one pass.

use std::collections::BTreeMap;

use crate::range::TextRange;

/// The replacement of one range of the source by another text.
///
/// An insertion is the replacement of an empty range, a deletion a replacement by the empty text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    range: TextRange,
    text: String,
}

impl Edit {
    /// Replaces the bytes of `range` by `text`.
    pub fn replace(range: TextRange, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }

    /// Removes the bytes of `range`.
    pub fn delete(range: TextRange) -> Self {
        Self { range, text: String::new() }
    }

    /// Inserts `text` before the byte at `offset`.
    pub fn insert(offset: u32, text: impl Into<String>) -> Self {
        Self { range: TextRange::empty(offset), text: text.into() }
    }

    /// The bytes that are replaced.
    pub fn range(&self) -> TextRange {
        self.range
    }

    /// What stands there afterwards.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Two edits of one set touch the same place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("edits overlap at bytes {first:?} and {second:?}")]
pub struct Overlap {
    /// The range of the edit that was there.
    pub first: TextRange,
    /// The range of the edit that collides with it.
    pub second: TextRange,
}

/// A sorted set of disjoint edits of one source.
///
/// Edits that merely touch count as overlapping: the order of their texts would be a guess.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditSet {
    edits: BTreeMap<TextRange, Edit>,
}

impl EditSet {
    /// A set without edits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds all of `edits`, or none of them.
    ///
    /// # Errors
    /// [`Overlap`] when one of them touches another, or one that the set already holds.
    pub fn add_all(&mut self, edits: impl IntoIterator<Item = Edit>) -> Result<(), Overlap> {
        let mut added: Vec<Edit> = edits.into_iter().collect();
        added.sort_by_key(Edit::range);
        if let Some(pair) = added.windows(2).find(|pair| touch(pair[0].range, pair[1].range)) {
            return Err(Overlap { first: pair[0].range, second: pair[1].range });
        }
        for edit in &added {
            self.check(edit.range)?;
        }
        self.edits.extend(added.into_iter().map(|edit| (edit.range, edit)));
        Ok(())
    }

    fn check(&self, range: TextRange) -> Result<(), Overlap> {
        let before = self.edits.range(..range).next_back();
        let behind = self.edits.range(range..).next();
        let touching = before.into_iter().chain(behind).find(|(neighbour, _)| touch(**neighbour, range));
        touching.map_or(Ok(()), |(&first, _)| Err(Overlap { first, second: range }))
    }

    /// The edits in the order of the source.
    pub fn iter(&self) -> impl Iterator<Item = &Edit> {
        self.edits.values()
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// How many edits there are.
    pub fn len(&self) -> usize {
        self.edits.len()
    }

    /// The text after all edits; `source` must be the text that the ranges speak of.
    ///
    /// # Panics
    /// Panics when a range lies outside `source` or inside a character: the edits belong to another text.
    pub fn apply(&self, source: &str) -> String {
        let grown: usize = self.edits.values().map(|e| e.text.len()).sum();
        let mut out = String::with_capacity(source.len() + grown);
        let mut copied = 0;
        for edit in self.edits.values() {
            let range = edit.range.as_usize();
            out.push_str(&source[copied..range.start]);
            out.push_str(&edit.text);
            copied = range.end;
        }
        out.push_str(&source[copied..]);
        out
    }
}

fn touch(a: TextRange, b: TextRange) -> bool {
    a.start() <= b.end() && b.start() <= a.end()
}
