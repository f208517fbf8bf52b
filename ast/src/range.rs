//! Half-open ranges of byte offsets in a source.

use std::fmt;
use std::ops::Range;

/// A half-open range of byte offsets, `start..end`, on character boundaries of the source that it belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextRange {
    start: u32,
    end: u32,
}

impl TextRange {
    /// Creates the range from byte `start` to byte `end`, exclusive.
    ///
    /// Only the reader, which knows the character at each offset, creates ranges from numbers. Everyone else derives
    /// them from ranges that exist, or asks [`Source::range`](crate::Source::range), which refuses to cut a character.
    ///
    /// # Panics
    /// Panics if `start` is after `end`, which is a bug of the caller and never depends on the input.
    pub(crate) const fn new(start: u32, end: u32) -> Self {
        assert!(start <= end, "a range cannot end before it starts");
        Self { start, end }
    }

    /// Creates the empty range at byte `offset`.
    pub const fn empty(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// The offset of the first byte.
    pub const fn start(self) -> u32 {
        self.start
    }

    /// The offset after the last byte.
    pub const fn end(self) -> u32 {
        self.end
    }

    /// The length in bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the range contains no bytes.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether byte `offset` is in the range.
    pub const fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether `other` lies entirely in the range.
    pub const fn contains_range(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns the part of this range before `inner`; empty if `inner` begins before it.
    #[must_use]
    pub fn before(self, inner: Self) -> Self {
        Self { start: self.start, end: inner.start.max(self.start) }
    }

    /// Returns the part of this range after `inner`; empty if `inner` ends after it.
    #[must_use]
    pub fn after(self, inner: Self) -> Self {
        Self { start: inner.end, end: self.end.max(inner.end) }
    }

    /// Returns the gap between this range and one that follows; empty if they touch or overlap.
    #[must_use]
    pub fn gap_before(self, next: Self) -> Self {
        Self { start: self.end, end: next.start.max(self.end) }
    }

    /// Returns the smallest range that contains both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The range as `usize`, for slicing.
    pub const fn as_usize(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl fmt::Debug for TextRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl From<Range<usize>> for TextRange {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start as u32, range.end as u32)
    }
}
