//! The life cycle of Lambda's runtimes, as of the date of the data file.

use std::sync::LazyLock;

/// The dates of all runtimes, written by `scripts/lambda-runtimes.py`.
pub const DATA: &str = include_str!("../../../data/lambda-runtimes.txt");

/// What AWS does with a runtime, relative to the date of the data: the same template has the same findings every day.
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

/// A runtime of AWS Lambda. Dates are written as `2026-11-30`, so they compare as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Runtime {
    /// The identifier, such as `python3.13`.
    pub name: &'static str,
    /// The date of its deprecation.
    pub deprecated: &'static str,
    /// The date from which AWS blocks the creation of functions; `None` if no function can be created in a template.
    pub create_block: Option<&'static str>,
    /// The date from which AWS blocks the update of functions.
    pub update_block: Option<&'static str>,
    /// The newest runtime of the same language; `None` if it is the newest itself.
    newest: Option<&'static str>,
}

static RUNTIMES: LazyLock<Vec<Runtime>> = LazyLock::new(|| DATA.lines().filter_map(parse).collect());
static AS_OF: LazyLock<&str> = LazyLock::new(|| header("# as of: "));
static ANNOUNCED_UNTIL: LazyLock<&str> = LazyLock::new(|| header("# announced until: "));

fn header(name: &str) -> &'static str {
    DATA.lines().find_map(|line| line.strip_prefix(name)).expect("the script writes all headers")
}

fn parse(line: &'static str) -> Option<Runtime> {
    let mut words = line.split(' ').map(|word| Some(word).filter(|word| *word != "-"));
    let name = words.next().flatten().filter(|name| !name.starts_with('#'))?;
    let deprecated = words.next().flatten()?;
    Some(Runtime {
        name,
        deprecated,
        create_block: words.next().flatten(),
        update_block: words.next().flatten(),
        newest: words.next().flatten(),
    })
}

impl Runtime {
    /// Returns all runtimes, sorted by name.
    pub fn all() -> &'static [Self] {
        &RUNTIMES
    }

    /// Returns the runtime with an identifier.
    pub fn named(name: &str) -> Option<&'static Self> {
        let index = RUNTIMES.binary_search_by_key(&name, |runtime| runtime.name).ok()?;
        Some(&RUNTIMES[index])
    }

    /// Returns the date of the data, such as `2026-11-30`.
    pub fn as_of() -> &'static str {
        *AS_OF
    }

    /// Returns how far AWS has gone; `None` for a runtime without an announced deprecation.
    pub fn stage(&self) -> Option<Stage> {
        let has_begun = |date: &&str| *date <= Self::as_of();
        if let Some(date) = self.update_block.filter(has_begun) {
            Some(Stage::UpdateBlocked(date))
        } else if let Some(date) = self.create_block.filter(has_begun) {
            Some(Stage::CreateBlocked(date))
        } else if has_begun(&self.deprecated) {
            Some(Stage::Deprecated)
        } else if self.deprecated <= *ANNOUNCED_UNTIL {
            Some(Stage::Announced)
        } else {
            None
        }
    }

    /// Returns the newest runtime of the same language; `None` if there is none newer, or if AWS has announced its
    /// deprecation as well.
    pub fn successor(&self) -> Option<&'static Self> {
        self.newest.and_then(Self::named).filter(|newest| newest.stage().is_none())
    }
}
