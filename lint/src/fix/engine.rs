//! The engine that applies fixes until none is left.
//!
//! Fixes are applied in three phases. A phase runs if the phases before it have nothing to do; after each change, the
//! first phase runs again, since a fix can make others possible.
//!
//! 1. **Corrections.** One round of the corrections that [`Chosen`] accepts: each is proven to change nothing but names
//!    and to introduce no error. The others are declined and become unsafe fixes.
//! 2. **Safe fixes.** First those that write copies in place of aliases and merge keys, as they are proven by equal values;
//!    then, and often only thanks to them, the others. Rounds until no safe fix is left: fixes that collide wait for the next round, and nested functions
//!    take one round per level. Then the result is proven to have the same meaning, all comments and no new errors.
//! 3. **Unsafe fixes**, with `--unsafe-fixes` only. One round, which must leave the text parseable.
//!
//! If a proof fails, the rule at fault is left out, and all phases run once more on the original: one refused fix must
//! not cost the others. [`blame`] finds the rule; if it cannot, all rules of the phase are left out.

use std::borrow::Cow;
use std::hash::BuildHasher as _;

use cfn_ast::Tree;
use cfn_ast::meaning::meaning;
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::blame::{self, Fault};
use super::correction::Chosen;
use super::regression::Errors;
use super::round::{Applied, Round, rules_of};
use super::stage::Stage;
use super::verify::{equivalent, readable};
use super::{Applicability, Fix, FixError};
use crate::check::{Scope, check};
use crate::finding::Finding;
use crate::finding::fingerprint::{Fingerprint, fingerprints};

/// The most rounds. Collections are nested at most 500 deep, and each round fixes at least one level.
const MAX_ROUNDS: usize = 2000;

/// The result of fixing a tree.
#[derive(Debug)]
pub struct Fixed {
    /// The number of findings before the first fix.
    pub found: usize,
    /// The fixed tree; `None` if nothing was fixed.
    pub tree: Option<Tree>,
    /// The fixes, round by round in the order of the source.
    pub applied: Vec<Applied>,
    /// The findings in the fixed text.
    pub remaining: Vec<Finding>,
    /// Why fixes of some rules are not among those that were applied.
    pub refused: Vec<FixError>,
}

/// Fixes the findings in a tree until no fix is left; `also_unsafe` includes unsafe fixes.
///
/// The fixes of a rule that fail verification are left out, and are reported in [`Fixed::refused`].
///
/// # Errors
/// [`FixError`] if nothing can be verified; the source must then remain unchanged.
pub fn fix(tree: &Tree, scope: Scope<'_>, also_unsafe: bool) -> Result<Fixed, FixError> {
    let mut refused: Vec<FixError> = Vec::new();
    let mut fixable = Cow::Borrowed(scope.fixable);
    loop {
        match fix_with(tree, Scope { fixable: &fixable, ..scope }, also_unsafe) {
            Ok(fixed) => return Ok(Fixed { refused, ..fixed }),
            Err(error) => {
                let rest = fixable.only_rules(|rule| !error.rules().contains(&rule.name));
                // Without a rule to leave out, the next attempt would fail in the same way.
                if rest == *fixable {
                    return Err(error);
                }
                fixable = Cow::Owned(rest);
                refused.push(error);
            }
        }
    }
}

fn fix_with(tree: &Tree, scope: Scope<'_>, also_unsafe: bool) -> Result<Fixed, FixError> {
    let mut engine = Engine::new(scope);
    let mut current = engine.progress(Cow::Borrowed(tree));
    let found = current.findings.len();
    loop {
        let has_changed = engine.correct(&mut current)?
            || engine.fix_safely(&mut current)?
            || (also_unsafe && engine.fix_unsafely(&mut current)?);
        if !has_changed {
            break;
        }
    }
    let tree = match current.tree {
        Cow::Owned(tree) => Some(tree),
        Cow::Borrowed(_) => None,
    };
    Ok(Fixed { found, tree, applied: engine.applied, remaining: current.findings, refused: Vec::new() })
}

/// The tree as fixed so far, and the findings in it.
struct Progress<'t> {
    tree: Cow<'t, Tree>,
    findings: Vec<Finding>,
}

