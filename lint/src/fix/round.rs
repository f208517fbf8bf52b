//! Rounds: fixes that are applied together.

use std::cmp::Reverse;

use cfn_ast::{EditSet, Source, TextRange, Tree};
use rustc_hash::FxHashSet;

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
    /// Of fixes inside of each other the outer one is the earlier: it may make the others superfluous.
    pub(super) fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut round = Self::default();
        let mut fixes: Vec<(TextRange, &Finding, &Fix)> = Vec::new();
        for finding in findings {
            // A fix without edits would be applied again and again.
            let Some(fix) = &finding.fix else { continue };
            let (Some(first), Some(last)) = (fix.edits().first(), fix.edits().last()) else { continue };
            fixes.push((first.range().cover(last.range()), finding, fix));
        }
        fixes.sort_by_key(|(range, ..)| (range.start(), Reverse(range.end())));
        let mut appended: FxHashSet<(&str, TextRange)> = FxHashSet::default();
        for (range, finding, fix) in fixes {
            let is_added = round.edits.add_all(fix.edits().iter().cloned()).is_ok();
            let is_appended = || fix.is_appending() && appended.contains(&(finding.rule.name, range));
            let is_added =
                is_added || is_appended() && fix.edits().iter().all(|edit| round.edits.append(edit));
            if !is_added {
                continue;
            }
            if fix.is_appending() {
                appended.insert((finding.rule.name, range));
            }
            round.applied.push(Applied { rule: finding.rule, message: fix.message().to_owned() });
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
