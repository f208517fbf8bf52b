//! The life cycle of Lambda's runtimes, as of a date: the same template has the same findings every day.

use std::sync::LazyLock;

use cfn_schema::{Runtime, Table};

/// The date at which the life cycle of runtimes is looked at. The dates of each runtime are those of [`Table::runtimes`].
pub const AS_OF: &str = "2026-11-30";

/// The last date of a deprecation that AWS has announced by then: it does so at least 180 days before (AWS Lambda Developer
/// Guide, "Runtime deprecation policy").
pub const ANNOUNCED_UNTIL: &str = "2027-05-29";

/// The runtimes, sorted by name: nearly every scalar of a template is looked up here.
static RUNTIMES: LazyLock<Vec<Runtime>> = LazyLock::new(|| Table::aws().runtimes().collect());

/// What AWS does with a runtime, relative to [`AS_OF`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// AWS will deprecate it within the 180 days in which it notifies the owners of functions.
    Announced,
    /// It no longer receives updates.
    Deprecated,
    /// No function can be created with it since a date.
    CreateBlocked(&'static str),
    /// No function that uses it can be updated since a date.
    UpdateBlocked(&'static str),
}

impl Stage {
    /// Returns how far AWS has gone; `None` for a runtime without an announced deprecation.
    pub fn of(runtime: &'static Runtime) -> Option<Self> {
        // Dates are written as `2026-11-30`, so they compare as text.
        let has_begun = |date: &&str| *date <= AS_OF;
        if let Some(date) = runtime.update_block.as_deref().filter(has_begun) {
            return Some(Self::UpdateBlocked(date));
        }
        if let Some(date) = runtime.create_block.as_deref().filter(has_begun) {
            return Some(Self::CreateBlocked(date));
        }
        let deprecated = runtime.deprecated.as_deref()?;
        if has_begun(&deprecated) {
            Some(Self::Deprecated)
        } else {
            (deprecated <= ANNOUNCED_UNTIL).then_some(Self::Announced)
        }
    }
}

/// Returns all runtimes, sorted by name.
pub fn all() -> &'static [Runtime] {
    &RUNTIMES
}

/// Returns the runtime with an identifier, such as `python3.13`.
pub fn named(name: &str) -> Option<&'static Runtime> {
    let index = RUNTIMES.binary_search_by_key(&name, |runtime| &runtime.name).ok()?;
    Some(&RUNTIMES[index])
}

/// Returns the newest runtime of the same language; `None` if there is none newer, or if AWS has announced its
/// deprecation as well.
pub fn successor(runtime: &Runtime) -> Option<&'static Runtime> {
    named(runtime.successor.as_deref()?).filter(|newest| Stage::of(newest).is_none())
}
