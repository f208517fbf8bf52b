//! `uselatest refresh`: deployed stacks brought to the newest layers, without a change of their templates.

mod report;
mod stop;

use std::io::{self, BufRead, Write};

use super::accounts::{Accounts, Bar, Connection, can_ask, look};
use super::outdated::write_failures;
use super::{CommandError, OutputFormat};
use crate::fleet::Cloud;
use crate::fleet::interrupt::Interrupt;
use crate::fleet::inventory::Selection;
use crate::fleet::outdated::Outdated;
use crate::fleet::rollout::{
    Execution, Outcome, Planned, StackResult, candidates, discard_all, execute, plan,
};
use report::Report;

/// What to refresh, and how.
#[derive(Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of a command line")]
pub struct Refresh {
    /// Stacks, by name or by a pattern with * and ?
    #[arg(value_name = "STACK", required_unless_present = "all", conflicts_with = "all")]
    pub stacks: Vec<String>,
    /// Refresh all stacks
    #[arg(long)]
    pub all: bool,
    /// Execute the plan; without this, the plan is only shown
    #[arg(long)]
    pub execute: bool,
    /// Do not ask before the plan is executed
    #[arg(long, requires = "execute")]
    pub yes: bool,
    /// Execute change sets that change more than layers, too
    #[arg(long, requires = "execute")]
    pub force: bool,
    /// Wait until CloudFormation is done
    #[arg(long, requires = "execute")]
    pub wait: bool,
    /// How many stacks are updated at a time
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    pub parallel: usize,
    /// Where to look.
    #[command(flatten)]
    pub accounts: Accounts,
    /// How the result is written
    #[arg(long, value_enum, default_value_t)]
    pub output_format: OutputFormat,
}

impl Refresh {
    /// Writes the plan and what became of it to `out`, and what happens meanwhile to `notes`.
    ///
    /// Gives whether nothing is left to do.
    ///
    /// # Errors
    /// [`CommandError`] when something failed, was interrupted or could not be read.
    pub async fn run(&self, out: &mut impl Write, notes: &mut impl Write) -> Result<bool, CommandError> {
        if self.execute && !self.yes && !can_ask() {
            return Err(CommandError::NobodyToAsk);
        }
        let interrupt = stop::on_signals()?;
        let connections = self.accounts.connect().await;
        let outdated = tokio::select! {
            outdated = self.look(&connections) => outdated,
            // Nothing is there yet that would have to be tidied up.
            () = interrupt.happened() => return Err(CommandError::Interrupted),
        };
        let failures: Vec<_> = outdated.iter().flat_map(|outdated| outdated.failures.clone()).collect();
        let mut report = Report::default();
        let planned = plan_all(&connections, &outdated, &interrupt, &mut report).await;
        // From here on there are change sets, which have to go whatever happens.
        let is_agreed = self.agree(&planned, &report, &interrupt, out, notes).await;
        let is_executed = is_agreed.as_ref().is_ok_and(|is_agreed| *is_agreed);
        report.results.extend(self.carry_out(planned, is_executed, &interrupt).await);
        is_agreed?;
        match self.output_format {
            OutputFormat::Text => report.write_summary(out)?,
            OutputFormat::Json => report.write_json(&failures, out)?,
        }
        write_failures(&failures, notes)?;
        report.verdict(failures.len())
    }

    /// Shows the plan, and asks whether it is to be executed.
    async fn agree(
        &self,
        planned: &[(&Cloud, Vec<Planned>)],
        report: &Report,
        interrupt: &Interrupt,
        out: &mut impl Write,
        notes: &mut impl Write,
    ) -> io::Result<bool> {
        if self.output_format == OutputFormat::Text {
            report.write_plan(planned.iter().flat_map(|(_, planned)| planned), self.force, out)?;
        }
        Ok(self.execute && self.ask(planned, interrupt, notes).await?)
    }

    async fn look(&self, connections: &[Connection]) -> Vec<Outdated> {
        let selection = Selection { stacks: self.stacks.clone(), all: self.all, unmanaged: false };
        let bar = Bar::new("stacks and functions");
        let outdated = look(connections, &selection, false, &bar).await;
        bar.clear();
        outdated
    }

    /// Whether the plan is to be executed.
    async fn ask(
        &self,
        planned: &[(&Cloud, Vec<Planned>)],
        interrupt: &Interrupt,
        notes: &mut impl Write,
    ) -> io::Result<bool> {
        let planned = planned.iter().flat_map(|(_, planned)| planned);
        let count = planned.filter(|planned| self.force || planned.judgement.is_harmless()).count();
        if count == 0 || self.yes {
            return Ok(self.yes);
        }
        write!(notes, "Update {count} stacks? Only `yes` counts: ")?;
        notes.flush()?;
        let (sender, receiver) = tokio::sync::oneshot::channel();
        // A thread of its own: nothing waits for it at the end, while it waits for a line that may never come.
        std::thread::spawn(move || {
            let mut line = String::new();
            let read = io::stdin().lock().read_line(&mut line);
            // Nobody listens after an interruption.
            let _ = sender.send(read.is_ok() && line.trim() == "yes");
        });
        tokio::select! {
            answer = receiver => Ok(answer.unwrap_or(false)),
            () = interrupt.happened() => Ok(false),
        }
    }

    async fn carry_out(
        &self,
        planned: Vec<(&Cloud, Vec<Planned>)>,
        is_agreed: bool,
        interrupt: &Interrupt,
    ) -> Vec<StackResult> {
        let execution = Execution { force: self.force, wait: self.wait, parallel: self.parallel };
        let bar = &Bar::new("updates");
        let tasks = planned.into_iter().map(|(cloud, planned)| async move {
            if is_agreed {
                execute(cloud, planned, execution, interrupt, bar).await
            } else {
                let outcome = if interrupt.is_set() { Outcome::Interrupted } else { Outcome::WouldChange };
                discard_all(cloud, planned, &outcome).await
            }
        });
        let results = futures::future::join_all(tasks).await.concat();
        bar.clear();
        results
    }
}

/// The plans for each connection.
async fn plan_all<'c>(
    connections: &'c [Connection],
    outdated: &[Outdated],
    interrupt: &Interrupt,
    report: &mut Report,
) -> Vec<(&'c Cloud, Vec<Planned>)> {
    let bar = &Bar::new("change sets");
    let mut plans = Vec::new();
    for (connection, outdated) in connections.iter().zip(outdated) {
        let (candidates, others) = candidates(outdated);
        report.unhelped.extend(others);
        if let Ok(cloud) = connection {
            plans.push(async move { (cloud, plan(cloud, candidates, interrupt, bar).await) });
        }
    }
    let mut all = Vec::new();
    for (cloud, plan) in futures::future::join_all(plans).await {
        let mut planned = Vec::new();
        for stack in plan {
            match stack {
                Ok(stack) => planned.push(stack),
                Err(result) => report.results.push(result),
            }
        }
        all.push((cloud, planned));
    }
    bar.clear();
    all
}
