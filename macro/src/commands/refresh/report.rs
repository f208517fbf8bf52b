//! A plan and what became of it, for people and for programs.

use std::io::{self, Write};

use serde::Serialize;

use crate::commands::CommandError;
use crate::commands::outdated::{Row, holder, place};
use crate::commands::table::table;
use crate::fleet::inventory::Failure;
use crate::fleet::outdated::Finding;
use crate::fleet::rollout::{Outcome, Planned, Standing};

/// A plan and what became of it.
#[derive(Default)]
pub(super) struct Report {
    /// What a refresh does not help.
    pub(super) unhelped: Vec<Finding>,
    /// Where the stacks stand.
    pub(super) standings: Vec<Standing>,
}

#[derive(Serialize)]
struct JsonReport<'r> {
    stacks: Vec<JsonStanding<'r>>,
    unhelped: Vec<Row<'r>>,
    failures: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonStanding<'r> {
    stack: &'r str,
    stack_id: &'r str,
    outcome: &'static str,
    message: String,
    others: &'r [String],
    stray_change_set: Option<&'r str>,
}

impl Report {
    /// What would change, before anything does.
    pub(super) fn write_plan<'p>(
        &self,
        planned: impl Iterator<Item = &'p Planned>,
        is_forced: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        for one in planned {
            let place = one.candidate.findings.first().map(place).unwrap_or_default();
            writeln!(out, "{} in {place}", one.candidate.stack.name)?;
            for finding in &one.candidate.findings {
                let Finding { layer, version, newest, .. } = finding;
                writeln!(out, "  {}: {layer} {version} -> {newest}", holder(finding))?;
            }
            if !one.judgement.followers.is_empty() {
                writeln!(out, "  what follows: {}", one.judgement.followers.join(", "))?;
            }
            for other in &one.judgement.others {
                writeln!(out, "  more than layers: {other}")?;
            }
            if !one.judgement.is_harmless() && !is_forced {
                writeln!(out, "  refused because of that; --force executes it all the same")?;
            }
        }
        for finding in &self.unhelped {
            let stack = finding.owner.as_ref().map_or("-", |owner| &owner.stack.name);
            let reason = finding.remedy.reason().unwrap_or_default();
            let (place, holder, layer) = (place(finding), holder(finding), &finding.layer);
            writeln!(out, "{stack} in {place}\n  {holder}: {layer} stays, {reason}")?;
        }
        Ok(())
    }

    /// Where each stack stands.
    pub(super) fn write_summary(&self, out: &mut impl Write) -> io::Result<()> {
        if self.standings.is_empty() {
            return writeln!(out, "nothing to refresh");
        }
        let row = |one: &Standing| vec![one.stack.name.clone(), one.outcome.to_string()];
        let mut rows: Vec<_> = self.standings.iter().map(row).collect();
        rows.sort();
        writeln!(out)?;
        table(&["STACK", "OUTCOME"], &rows, out)?;
        for one in &self.standings {
            if let Some(stray) = &one.stray {
                writeln!(
                    out,
                    "{}: its change set is still there and could not be deleted: {stray}",
                    one.stack.name
                )?;
            }
        }
        Ok(())
    }

    pub(super) fn write_json(&self, failures: &[Failure], out: &mut impl Write) -> io::Result<()> {
        let stacks = self.standings.iter().map(|one| JsonStanding {
            stack: &one.stack.name,
            stack_id: &one.stack.id,
            outcome: one.outcome.word(),
            message: one.outcome.to_string(),
            others: if let Outcome::Refused(others) = &one.outcome { others } else { &[] },
            stray_change_set: one.stray.as_deref(),
        });
        let report = JsonReport {
            stacks: stacks.collect(),
            unhelped: self.unhelped.iter().map(Row::new).collect(),
            failures: failures.iter().map(ToString::to_string).collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    }

    /// Whether nothing is left to do.
    ///
    /// # Errors
    /// [`CommandError`] when something failed.
    pub(super) fn verdict(&self, unread: usize) -> Result<bool, CommandError> {
        let failed = |one: &&Standing| one.outcome.is_failure() || one.stray.is_some();
        match (self.standings.iter().filter(failed).count(), unread) {
            (0, 0) => {}
            (0, unread) => return Err(CommandError::Incomplete(unread)),
            (failed, _) => return Err(CommandError::NotRefreshed(failed)),
        }
        Ok(self.unhelped.is_empty() && self.standings.iter().all(|one| one.outcome.is_done()))
    }
}
