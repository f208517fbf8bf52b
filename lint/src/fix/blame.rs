//! Finding the fix that broke a template, so that it can be reported.

use cfn_ast::{TextRange, Tree};

use super::Applicability;
use super::engine::{FixError, Round, reparse};
use super::verify::{self, Rejection};
use crate::check::{Scope, check};
use crate::diagnostic::Diagnostic;

/// After this many fixes the search gives up and all rules of the round are named.
const MAX_STEPS: usize = 500;

/// The error of the first safe fix that, applied alone, changes more than the spelling.
pub(super) fn find(before: &Tree, scope: Scope<'_>) -> Option<FixError> {
    let mut tree = before.clone();
    for _ in 0..MAX_STEPS {
        let findings = check(&tree, scope);
        let (rule, next) = findings.iter().find_map(|finding| alone(&tree, finding))?;
        if let Err(reason) = verify::equivalent(&tree, &next, scope) {
            return Some(rejected(vec![rule], reason, &tree, &next));
        }
        tree = next;
    }
    None
}

fn alone(tree: &Tree, finding: &Diagnostic) -> Option<(&'static str, Tree)> {
    let round = Round::choose(std::slice::from_ref(finding), Applicability::Safe);
    let changes = !round.edits.is_empty();
    changes.then(|| (finding.rule, reparse(round.edits.apply(tree.source().text()))))
}

/// The error with the lines in which the two texts differ.
pub(super) fn rejected(rules: Vec<&'static str>, reason: Rejection, before: &Tree, after: &Tree) -> FixError {
    let (old, new) = (before.source().text(), after.source().text());
    let same = |(a, b): &(u8, u8)| a == b;
    let head = old.bytes().zip(new.bytes()).take_while(same).count();
    let room = old.len().min(new.len()) - head;
    let tail = old.bytes().rev().zip(new.bytes().rev()).take(room).take_while(same).count();
    FixError::Rejected {
        rules,
        reason,
        before: lines(before, head, old.len() - tail),
        after: lines(after, head, new.len() - tail),
    }
}

/// The whole lines from byte `start` to byte `end`.
fn lines(tree: &Tree, start: usize, end: usize) -> String {
    let source = tree.source();
    let first = source.line_range(source.line_index(start as u32));
    let last = source.line_range(source.line_index(end as u32));
    source.slice(TextRange::new(first.start(), last.end())).to_owned()
}
