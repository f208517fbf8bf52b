//! The comments of sections that are written in another order: each moves with the section below it.

use rustc_hash::FxHashMap;

use super::Writer;
use crate::range::TextRange;
use crate::syntax::{Entry, Node, NodeId};

/// The bytes of the source whose comments belong to each section.
pub(super) struct Windows {
    by_key: FxHashMap<NodeId, TextRange>,
    end: u32,
}

impl Windows {
    pub(super) fn of(&self, entry: Entry<'_>) -> TextRange {
        self.by_key.get(&entry.key.id()).copied().unwrap_or(TextRange::empty(self.end))
    }

    /// What follows the last section.
    pub(super) fn tail(&self) -> TextRange {
        TextRange::new(self.end, u32::MAX)
    }
}

impl<'t> Writer<'_, 't> {
    /// Finds the comments of each section, and writes those that are about the whole file: before the first section, and
    /// separated from it by a blank line.
    pub(super) fn sections_with_comments(&mut self, root: Node<'t>) -> Windows {
        let entries: Vec<Entry<'t>> = root.entries().collect();
        let ends: Vec<u32> = entries.iter().map(|entry| entry.value.range().end()).collect();
        let mut starts = Vec::with_capacity(entries.len() + 1);
        for (index, entry) in entries.iter().enumerate() {
            let after = if index == 0 { 0 } else { ends[index - 1] };
            starts.push(self.comments.first_above(after, entry.key.range().start(), index == 0));
        }
        let after = ends.last().copied().unwrap_or(0);
        starts.push(self.comments.first_above(after, u32::MAX, false));
        self.comments_alone(0, starts[0]);
        let windows = entries.iter().zip(starts.windows(2));
        let by_key =
            windows.map(|(entry, pair)| (entry.key.id(), TextRange::new(pair[0], pair[1]))).collect();
        Windows { by_key, end: starts.last().copied().unwrap_or(0) }
    }
}
