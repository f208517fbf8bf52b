//! Finding the fix that broke a template, so that the error names one rule.

use cfn_ast::Tree;

use super::FixError;
use super::regression::Errors;
use super::stage::Stage;
use super::verify::equivalent;
use crate::check::Scope;
use crate::finding::Finding;
use crate::finding::fingerprint::{Fingerprint, fingerprints};

/// The number of fixes after which the search ends, and whole rules are tried.
const MAX_STEPS: usize = if cfg!(test) { 20 } else { 500 };

/// A fix that fails the proof.
pub(super) struct Fault {
    pub(super) finding: Fingerprint,
    pub(super) error: FixError,
}

/// Returns those of the rules whose safe fixes fail the proof without the fixes of the others; all if each passes it.
///
/// This is for fixes that only break a template together with others, or in another order than one at a time.
pub(super) fn guilty_rules(
    before: &Tree,
    scope: Scope<'_>,
    stage: Stage,
    rules: Vec<&'static str>,
    check: impl Fn(&Tree) -> Vec<Finding>,
) -> Vec<&'static str> {
    let errors = Errors::of(before, scope);
    let is_guilty = |rule: &&'static str| {
        let mut tree = before.clone();
        for _ in 0..MAX_STEPS {
            let mut findings = check(&tree);
            findings.retain(|finding| finding.rule.name == *rule);
            let Some(round) = stage.choose(&findings) else { break };
            tree = round.apply_to(&tree);
        }
        equivalent(&errors, before, &tree, scope).is_err()
    };
    let guilty: Vec<_> = rules.iter().copied().filter(is_guilty).collect();
    if guilty.is_empty() { rules } else { guilty }
}

/// Applies the safe fixes of a stage one at a time and returns the first that fails the proof. `check` returns the findings in a tree.
pub(super) fn find(
    before: &Tree,
    scope: Scope<'_>,
    stage: Stage,
    check: impl Fn(&Tree) -> Vec<Finding>,
) -> Option<Fault> {
    let mut tree = before.clone();
    for _ in 0..MAX_STEPS {
        let findings = check(&tree);
        let round_of = |finding| stage.choose(std::slice::from_ref(finding));
        let (index, round) =
            findings.iter().enumerate().find_map(|(index, finding)| Some((index, round_of(finding)?)))?;
        let next = round.apply_to(&tree);
        if let Err(reason) = equivalent(&Errors::of(&tree, scope), &tree, &next, scope) {
            let finding = fingerprints(&tree, &findings).swap_remove(index);
            return Some(Fault { finding, error: FixError::rejected(round.rules(), reason, &tree, &next) });
        }
        tree = next;
    }
    None
}
