//! Finding the fix that broke a template, so that the error names one rule.

use cfn_ast::Tree;

use super::regression::Errors;
use super::round::Round;
use super::verify::equivalent;
use super::{Applicability, FixError};
use crate::check::{Scope, check};

/// The number of fixes after which the search ends, and the error names all rules of the round.
const MAX_STEPS: usize = 500;

/// Applies safe fixes one at a time and returns the error of the first that fails the proof.
pub(super) fn find(before: &Tree, scope: Scope<'_>) -> Option<FixError> {
    let mut tree = before.clone();
    for _ in 0..MAX_STEPS {
        let findings = check(&tree, scope);
        let first = |finding| Round::choose(std::slice::from_ref(finding), Applicability::Safe);
        let round = findings.iter().find_map(first)?;
        let next = round.apply_to(&tree);
        if let Err(reason) = equivalent(&Errors::of(&tree, scope), &tree, &next, scope) {
            return Some(FixError::rejected(round.rules(), reason, &tree, &next));
        }
        tree = next;
    }
    None
}
