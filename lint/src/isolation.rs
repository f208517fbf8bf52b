//! Isolation of the work on one file, so that a panic over it does not end the work on the others.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    /// Where the last panic of the thread happened; `None` outside of isolated work.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A panic that was caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Panicked {
    /// The place in the sources of cfn-tidy, as `file:line:column`.
    pub(crate) location: String,
}

/// Runs some work and catches its panic.
///
/// Nothing is printed for it: the message of a panic can quote the template, which may contain secrets.
pub(crate) fn isolated<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let other = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_isolated = LAST.with_borrow_mut(|last| {
                last.as_mut().map(|last| *last = info.location().map(ToString::to_string).unwrap_or_default())
            });
            if is_isolated.is_none() {
                other(info);
            }
        }));
    });
    let outer = LAST.replace(Some(String::new()));
    // The work shares nothing that it could leave half-changed: files are replaced atomically.
    let result = catch_unwind(AssertUnwindSafe(work));
    let location = LAST.replace(outer).unwrap_or_default();
    result.map_err(|_| Panicked { location })
}

#[cfg(test)]
mod tests {
    use super::isolated;

    #[test]
    fn a_panic_is_located_and_does_not_leave_the_work() {
        let text = "größe".to_owned();
        let panicked = isolated(|| text[..3].len()).expect_err("3 is inside a character");
        assert!(panicked.location.contains("isolation.rs:"), "{panicked:?}");
        assert_eq!(isolated(|| text.len()), Ok(7));
    }
}