/// Why safe fixes may not be used.
enum Refusal {
    /// They bring an error to light: that of one finding, or together those of the rules that the error names.
    Decline(Option<Fingerprint>, Box<FixError>),
    /// One of them breaks its promise.
    Refuse(FixError),
}

struct Engine<'s> {
    scope: Scope<'s>,
    applied: Vec<Applied>,
    rounds: usize,
    /// The hashes of all texts so far. A text that recurs means that fixes undo each other.
    seen: FxHashSet<u64>,
    /// The findings whose safe fixes were declined since the last other safe fix, which can make them possible.
    declined: FxHashSet<Fingerprint>,
    /// The rules whose safe fixes were declined since then, because they bring an error to light only together.
    declined_rules: FxHashSet<&'static str>,
    /// The findings whose corrections were declined since the last safe fix, which can make them possible as well.
    declined_corrections: FxHashSet<Fingerprint>,
}

impl<'s> Engine<'s> {
    fn new(scope: Scope<'s>) -> Self {
        Self {
            scope,
            applied: Vec::new(),
            rounds: 0,
            seen: FxHashSet::default(),
            declined: FxHashSet::default(),
            declined_rules: FxHashSet::default(),
            declined_corrections: FxHashSet::default(),
        }
    }

    /// Phase 1: applies the corrections that introduce no other error, and declines the others. Like the other phases,
    /// returns whether it changed the tree.
    fn correct(&mut self, current: &mut Progress<'_>) -> Result<bool, FixError> {
        let findings = &current.findings;
        let open: Vec<usize> =
            (0..findings.len()).filter(|&index| has_correction(&findings[index])).collect();
        if open.is_empty() {
            return Ok(false);
        }
        let chosen = Chosen::of(&current.tree, findings, &open, self.scope);
        let round = Round::of(chosen.accepted.iter().map(|&index| &findings[index]));
        self.decline(current, &chosen.declined);
        if round.is_empty() {
            return Ok(false);
        }
        *current = self.apply(&current.tree, round)?;
        Ok(true)
    }

    /// Phase 2: applies safe fixes until none is left, and proves the result.
    ///
    /// A fix that keeps the meaning and brings an error to light, such as one that an alias has hidden, is declined: it is
    /// left to the author, like a correction that introduces an error.
    fn fix_safely(&mut self, current: &mut Progress<'_>) -> Result<bool, FixError> {
        let (first, seen) = (self.applied.len(), self.seen.clone());
        let mut before = None;
        let stage = Stage::of(&current.findings);
        while let Some(round) = stage.choose(&current.findings) {
            let next = self.apply(&current.tree, round).map_err(|error| {
                let before = before.as_ref().unwrap_or(&*current);
                self.blamed(&before.tree, stage, error)
            })?;
            let previous = std::mem::replace(current, next);
            before.get_or_insert(previous);
        }
        let Some(before) = before else { return Ok(false) };
        let Err(refusal) = self.prove(&before.tree, &current.tree, stage, &self.applied[first..]) else {
            if self.has_declined() {
                self.declined.clear();
                self.declined_rules.clear();
                self.declined_corrections.clear();
                current.findings = self.findings(&current.tree);
            }
            return Ok(true);
        };
        match refusal {
            Refusal::Decline(finding, error) if self.decline_safe(finding.clone(), &error) => {
                self.applied.truncate(first);
                self.seen = seen;
                *current = self.progress(before.tree);
                Ok(true)
            }
            Refusal::Decline(_, error) => Err(*error),
            Refusal::Refuse(error) => Err(error),
        }
    }

    /// Declines the safe fix of a finding, or those of the rules that an error names if it is not known or already declined.
    /// Returns whether it was possible.
    fn decline_safe(&mut self, finding: Option<Fingerprint>, error: &FixError) -> bool {
        if finding.is_some_and(|finding| self.declined.insert(finding)) {
            return true;
        }
        let count = self.declined_rules.len();
        self.declined_rules.extend(error.rules());
        self.declined_rules.len() > count
    }

