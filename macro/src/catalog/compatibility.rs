//! The compatibility of layer versions with functions.

use std::collections::BTreeSet;
use std::fmt;

use crate::catalog::PublishedVersion;

/// The runtimes and architectures that a layer version must support; an empty set requires nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Requirements {
    /// The runtimes, such as `python3.13`.
    pub runtimes: BTreeSet<String>,
    /// The architectures, `arm64` or `x86_64`.
    pub architectures: BTreeSet<String>,
}

impl Requirements {
    /// Adds the requirements of another function.
    pub fn add(&mut self, other: &Self) {
        self.runtimes.extend(other.runtimes.iter().cloned());
        self.architectures.extend(other.architectures.iter().cloned());
    }

    /// Whether a version supports everything required. A version that declares no runtimes is compatible with all of
    /// them, and likewise for architectures.
    pub fn are_met_by(&self, version: &PublishedVersion) -> bool {
        let supports = |declared: &[String], required: &BTreeSet<String>| {
            declared.is_empty() || required.iter().all(|name| declared.contains(name))
        };
        supports(&version.runtimes, &self.runtimes) && supports(&version.architectures, &self.architectures)
    }
}

impl fmt::Display for Requirements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<_> = self.runtimes.iter().chain(&self.architectures).map(String::as_str).collect();
        f.write_str(&all.join(", "))
    }
}
