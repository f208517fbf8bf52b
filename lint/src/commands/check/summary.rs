//! The closing lines of a run, and its exit code.

use std::collections::BTreeMap;

use super::job::{Mode, Outcome};
use crate::cli::CheckArgs;
use crate::commands::Exit;
use crate::fix::{Applicability, Applied, Fix};

/// The sums over all files.
#[derive(Debug, Default)]
pub(super) struct Tally {
    templates: usize,
    failures: usize,
    found: usize,
    findings: usize,
    fails: bool,
    below_fail_level: usize,
    accepted: usize,
    fixable: usize,
    unsafely_fixable: usize,
    fixed: Vec<(String, Vec<Applied>)>,
    ignored: usize,
    gone: usize,
}

impl Tally {
    pub(super) fn of(outcomes: &[Outcome]) -> Self {
        let mut tally = Self { templates: outcomes.len(), ..Self::default() };
        for outcome in outcomes {
            tally.add(outcome);
        }
        tally
    }

    fn add(&mut self, outcome: &Outcome) {
        self.failures += usize::from(!outcome.failures.is_empty());
        self.ignored += outcome.ignored;
        self.gone += outcome.gone;
        self.found += outcome.found;
        self.findings += outcome.report.findings.len();
        self.fails |= outcome.fails;
        self.below_fail_level += outcome.below_fail_level;
        self.accepted += outcome.accepted;
        for finding in &outcome.report.findings {
            let applicability = finding.fix.as_ref().map(Fix::applicability);
            self.fixable += usize::from(applicability == Some(Applicability::Safe));
            self.unsafely_fixable += usize::from(applicability == Some(Applicability::Unsafe));
        }
        if !outcome.applied.is_empty() {
            self.fixed.push((outcome.report.path.clone(), outcome.applied.clone()));
        }
    }

    /// Returns the exit code for all files together.
    pub(super) fn exit(&self, args: &CheckArgs, mode: Mode) -> Exit {
        if self.failures > 0 {
            return Exit::Failure;
        }
        let fixed = !self.fixed.is_empty();
        let found = match mode {
            Mode::Diff => fixed,
            Mode::Fix => self.fails || (args.exit_non_zero_on_fix && fixed),
            Mode::FixOnly => args.exit_non_zero_on_fix && fixed,
            Mode::AddIgnore => false,
            Mode::Check => self.fails,
        };
        if found && !args.exit_zero { Exit::Findings } else { Exit::Clean }
    }

    /// Whether every file could be read and, in a mode that writes, written.
    pub(super) fn is_whole(&self) -> bool {
        self.failures == 0
    }

    /// Returns the closing lines.
    pub(super) fn remarks(&self, args: &CheckArgs, mode: Mode) -> Vec<String> {
        let mut lines = match mode {
            Mode::Check | Mode::AddIgnore => Vec::new(),
            Mode::Fix | Mode::FixOnly => self.fixed_files("Fixed", args.show_fixes),
            Mode::Diff => self.fixed_files("Would fix", args.show_fixes),
        };
        lines.push(self.total(mode));
        let shown = matches!(mode, Mode::Check | Mode::Fix);
        lines.extend(self.fixable_line(mode).filter(|_| shown));
        if self.accepted > 0 {
            lines.push(format!("{} accepted by the baseline.", findings(self.accepted)));
        }
        if self.gone > 0 {
            let occurs = if self.gone == 1 { "occurs" } else { "occur" };
            let gone = findings(self.gone);
            lines.push(format!(
                "{gone} in the baseline no longer {occurs}; refresh it with --write-baseline."
            ));
        }
        lines
    }

    fn fixed_files(&self, verb: &str, each: bool) -> Vec<String> {
        let mut lines = Vec::new();
        for (path, applied) in &self.fixed {
            let rules = counted(applied.iter().map(|fix| fix.rule));
            let rules: Vec<String> = rules.map(|(rule, n)| format!("{n} {}", rule.name)).collect();
            lines.push(format!("{verb} {path}: {}", rules.join(", ")));
            let messages = counted(applied.iter().map(|fix| (fix.rule, fix.message.as_str())));
            let messages = messages.filter(|_| each);
            lines.extend(messages.map(|((rule, message), n)| format!("    {n} {}: {message}", rule.name)));
        }
        lines
    }

    fn total(&self, mode: Mode) -> String {
        let fixed: usize = self.fixed.iter().map(|(_, applied)| applied.len()).sum();
        let failed =
            if self.failures == 0 { String::new() } else { format!("; {} failed", files(self.failures)) };
        let below = match self.below_fail_level {
            0 => String::new(),
            all if all == self.findings => " (below the fail level)".to_owned(),
            some => format!(" ({some} below the fail level)"),
        };
        match mode {
            _ if self.templates == 0 => "No templates found.".to_owned(),
            Mode::AddIgnore => format!("Added comments to ignore {}{failed}.", findings(self.ignored)),
            Mode::Diff if fixed == 0 => format!("Nothing to fix{failed}."),
            Mode::Diff => format!("Would apply {}{failed}.", fixes(fixed)),
            Mode::FixOnly => format!("Applied {}{failed}.", fixes(fixed)),
            Mode::Fix if fixed > 0 => {
                let (found, applied, left) = (findings(self.found), fixes(fixed), findings(self.findings));
                format!("Found {found}, applied {applied}; {left} remaining{below}{failed}.")
            }
            _ if self.findings > 0 => format!("Found {}{below}{failed}.", findings(self.findings)),
            _ if self.failures > 0 => format!("Checked {}{failed}.", files(self.templates)),
            _ => format!("All checks passed in {}.", files(self.templates)),
        }
    }

    fn fixable_line(&self, mode: Mode) -> Option<String> {
        let fix = if mode == Mode::Fix { "" } else { "--fix " };
        match (self.fixable, self.unsafely_fixable) {
            (0, 0) => None,
            (safe, 0) => Some(format!("{safe} fixable with --fix.")),
            (0, risky) => Some(format!("{risky} fixable with {fix}--unsafe-fixes.")),
            (safe, risky) => {
                Some(format!("{safe} fixable with --fix, {risky} more with --fix --unsafe-fixes."))
            }
        }
    }
}

fn counted<T: Ord>(things: impl Iterator<Item = T>) -> impl Iterator<Item = (T, usize)> {
    let mut counts = BTreeMap::new();
    for thing in things {
        *counts.entry(thing).or_insert(0) += 1;
    }
    counts.into_iter()
}

pub(super) fn findings(count: usize) -> String {
    if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") }
}

fn fixes(count: usize) -> String {
    if count == 1 { "1 fix".to_owned() } else { format!("{count} fixes") }
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}
