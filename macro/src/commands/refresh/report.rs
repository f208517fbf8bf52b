//! The output of `refresh`: as text and as JSON.

use std::io::{self, Write};

use serde::Serialize;

use crate::commands::CommandError;
use crate::commands::outdated::{Row, holder, location};
use crate::commands::table::table;
use crate::fleet::inventory::Failure;
use crate::fleet::outdated::Finding;
use crate::fleet::rollout::{Outcome, Planned, StackResult};

/// The outcome of a refresh.
#[derive(Default)]
pub(super) struct Report {
    /// The outdated layers for which a refresh does not help.
    pub(super) remaining: Vec<Finding>,
    /// The results for the stacks.
    pub(super) results: Vec<StackResult>,
}

#[derive(Serialize)]
struct JsonReport<'r> {
    stacks: Vec<JsonStackResult<'r>>,
    remaining: Vec<Row<'r>>,
    failures: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonStackResult<'r> {
    stack: &'r str,
    stack_id: &'r str,
    outcome: &'static str,
    message: String,
    others: &'r [String],
    stray_change_set: Option<&'r str>,
}

impl Report {
    /// Writes the plan.
    pub(super) fn write_plan<'p>(
        &self,
        planned: impl Iterator<Item = &'p Planned>,
        is_forced: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        for Planned { candidate, judgement, .. } in planned {
            let location = candidate.findings.first().map(|finding| location(&finding.outdated));
            writeln!(out, "{} in {}", candidate.stack.name, location.unwrap_or_default())?;
            for Finding { outdated, .. } in &candidate.findings {
                let (layer, current, next) = (&outdated.layer, outdated.current(), outdated.next());
                writeln!(out, "  {}: {layer} {current} -> {next}", holder(outdated))?;
            }
            if !judgement.followers.is_empty() {
                writeln!(out, "  also updated: {}", judgement.followers.join(", "))?;
            }
            for other in &judgement.others {
                writeln!(out, "  other change: {other}")?;
            }
            if !judgement.is_harmless() && !is_forced {
                writeln!(out, "  refused because of other changes; use --force to execute it anyway")?;
            }
        }
        for Finding { outdated, remedy } in &self.remaining {
            let stack = outdated.owner.as_ref().map_or("-", |owner| &owner.stack.name);
            writeln!(out, "{stack} in {}", location(outdated))?;
            let reason = remedy.reason().unwrap_or_default();
            writeln!(out, "  {}: {} is not updated: {reason}", holder(outdated), outdated.layer)?;
        }
        Ok(())
    }

    /// Writes the result for each stack. `is_complete` is whether everything could be read.
    pub(super) fn write_summary(&self, is_complete: bool, out: &mut impl Write) -> io::Result<()> {
        if self.results.is_empty() {
            return if is_complete { writeln!(out, "nothing to refresh") } else { Ok(()) };
        }
        let row = |result: &StackResult| vec![result.stack.name.clone(), result.outcome.to_string()];
        let mut rows: Vec<_> = self.results.iter().map(row).collect();
        rows.sort();
        writeln!(out)?;
        table(&["STACK", "OUTCOME"], &rows, out)?;
        for result in &self.results {
            if let Some(stray) = &result.stray {
                writeln!(out, "{}: cannot delete the change set {stray}", result.stack.name)?;
            }
        }
        Ok(())
    }

    pub(super) fn write_json(&self, failures: &[Failure], out: &mut impl Write) -> io::Result<()> {
        let stacks = self.results.iter().map(|result| JsonStackResult {
            stack: &result.stack.name,
            stack_id: &result.stack.id,
            outcome: result.outcome.word(),
            message: result.outcome.to_string(),
            others: if let Outcome::Refused(others) = &result.outcome { others } else { &[] },
            stray_change_set: result.stray.as_deref(),
        });
        let report = JsonReport {
            stacks: stacks.collect(),
            remaining: self.remaining.iter().map(Row::new).collect(),
            failures: failures.iter().map(ToString::to_string).collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    }

    /// Whether all layers are up to date.
    ///
    /// # Errors
    /// [`CommandError`] if something failed or could not be read.
    pub(super) fn verdict(&self, unread: usize) -> Result<bool, CommandError> {
        let failed = |result: &&StackResult| result.outcome.is_failure() || result.stray.is_some();
        match (self.results.iter().filter(failed).count(), unread) {
            (0, 0) => {}
            (0, unread) => return Err(CommandError::Incomplete(unread)),
            (failed, _) => return Err(CommandError::NotRefreshed(failed)),
        }
        Ok(self.remaining.is_empty() && self.results.iter().all(|result| result.outcome.is_done()))
    }
}
