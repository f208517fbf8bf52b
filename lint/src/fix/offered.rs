//! The proof for fixes that others apply, each alone: what an editor or a code scanning service is offered.

use std::collections::BTreeMap;

use cfn_ast::model::{Section, Template};
use cfn_ast::syntax::Entry;
use cfn_ast::{TextRange, Tree};

use super::correction::Attempts;
use super::engine::{Round, reparse};
use super::regression::Errors;
use super::verify::equivalent_beside;
use super::{Applicability, Fix};
use crate::check::Scope;
use crate::diagnostic::Diagnostic;

/// So many bytes are read for proofs of single fixes; after that, fixes in different declarations share a proof.
const BYTES_FOR_SINGLE_PROOFS: usize = 8 << 20;

/// So many bytes are read for proofs in all; fixes that are left are not offered as safe.
const MAX_BYTES: usize = 64 << 20;

/// Makes safe fixes unsafe that do not pass, applied alone, the proof that `--fix` demands of a file: the same meaning,
/// the same comments, and no new error; of a correction that it changes nothing but names.
pub fn verify_offered(tree: &Tree, findings: &mut [Diagnostic], scope: Scope<'_>) {
    let is_safe = |finding: &&Diagnostic| {
        finding.fix.as_ref().is_some_and(|fix| fix.applicability() == Applicability::Safe)
    };
    if !tree.errors().is_empty() || findings.iter().find(is_safe).is_none() {
        return;
    }
    let mut proofs = Proofs { tree, scope, errors: Errors::of(tree, scope), bytes_left: MAX_BYTES };
    let refused = proofs.refused(findings);
    for place in refused {
        let finding = &mut findings[place];
        finding.fix = finding.fix.take().map(Fix::without_promise);
    }
}

struct Proofs<'s> {
    tree: &'s Tree,
    scope: Scope<'s>,
    /// What is wrong before.
    errors: Errors,
    bytes_left: usize,
}

impl Proofs<'_> {
    /// The places of the findings whose fixes are not proven.
    fn refused(&mut self, findings: &[Diagnostic]) -> Vec<usize> {
        let is = |place: &usize, wanted: fn(&Fix) -> bool| findings[*place].fix.as_ref().is_some_and(wanted);
        let safe: Vec<usize> = (0..findings.len())
            .filter(|place| is(place, |fix| fix.applicability() == Applicability::Safe))
            .collect();
        let (corrections, others): (Vec<usize>, Vec<usize>) =
            safe.into_iter().partition(|place| is(place, Fix::is_correction));
        let mut refused = Vec::new();
        for place in corrections {
            if !self.is_right_correction(&findings[place]) {
                refused.push(place);
            }
        }
        for group in self.groups(findings, others) {
            self.prove(findings, &group, &mut refused);
        }
        refused
    }

    fn is_right_correction(&mut self, finding: &Diagnostic) -> bool {
        self.can_read() && Attempts::new(self.tree, self.scope, &self.errors).is_right(&Round::of([finding]))
    }

    /// Fixes that are proven together: single ones as long as that takes little, else those of different declarations.
    /// No declaration of another name changes what a resource or an output means.
    fn groups(&self, findings: &[Diagnostic], places: Vec<usize>) -> Vec<Vec<usize>> {
        let length = self.tree.source().text().len();
        if places.len().saturating_mul(length) <= BYTES_FOR_SINGLE_PROOFS {
            return places.into_iter().map(|place| vec![place]).collect();
        }
        let declarations = Declarations::of(self.tree);
        let mut alone = Vec::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut used: BTreeMap<u32, usize> = BTreeMap::new();
        for place in places {
            let Some(fix) = &findings[place].fix else { continue };
            let Some(declaration) = declarations.around(fix) else {
                alone.push(vec![place]);
                continue;
            };
            let turn = used.entry(declaration).or_default();
            if *turn == groups.len() {
                groups.push(Vec::new());
            }
            groups[*turn].push(place);
            *turn += 1;
        }
        groups.extend(alone);
        groups
    }

    /// Proves a group, or its halves where it does not pass.
    fn prove(&mut self, findings: &[Diagnostic], group: &[usize], refused: &mut Vec<usize>) {
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

    fn is_proven(&mut self, findings: &[Diagnostic], group: &[usize]) -> bool {
        let round = Round::of(group.iter().map(|&place| &findings[place]));
        // A fix that collides with another of its group was left out, and nothing is said about it.
        if round.applied.len() < group.len() || !self.can_read() {
            return false;
        }
        let after = reparse(round.edits.apply(self.tree.source().text()));
        equivalent_beside(&self.errors, self.tree, &after, self.scope).is_ok()
    }

    /// Takes the bytes for one more proof from those that are left.
    fn can_read(&mut self) -> bool {
        let length = self.tree.source().text().len().max(1);
        self.bytes_left = self.bytes_left.saturating_sub(length);
        self.bytes_left > 0
    }
}

/// Where the resources and outputs of a template are.
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

    /// The start of the declaration that has all edits of a fix in it, bytes from the start of the text.
    fn around(&self, fix: &Fix) -> Option<u32> {
        let first = fix.edits().first()?.range();
        let (start, declaration) = self.0.range(..=first.start()).next_back()?;
        let is_inside = fix.edits().iter().all(|edit| declaration.contains_range(edit.range()));
        is_inside.then_some(*start)
    }
}
