//! The choice of corrections to apply: those that are proven to change nothing but what they correct, and to introduce no
//! error.

use cfn_ast::Tree;

use super::counterparts::is_all_that_changed;
use super::regression::Errors;
use super::round::Round;
use crate::check::Scope;
use crate::finding::{Finding, Severity};

/// The number of attempts after which all remaining corrections are declined. Each attempt checks the whole template.
const MAX_ATTEMPTS: usize = 24;

/// The findings whose corrections are applied, and those whose corrections are not, by index.
#[derive(Default)]
pub(super) struct Chosen {
    pub(super) accepted: Vec<usize>,
    pub(super) declined: Vec<usize>,
}

impl Chosen {
    /// Chooses among the corrections of the findings at the indexes `open`.
    pub(super) fn of(before: &Tree, findings: &[Finding], open: &[usize], scope: Scope<'_>) -> Self {
        let errors = Errors::of(before, scope);
        let mut attempts = Attempts::new(before, scope, &errors);
        let mut chosen = Self::default();
        chosen.add(findings, open, &mut attempts);
        chosen
    }

    /// Accepts a group as a whole, or tries its halves.
    fn add(&mut self, findings: &[Finding], group: &[usize], attempts: &mut Attempts<'_>) {
        let together = self.accepted.iter().chain(group).map(|&index| &findings[index]);
        if attempts.is_right(&Round::of(together)) {
            self.accepted.extend(group);
        } else if let [_, _, ..] = group {
            let (first, second) = group.split_at(group.len() / 2);
            self.add(findings, first, attempts);
            self.add(findings, second, attempts);
        } else {
            self.declined.extend(group);
        }
    }
}

/// A limited number of attempts to apply corrections.
pub(super) struct Attempts<'s> {
    before: &'s Tree,
    scope: Scope<'s>,
    /// The errors of `before`.
    errors: &'s Errors,
    left: usize,
}

impl<'s> Attempts<'s> {
    pub(super) fn new(before: &'s Tree, scope: Scope<'s>, errors: &'s Errors) -> Self {
        Self { before, scope, errors, left: MAX_ATTEMPTS }
    }

    /// Whether the corrections of a round change nothing else and introduce no error.
    pub(super) fn is_right(&mut self, round: &Round) -> bool {
        if self.left == 0 || round.is_empty() {
            return false;
        }
        self.left -= 1;
        let after = round.apply_to(self.before);
        after.errors().is_empty()
            && is_all_that_changed(self.before, &after, &round.edits)
            && self.errors.first_new(&Errors::of(&after, self.scope), Severity::Note).is_none()
    }
}
