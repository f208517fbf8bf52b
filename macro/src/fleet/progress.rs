//! How far a long piece of work is.

/// Hears how far a piece of work is.
pub trait Progress: Sync {
    /// So many more steps have become known.
    fn expect(&self, steps: usize);
    /// One step is done.
    fn advance(&self);
}

/// Nobody listens.
impl Progress for () {
    fn expect(&self, _: usize) {}
    fn advance(&self) {}
}
