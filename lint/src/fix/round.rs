//! Rounds: fixes that are applied together.

use cfn_ast::{EditSet, Source, Tree};

use super::{Applicability, Fix};
use crate::finding::Finding;
use crate::rule::Rule;

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Applied {
    /// The rule of the fix.
    pub rule: &'static Rule,
    /// What the fix did, in the imperative.
    pub message: String,
}

/// Fixes whose edits do not collide.
#[derive(Default)]
pub(super) struct Round {
    pub(super) edits: EditSet,
    pub(super) applied: Vec<Applied>,
}

impl Round {
    /// Chooses the fixes of at least an applicability, except corrections; `None` if there are none.
    pub(super) fn choose<'f>(
        findings: impl IntoIterator<Item = &'f Finding>,
        applicability: Applicability,
    ) -> Option<Self> {
        // Corrections change the meaning on purpose, so they are never part of a round that is proven to preserve it.
        let is_chosen = |fix: &Fix| fix.applicability() >= applicability && !fix.is_correction();
        let findings = findings.into_iter();
        let round = Self::of(findings.filter(|finding| finding.fix.as_ref().is_some_and(is_chosen)));
        (!round.is_empty()).then_some(round)
    }

    /// Collects the fixes of findings, each as a whole. A fix that collides with an earlier one is left for a later round.
    pub(super) fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut round = Self::default();
        for finding in findings {
            // A fix without edits would be applied again and again.
            let Some(fix) = finding.fix.as_ref().filter(|fix| !fix.edits().is_empty()) else { continue };
            if round.edits.add_all(fix.edits().iter().cloned()).is_ok() {
                round.applied.push(Applied { rule: finding.rule, message: fix.message().to_owned() });
            }
        }
        round
    }

    /// Whether the round has no fixes.
    pub(super) fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Returns the tree of the text with all edits applied; it may have syntax errors.
    pub(super) fn apply_to(&self, tree: &Tree) -> Tree {
        let text = self.edits.apply(tree.source().text());
        tree.parse_version(
            Source::new(text).expect("the texts of fixes do not exceed the size limit of a source"),
        )
    }

    /// Returns the names of the rules of the fixes, sorted.
    pub(super) fn rules(&self) -> Vec<&'static str> {
        rules_of(&self.applied)
    }
}

/// Returns the names of the rules of fixes, sorted and each once.
pub(super) fn rules_of(applied: &[Applied]) -> Vec<&'static str> {
    let mut rules: Vec<_> = applied.iter().map(|applied| applied.rule.name).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}
