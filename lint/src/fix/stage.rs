//! The stages of safe fixes: copies in place of aliases and merge keys come first.
//!
//! What a template means can be judged better without aliases. So their copies, which are proven by equal values, are not
//! mixed with rewrites, which are proven by equal meanings.

use super::Applicability;
use super::round::Round;
use crate::finding::Finding;
use crate::rule::Rule;
use crate::rules::syntax::{merge_key, yaml_alias};

/// The rules whose fixes write copies, or remove anchors.
const COPYING: [&Rule; 2] = [&merge_key::RULE, &yaml_alias::RULE];

/// The safe fixes that are proven together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Fixes of the copying rules only.
    Copies,
    /// All others.
    Rewrites,
}

impl Stage {
    /// Returns the stage of the next fixes.
    pub(super) fn of(findings: &[Finding]) -> Self {
        if Self::Copies.choose(findings).is_some() { Self::Copies } else { Self::Rewrites }
    }

    /// Chooses the safe fixes of this stage; `None` if there are none.
    pub(super) fn choose(self, findings: &[Finding]) -> Option<Round> {
        let is_own = |finding: &&Finding| COPYING.contains(&finding.rule) == (self == Self::Copies);
        Round::choose(findings.iter().filter(is_own), Applicability::Safe)
    }
}
