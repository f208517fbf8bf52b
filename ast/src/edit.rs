//! Edits as values: replacements of byte ranges, checked for overlap and applied in one pass; and the edits that insert,
//! remove, reorder and replace parts of a template.
//!
//! Each function that makes edits keeps the notation around them, and returns `None` where the result could be read
//! differently. Whether the template still means the same is the question of [`meaning`](crate::meaning).

mod function_text;
mod insert;
mod remove;
mod reorder;
mod transplant;

use std::collections::BTreeMap;

use crate::range::TextRange;

pub use function_text::{FunctionText, Replacement, join_gap};
pub use insert::{insert_entry_after, insert_entry_before, insert_item_after};
pub use remove::Removal;
pub use reorder::reorder_entries;
pub use transplant::{
    ends_with_absent_value, fits_in_flow, indent_of_line, is_indented_with_tab, is_lone_indicator, shifted,
    text_of, text_without_anchors, transplant, transplant_loses_comment,
};

/// A replacement of one range of the source with another text.
///
/// An insertion replaces an empty range, a deletion replaces its range with the empty text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    range: TextRange,
    text: String,
}

impl Edit {
    /// Creates an edit that replaces the bytes of `range` with `text`.
    pub fn replace(range: TextRange, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }

    /// Creates an edit that removes the bytes of `range`.
    pub fn delete(range: TextRange) -> Self {
        Self { range, text: String::new() }
    }

    /// Creates an edit that inserts `text` before the byte at `offset`.
    pub fn insert(offset: u32, text: impl Into<String>) -> Self {
        Self { range: TextRange::empty(offset), text: text.into() }
    }

    /// The range of bytes that is replaced.
    pub fn range(&self) -> TextRange {
        self.range
    }

    /// The replacement.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The error of adding an edit that overlaps or touches another one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("edits overlap at bytes {first:?} and {second:?}")]
pub struct Overlap {
    /// The range of the first edit.
    pub first: TextRange,
    /// The range of the edit that overlaps or touches it.
    pub second: TextRange,
}

/// A sorted set of disjoint edits of one source.
///
/// Edits that merely touch are treated as overlapping: the order of their texts would be a guess.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditSet {
    edits: BTreeMap<TextRange, Edit>,
}

impl EditSet {
    /// Creates a set without edits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds all of `edits`, or none of them.
    ///
    /// # Errors
    /// Returns [`Overlap`] if one of them overlaps or touches another one, or an edit that is already in the set.
    ///
    /// # Example
    ///
    /// ```
    /// use cfn_ast::{Edit, EditSet, Source};
    ///
    /// let source = Source::new("a c")?;
    /// let [first, both] = [source.range(0, 1), source.range(0, 2)].map(Option::unwrap);
    /// let mut edits = EditSet::new();
    /// edits.add_all([Edit::replace(first, "b"), Edit::insert(3, "!")])?;
    /// // Overlapping edits are refused, and the set stays as it was.
    /// assert!(edits.add_all([Edit::delete(both)]).is_err());
    /// assert_eq!(edits.apply(source.text()), "b c!");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Appends the text of an insertion to that of an insertion at the same byte; returns false if there is none.
    pub fn append(&mut self, insertion: &Edit) -> bool {
        let own = self.edits.get_mut(&insertion.range).filter(|edit| edit.range.is_empty());
        own.map(|edit| edit.text.push_str(&insertion.text)).is_some()
    }

    fn check(&self, range: TextRange) -> Result<(), Overlap> {
        let before = self.edits.range(..range).next_back();
        let after = self.edits.range(range..).next();
        let touching = before.into_iter().chain(after).find(|(neighbour, _)| touch(**neighbour, range));
        touching.map_or(Ok(()), |(&first, _)| Err(Overlap { first, second: range }))
    }

    /// The edits in the order of the source.
    pub fn iter(&self) -> impl Iterator<Item = &Edit> {
        self.edits.values()
    }

    /// Whether the set has no edits.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The number of edits.
    pub fn len(&self) -> usize {
        self.edits.len()
    }

    /// Returns `source` with all edits applied; it must be the text that the ranges refer to.
    ///
    /// # Panics
    /// Panics if a range lies outside `source` or inside a character: the edits belong to another text.
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
