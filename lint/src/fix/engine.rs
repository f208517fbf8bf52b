//! Rounds of fixes until none is left: corrections, then those that keep the meaning, each verified, then unsafe ones.

use std::collections::BTreeSet;
use std::hash::BuildHasher as _;

use cfn_ast::meaning::meaning;
use cfn_ast::value::ValueError;
use cfn_ast::{EditSet, Source, Tree};
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::correction::Chosen;
use super::verify::{self, Rejection};
use super::{Applicability, Fix, blame};
use crate::check::{Scope, check};
use crate::diagnostic::Diagnostic;

/// More rounds than nested functions can need: collections lie at most 500 deep, and each round fixes one level.
const MAX_ROUNDS: usize = 2000;

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Applied {
    /// The rule that the fix belongs to.
    pub rule: &'static str,
    /// What the fix did, in the imperative.
    pub message: String,
}

/// What fixing made of a tree.
#[derive(Debug)]
pub struct Fixed {
    /// How many findings there were before the first fix.
    pub found: usize,
    /// The fixed tree; `None` if nothing was fixed.
    pub tree: Option<Tree>,
    /// The fixes, round by round in the order of the source.
    pub applied: Vec<Applied>,
    /// The findings that remain in the fixed text.
    pub remaining: Vec<Diagnostic>,
}

/// A mistake in cfn-tidy itself, noticed before anything was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FixError {
    /// Fixes would have changed more than the spelling.
    #[error("a fix of {} was refused, so nothing was changed: {reason}", rules.join(", "))]
    Rejected {
        /// The rule at fault, or all that could be.
        rules: Vec<&'static str>,
        /// What the fix would have done.
        reason: Rejection,
        /// The lines before the fix.
        before: String,
        /// The lines after the fix.
        after: String,
    },
    /// The template holds something that has no value, so that nothing can be proven about it.
    #[error("cannot be fixed, since what it means cannot be determined: {0}")]
    Undetermined(#[from] ValueError),
    /// Fixes undo one another.
    #[error("the fixes of {} never come to an end, so nothing was changed", rules.join(", "))]
    Diverged {
        /// The rules of the last round.
        rules: Vec<&'static str>,
    },
}

impl FixError {
    /// A text that a user can paste into a report, where cfn-tidy itself is at fault.
    pub fn bug_report(&self) -> Option<String> {
        let (version, home) = (env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_REPOSITORY"));
        let lines = match self {
            Self::Rejected { before, after, .. } => format!("before:\n{before}\nafter:\n{after}\n"),
            Self::Diverged { .. } => String::new(),
            Self::Undetermined(_) => return None,
        };
        Some(format!(
            "This is a mistake in cfn-tidy, not in your template. Please report what stands between the lines at\n\
             {home}/issues, after you have made sure that it holds nothing secret.\n\
             ----\ncfn-tidy {version}: {self}\n{lines}----"
        ))
    }
}

/// Fixes the findings in a tree until no fix is left; `also_unsafe` applies unsafe fixes, too.
///
/// # Errors
/// [`FixError`] when the result fails the check; the source is then to be left as it is.
pub fn fix(tree: &Tree, scope: Scope<'_>, also_unsafe: bool) -> Result<Fixed, FixError> {
    let mut engine = Engine::new(scope);
    let mut current = None;
    let mut findings = engine.check(tree);
    let found = findings.len();
    loop {
        let before = current.as_ref().unwrap_or(tree);
        let step = match engine.corrected(before, &mut findings)? {
            Some(step) => Some(step),
            None => engine.safe_rounds(before, &findings)?,
        };
        if let Some(step) = step {
            (current, findings) = (Some(step.tree), step.findings);
            continue;
        }
        let round =
            if also_unsafe { Round::choose(&findings, Applicability::Unsafe) } else { Round::default() };
        if round.edits.is_empty() {
            return Ok(Fixed { found, tree: current, applied: engine.applied, remaining: findings });
        }
        let next = engine.apply(before, round)?;
        findings = engine.check(&next);
        current = Some(next);
    }
}

/// A tree after some fixes, and what is found in it.
struct Step {
    tree: Tree,
    findings: Vec<Diagnostic>,
}

struct Engine<'s> {
    scope: Scope<'s>,
    applied: Vec<Applied>,
    rounds: usize,
    /// The texts that there were, by hash: one that comes back would come back for ever.
    seen: FxHashSet<u64>,
    /// The messages of findings whose corrections are not applied.
    declined: FxHashSet<String>,
}

impl<'s> Engine<'s> {
    fn new(scope: Scope<'s>) -> Self {
        Self {
            scope,
            applied: Vec::new(),
            rounds: 0,
            seen: FxHashSet::default(),
            declined: FxHashSet::default(),
        }
    }

