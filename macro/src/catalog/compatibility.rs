//! What a function needs of a layer.

use std::collections::BTreeSet;
use std::fmt;

use crate::catalog::PublishedVersion;

/// The runtimes and instruction sets that a layer version has to support; nothing of a kind means any.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Requirements {
    /// The runtimes, such as `python3.13`.
    pub runtimes: BTreeSet<String>,
    /// The instruction sets, `arm64` or `x86_64`.
    pub architectures: BTreeSet<String>,
}

impl Requirements {
    /// Adds what another function needs.
    pub fn add(&mut self, other: &Self) {
        self.runtimes.extend(other.runtimes.iter().cloned());
        self.architectures.extend(other.architectures.iter().cloned());
    }

    /// Whether a version supports all of it; a version that declares nothing of a kind supports everything.
    pub fn are_met_by(&self, version: &PublishedVersion) -> bool {
        let declared = |declared: &[String], needed: &BTreeSet<String>| {
            declared.is_empty() || needed.iter().all(|need| declared.contains(need))
        };
        declared(&version.runtimes, &self.runtimes) && declared(&version.architectures, &self.architectures)
    }
}

impl fmt::Display for Requirements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<_> = self.runtimes.iter().chain(&self.architectures).map(String::as_str).collect();
        f.write_str(&all.join(", "))
    }
}
