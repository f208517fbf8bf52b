//! Finding the fix that broke a template, so that the error names one rule.

use cfn_ast::Tree;

use super::FixError;
use super::regression::Errors;
use super::stage::Stage;
use super::verify::equivalent;
use crate::check::Scope;
use crate::finding::Finding;
use crate::finding::fingerprint::{Fingerprint, fingerprints};

/// The number of fixes after which the search ends, and the error names all rules of the round.
const MAX_STEPS: usize = 500;

/// A fix that fails the proof.
pub(super) struct Fault {
    pub(super) finding: Fingerprint,
    pub(super) error: FixError,
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
