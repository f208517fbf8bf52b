//! The proof for fixes whose edits are printed: editors and code scanning services apply fixes one by one.

use std::collections::BTreeMap;

use cfn_ast::model::{Section, Template};
use cfn_ast::syntax::Entry;
use cfn_ast::{TextRange, Tree};

use super::correction::Attempts;
use super::regression::Errors;
use super::round::Round;
use super::verify::equivalent;
use super::{Applicability, Fix};
use crate::check::Scope;
use crate::finding::Finding;

/// The most bytes that are parsed for proving each fix alone; beyond it, fixes of different declarations share a proof.
const BYTES_FOR_SINGLE_PROOFS: usize = 8 << 20;

/// The most bytes that are parsed for all proofs; fixes beyond it are not offered as safe.
const MAX_BYTES: usize = 64 << 20;

/// Makes safe fixes unsafe if, applied alone, they fail the proof that `--fix` requires: the same meaning, all comments
/// and no new error; for a correction, that it changes nothing but names and introduces no error.
pub fn verify_offered(tree: &Tree, findings: &mut [Finding], scope: Scope<'_>) {
    let is_safe = |finding: &&Finding| {
        finding.fix.as_ref().is_some_and(|fix| fix.applicability() == Applicability::Safe)
    };
    if !tree.errors().is_empty() || findings.iter().find(is_safe).is_none() {
        return;
    }
    let mut proofs = Proofs { tree, scope, errors: Errors::of(tree, scope), bytes_left: MAX_BYTES };
    let refused = proofs.refused(findings);
    for index in refused {
        let finding = &mut findings[index];
        finding.fix = finding.fix.take().map(Fix::without_promise);
    }
}

struct Proofs<'s> {
    tree: &'s Tree,
    scope: Scope<'s>,
    /// The errors of `tree`.
    errors: Errors,
    bytes_left: usize,
}

impl Proofs<'_> {
    /// Returns the indexes of the findings whose fixes are not proven.
    fn refused(&mut self, findings: &[Finding]) -> Vec<usize> {
        let (mut refused, mut others) = (Vec::new(), Vec::new());
        for (index, finding) in findings.iter().enumerate() {
            let Some(fix) = &finding.fix else { continue };
            match fix.applicability() {
                // A correction changes the meaning, so it has a proof of its own.
                Applicability::Safe if fix.is_correction() => {
                    if !self.is_right_correction(finding) {
                        refused.push(index);
                    }
                }
                Applicability::Safe => others.push(index),
                Applicability::Unsafe | Applicability::Suggestion => {}
            }
        }
        for group in self.groups(findings, others) {
            self.prove(findings, &group, &mut refused);
        }
        refused
    }

    fn is_right_correction(&mut self, finding: &Finding) -> bool {
        self.can_read() && Attempts::new(self.tree, self.scope, &self.errors).is_right(&Round::of([finding]))
    }

    /// Returns the fixes, by index, in groups that are proven together: each alone if that is cheap, otherwise at most
    /// one of each declaration. A fix in one resource or output cannot make up for a change of meaning in another.
    fn groups(&self, findings: &[Finding], indexes: Vec<usize>) -> Vec<Vec<usize>> {
        let length = self.tree.source().text().len();
        if indexes.len().saturating_mul(length) <= BYTES_FOR_SINGLE_PROOFS {
            return indexes.into_iter().map(|index| vec![index]).collect();
        }
        let declarations = Declarations::of(self.tree);
        let mut alone = Vec::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut used: BTreeMap<u32, usize> = BTreeMap::new();
        for index in indexes {
            let Some(fix) = &findings[index].fix else { continue };
            // A fix elsewhere, such as in `Conditions`, can affect any declaration.
            let Some(declaration) = declarations.around(fix) else {
                alone.push(vec![index]);
                continue;
            };
            let turn = used.entry(declaration).or_default();
            if *turn == groups.len() {
                groups.push(Vec::new());
            }
            groups[*turn].push(index);
            *turn += 1;
        }
        groups.extend(alone);
        groups
    }

    /// Proves a group, or its halves if the proof of the whole fails.
    fn prove(&mut self, findings: &[Finding], group: &[usize], refused: &mut Vec<usize>) {
        if self.is_proven(findings, group) {
            return;
        }
        if self.bytes_left == 0 || group.len() < 2 {
            refused.extend(group);
            return;
        }
        let (first, second) = group.split_at(group.len() / 2);
        self.prove(findings, first, refused);
        self.prove(findings, second, refused);
    }

    fn is_proven(&mut self, findings: &[Finding], group: &[usize]) -> bool {
        let round = Round::of(group.iter().map(|&index| &findings[index]));
        // A fix that collides with another of its group is not in the round, which therefore proves nothing about it.
        if round.applied.len() < group.len() || !self.can_read() {
            return false;
        }
        let after = round.apply_to(self.tree);
        equivalent(&self.errors, self.tree, &after, self.scope).is_ok()
    }

    /// Subtracts the bytes of one more proof from the budget; false if it is used up.
    fn can_read(&mut self) -> bool {
        let length = self.tree.source().text().len().max(1);
        self.bytes_left = self.bytes_left.saturating_sub(length);
        self.bytes_left > 0
    }
}

/// The ranges of the resources and outputs of a template, by their start.
struct Declarations(BTreeMap<u32, TextRange>);

impl Declarations {
    fn of(tree: &Tree) -> Self {
        let template = Template::new(tree);
        let section = |section: Section| template.as_ref().and_then(|template| template.section(section));
        let sections = [Section::Resources, Section::Outputs].into_iter().filter_map(section);
        let entries = sections.flat_map(|section| section.value.entries());
        let range = |entry: Entry<'_>| (entry.range().start(), entry.range());
        Self(entries.map(range).collect())
    }

    /// Returns the byte offset of the declaration that contains all edits of a fix.
    fn around(&self, fix: &Fix) -> Option<u32> {
        let first = fix.edits().first()?.range();
        let (start, declaration) = self.0.range(..=first.start()).next_back()?;
        let is_inside = fix.edits().iter().all(|edit| declaration.contains_range(edit.range()));
        is_inside.then_some(*start)
    }
}