    /// The findings; a correction that was declined is an unsafe fix.
    fn check(&self, tree: &Tree) -> Vec<Diagnostic> {
        let mut findings = check(tree, self.scope);
        self.demote(&mut findings);
        findings
    }

    fn demote(&self, findings: &mut [Diagnostic]) {
        for finding in findings.iter_mut().filter(|finding| self.declined.contains(&finding.message)) {
            finding.fix = finding.fix.take().map(Fix::without_promise);
        }
    }

    /// Applies the corrections that bring nothing else that is wrong, and declines the others.
    fn corrected(&mut self, before: &Tree, findings: &mut [Diagnostic]) -> Result<Option<Step>, FixError> {
        let is_correction = |finding: &&Diagnostic| finding.fix.as_ref().is_some_and(Fix::is_correction);
        let open: Vec<&Diagnostic> = findings.iter().filter(is_correction).collect();
        if open.is_empty() {
            return Ok(None);
        }
        let chosen = Chosen::of(before, &open, self.scope);
        self.declined.extend(chosen.declined.iter().map(|finding| finding.message.clone()));
        let round = Round::of(chosen.accepted);
        if round.edits.is_empty() {
            self.demote(findings);
            return Ok(None);
        }
        let tree = self.apply(before, round)?;
        Ok(Some(Step { findings: self.check(&tree), tree }))
    }

    /// Applies fixes that keep the meaning until none is left, and verifies the result.
    fn safe_rounds(&mut self, before: &Tree, findings: &[Diagnostic]) -> Result<Option<Step>, FixError> {
        let first = self.applied.len();
        let mut step: Option<Step> = None;
        loop {
            let (tree, findings) = match &step {
                Some(step) => (&step.tree, step.findings.as_slice()),
                None => (before, findings),
            };
            let round = Round::choose(findings, Applicability::Safe);
            if round.edits.is_empty() {
                if step.is_some() {
                    self.verify(before, tree, first)?;
                }
                return Ok(step);
            }
            let tree = self.apply(tree, round).map_err(|error| self.blamed(before, error))?;
            step = Some(Step { findings: self.check(&tree), tree });
        }
    }

    fn verify(&self, before: &Tree, after: &Tree, first: usize) -> Result<(), FixError> {
        meaning(before)?;
        verify::equivalent(before, after, self.scope).map_err(|reason| {
            let rules = names(self.applied[first..].iter().map(|applied| applied.rule));
            self.blamed(before, blame::rejected(rules, reason, before, after))
        })
    }

    /// The error of the single fix at fault where one can be found, else `error`.
    fn blamed(&self, before: &Tree, error: FixError) -> FixError {
        match error {
            FixError::Rejected { .. } => blame::find(before, self.scope).unwrap_or(error),
            FixError::Diverged { .. } | FixError::Undetermined(_) => error,
        }
    }

    fn apply(&mut self, tree: &Tree, round: Round) -> Result<Tree, FixError> {
        let text = round.edits.apply(tree.source().text());
        let rules = || names(round.rules());
        self.rounds += 1;
        if self.rounds > MAX_ROUNDS || !self.seen.insert(FxBuildHasher.hash_one(&text)) {
            return Err(FixError::Diverged { rules: rules() });
        }
        let next = reparse(text);
        if let Err(reason) = verify::readable(&next) {
            return Err(blame::rejected(rules(), reason, tree, &next));
        }
        self.applied.extend(round.applied);
        Ok(next)
    }
}

/// The tree of an edited text.
pub(super) fn reparse(text: String) -> Tree {
    Tree::parse(Source::new(text).expect("a file that could be read leaves room for the texts of its fixes"))
}

fn names(rules: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    rules.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Fixes that can be applied together.
#[derive(Default)]
pub(super) struct Round {
    pub(super) edits: EditSet,
    pub(super) applied: Vec<Applied>,
}

impl Round {
    /// The fixes of at least this applicability that are no corrections.
    pub(super) fn choose(findings: &[Diagnostic], applicability: Applicability) -> Self {
        let is_chosen = |fix: &Fix| fix.applicability() >= applicability && !fix.is_correction();
        Self::of(findings.iter().filter(|finding| finding.fix.as_ref().is_some_and(is_chosen)))
    }

    /// The fixes of findings, each whole; one that collides with an earlier one waits.
    pub(super) fn of<'f>(findings: impl IntoIterator<Item = &'f Diagnostic>) -> Self {
        let mut round = Self::default();
        for finding in findings {
            let Some(fix) = finding.fix.as_ref().filter(|fix| !fix.edits().is_empty()) else { continue };
            if round.edits.add_all(fix.edits().iter().cloned()).is_ok() {
                round.applied.push(Applied { rule: finding.rule, message: fix.message().to_owned() });
            }
        }
        round
    }

    /// The rules of the fixes.
    fn rules(&self) -> impl Iterator<Item = &'static str> {
        self.applied.iter().map(|applied| applied.rule)
    }
}
