//! The comments of a source, found by their position.

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

    /// Returns the range of every comment.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = TextRange> + '_ {
        self.ranges.iter().copied()
    }

    /// The number of comments.
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there are no comments.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Returns the comments that begin in `range`, in logarithmic time.
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
