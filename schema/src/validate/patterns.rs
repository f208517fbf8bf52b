//! Patterns of schemas, compiled when they are first used.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::pattern::{Pattern, translate};

thread_local! {
    /// The patterns that this thread has used; `None` for those that cannot be translated.
    static COMPILED: RefCell<FxHashMap<String, Option<Pattern>>> = RefCell::default();
}

/// Whether a string matches a pattern; `None` if the pattern is not understood.
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    COMPILED.with_borrow_mut(|compiled| {
        if !compiled.contains_key(pattern) {
            compiled.insert(pattern.to_owned(), translate(pattern).ok());
        }
        compiled.get(pattern)?.as_ref().map(|pattern| pattern.is_match(text))
    })
}
