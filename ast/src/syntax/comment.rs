//! Comments, found by place.

use crate::range::TextRange;

/// The comments of a source, each from its `#` to the end of its line, in the order of the source.
#[derive(Clone, Debug, Default)]
pub struct Comments {
    ranges: Vec<TextRange>,
}

impl Comments {
    pub(super) fn new(mut ranges: Vec<TextRange>) -> Self {
        if !ranges.is_sorted() {
            ranges.sort_unstable();
        }
        Self { ranges }
    }

    /// Every comment.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = TextRange> + '_ {
        self.ranges.iter().copied()
    }

    /// How many comments there are.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The comments that begin in `range`, found in logarithmic time.
    pub fn within(&self, range: TextRange) -> &[TextRange] {
        let first = self.ranges.partition_point(|comment| comment.start() < range.start());
        let last = self.ranges.partition_point(|comment| comment.start() < range.end());
        &self.ranges[first..last]
    }

    /// Whether a comment begins in `range`.
    pub fn any_within(&self, range: TextRange) -> bool {
        !self.within(range).is_empty()
    }
}