    /// Phase 3: applies one round of unsafe fixes.
    fn fix_unsafely(&mut self, current: &mut Progress<'_>) -> Result<bool, FixError> {
        let Some(round) = Round::choose(&current.findings, Applicability::Unsafe) else { return Ok(false) };
        *current = self.apply(&current.tree, round)?;
        Ok(true)
    }

    /// Applies a round. Whatever the fixes promise, the result must be new and parseable.
    fn apply<'t>(&mut self, tree: &Tree, round: Round) -> Result<Progress<'t>, FixError> {
        let next = round.apply_to(tree);
        self.rounds += 1;
        if self.rounds > MAX_ROUNDS || !self.seen.insert(FxBuildHasher.hash_one(next.source().text())) {
            return Err(FixError::Diverged { rules: round.rules() });
        }
        if let Err(reason) = readable(&next) {
            return Err(FixError::rejected(round.rules(), reason, tree, &next));
        }
        self.applied.extend(round.applied);
        Ok(self.progress(Cow::Owned(next)))
    }

    /// Proves that safe fixes changed nothing but the spelling.
    fn prove(&self, before: &Tree, after: &Tree, stage: Stage, applied: &[Applied]) -> Result<(), Refusal> {
        let Err(reason) = equivalent(&Errors::of(before, self.scope), before, after, self.scope) else {
            return Ok(());
        };
        // If even the meaning of the original cannot be determined, the fixes are not at fault.
        meaning(before).map_err(|error| Refusal::Refuse(error.into()))?;
        Err(match self.fault(before, stage) {
            Some(Fault { finding, error }) if error.is_about_new_error() => {
                Refusal::Decline(Some(finding), Box::new(error))
            }
            Some(fault) => Refusal::Refuse(fault.error),
            None => {
                let check = |tree: &Tree| self.findings(tree);
                let rules = blame::guilty_rules(before, self.scope, stage, rules_of(applied), check);
                let error = FixError::rejected(rules, reason, before, after);
                if error.is_about_new_error() {
                    Refusal::Decline(None, Box::new(error))
                } else {
                    Refusal::Refuse(error)
                }
            }
        })
    }

    /// Returns the error of the single fix at fault, if it can be found; otherwise `error`.
    fn blamed(&self, before: &Tree, stage: Stage, error: FixError) -> FixError {
        match error {
            FixError::Rejected { .. } => self.fault(before, stage).map_or(error, |fault| fault.error),
            FixError::Diverged { .. } | FixError::Undetermined(_) => error,
        }
    }

    fn fault(&self, before: &Tree, stage: Stage) -> Option<Fault> {
        blame::find(before, self.scope, stage, |tree| self.findings(tree))
    }

    fn progress<'t>(&self, tree: Cow<'t, Tree>) -> Progress<'t> {
        let findings = self.findings(&tree);
        Progress { tree, findings }
    }

    /// Returns the findings in a tree; declined fixes are unsafe ones.
    fn findings(&self, tree: &Tree) -> Vec<Finding> {
        let mut findings = check(tree, self.scope);
        if self.has_declined() {
            let fingerprints = fingerprints(tree, &findings);
            for (finding, fingerprint) in findings.iter_mut().zip(fingerprints) {
                let is_declined = self.declined_rules.contains(finding.rule.name) && !has_correction(finding);
                if is_declined
                    || self.declined.contains(&fingerprint)
                    || self.declined_corrections.contains(&fingerprint)
                {
                    demote(finding);
                }
            }
        }
        findings
    }

    fn has_declined(&self) -> bool {
        !(self.declined.is_empty() && self.declined_rules.is_empty() && self.declined_corrections.is_empty())
    }

    /// Declines the corrections of the findings at some indexes, now and in later rounds.
    fn decline(&mut self, current: &mut Progress<'_>, indexes: &[usize]) {
        if indexes.is_empty() {
            return;
        }
        let fingerprints = fingerprints(&current.tree, &current.findings);
        for &index in indexes {
            self.declined_corrections.insert(fingerprints[index].clone());
            demote(&mut current.findings[index]);
        }
    }
}

fn has_correction(finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(Fix::is_correction)
}

/// Makes a declined fix an unsafe one, so that it is neither tried again nor offered as safe.
fn demote(finding: &mut Finding) {
    finding.fix = finding.fix.take().map(Fix::without_promise);
}
