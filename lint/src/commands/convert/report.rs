//! Writes the results, or compares them with the files that exist, and prints what was done.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cfn_ast::Source;

use super::job::{Converting, Failure, Outcome};
use super::target::Target;
use crate::cli::ConvertArgs;
use crate::commands::diff;
use crate::commands::input::read_existing;
use crate::commands::{Exit, finish};
use crate::files::replace::{ReplaceError, create_folder_of, remove_file, replace_file, write_file};
use crate::terminal::Terminal;

/// Writes or compares all results, and returns the exit code.
pub(super) fn report(args: &ConvertArgs, mut outcomes: Vec<Outcome>, terminal: Terminal) -> Exit {
    refuse_shared_targets(&mut outcomes);
    let mut run =
        Run { args, terminal, printed: Vec::new(), remarks: Vec::new(), exit: Exit::Clean, failed: 0 };
    for outcome in &mut outcomes {
        run.outcome(outcome);
    }
    let result = terminal.results(|out| out.write_all(&run.printed));
    run.remarks.iter().for_each(|remark| terminal.remark(remark));
    if outcomes.is_empty() {
        terminal.remark("No templates to convert found.");
    } else if run.failed > 0 && outcomes.len() > 1 {
        terminal.remark(&format!("{} of {} files not converted.", run.failed, outcomes.len()));
    }
    finish(result, run.exit, terminal)
}

/// Two sources with one name for their results would overwrite each other's.
fn refuse_shared_targets(outcomes: &mut [Outcome]) {
    let mut writers: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    for outcome in outcomes.iter() {
        if let Some(path) = outcome.result.as_ref().and_then(|result| result.target.path()) {
            writers.entry(path.to_path_buf()).or_default().push(outcome.name.clone());
        }
    }
    for outcome in outcomes.iter_mut() {
        let Some(path) = outcome.result.as_ref().and_then(|result| result.target.path()) else { continue };
        let mut others = writers[path].iter().filter(|name| **name != outcome.name);
        if let Some(other) = others.next() {
            let (path, other) = (path.display().to_string(), other.clone());
            outcome.failures.push(Failure::SameTarget { path, other });
            outcome.result = None;
        }
    }
}

struct Run<'r> {
    args: &'r ConvertArgs,
    terminal: Terminal,
    /// What is printed on standard output.
    printed: Vec<u8>,
    remarks: Vec<String>,
    exit: Exit,
    failed: usize,
}

impl Run<'_> {
    fn outcome(&mut self, outcome: &mut Outcome) {
        if let Some(result) = &outcome.result {
            for warning in &result.warnings {
                self.terminal.warning(warning);
            }
            if let Err(failure) = self.result(result, outcome) {
                outcome.failures.push(failure);
            }
        }
        for failure in &outcome.failures {
            self.terminal.failure(&failure.to_string());
            failure.bug_report().iter().for_each(|report| self.terminal.remark(report));
        }
        if !outcome.failures.is_empty() {
            self.failed += 1;
            self.exit = Exit::Failure;
        }
    }

    fn result(&mut self, result: &Converting, outcome: &Outcome) -> Result<(), Failure> {
        let Some(path) = result.target.path() else {
            self.printed.extend_from_slice(result.text.as_bytes());
            self.fixes(result, &outcome.name);
            return Ok(());
        };
        let existing = read_existing(path).map_err(|error| write_failure(path, ReplaceError::Look(error)))?;
        let differs = existing.as_deref() != Some(result.text.as_bytes());
        let destination = &self.args.destination;
        if destination.diff {
            return self.diff(path, existing.unwrap_or_default(), &result.text);
        }
        if differs && destination.check {
            self.exit = self.exit.max(Exit::Findings);
        }
        if destination.check && !destination.write {
            if differs {
                self.remarks.push(format!("Would convert {} to {}.", outcome.name, path.display()));
            }
            return Ok(());
        }
        if differs {
            self.write(path, result, outcome, existing.is_some())?;
        }
        self.remove_source(path, outcome)
    }

    fn write(
        &mut self,
        path: &Path,
        result: &Converting,
        outcome: &Outcome,
        exists: bool,
    ) -> Result<(), Failure> {
        let bytes = result.text.as_bytes();
        let written = match (&result.target, &outcome.source) {
            (Target::Derived(_), _) if exists && !self.args.destination.force => {
                return Err(Failure::Exists { path: path.display().to_string() });
            }
            (Target::Source(_), Some((source, stamp))) => replace_file(source, bytes, *stamp),
            _ => create_folder_of(path).and_then(|()| write_file(path, bytes)),
        };
        written.map_err(|error| write_failure(path, error))?;
        self.remarks.push(format!("Converted {} to {}.", outcome.name, path.display()));
        self.fixes(result, &path.display().to_string());
        Ok(())
    }

    /// Removes the source of a result that has been written.
    fn remove_source(&mut self, target: &Path, outcome: &Outcome) -> Result<(), Failure> {
        let Some((source, stamp)) = outcome.source.as_ref().filter(|_| self.args.destination.remove) else {
            return Ok(());
        };
        if is_same_file(source, target) {
            return Ok(());
        }
        remove_file(source, *stamp).map_err(|error| write_failure(source, error))?;
        self.remarks.push(format!("Removed {}.", source.display()));
        Ok(())
    }

    fn diff(&mut self, path: &Path, existing: Vec<u8>, text: &str) -> Result<(), Failure> {
        let name = path.display().to_string();
        let source =
            |bytes| Source::from_bytes(bytes).map_err(|error| Failure::Source { name: name.clone(), error });
        let (before, after) = (source(existing)?, source(text.as_bytes().to_vec())?);
        if before.text() != after.text() {
            self.printed.extend_from_slice(diff::unified(&name, &before, &after).as_bytes());
            self.exit = self.exit.max(Exit::Findings);
        }
        Ok(())
    }

    fn fixes(&mut self, result: &Converting, name: &str) {
        if result.applied.is_empty() {
            return;
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for applied in &result.applied {
            *counts.entry(applied.rule.name).or_default() += 1;
        }
        let rules: Vec<String> = counts.into_iter().map(|(rule, count)| format!("{count} {rule}")).collect();
        self.remarks.push(format!("Fixed {name}: {}", rules.join(", ")));
    }
}

fn write_failure(path: &Path, error: ReplaceError) -> Failure {
    Failure::Write { path: path.display().to_string(), error }
}

/// Whether both paths lead to one file, which must not be removed after it has been written.
fn is_same_file(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
