//! The progress of long work.

/// A receiver of progress.
pub trait Progress: Sync {
    /// Is called when more steps become known.
    fn expect(&self, steps: usize);
    /// Is called when a step is done.
    fn advance(&self);
}

/// Ignores all progress.
impl Progress for () {
    fn expect(&self, _: usize) {}
    fn advance(&self) {}
}
