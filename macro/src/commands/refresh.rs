//! `uselatest refresh`: redeploys stacks with the newest layers, without changing their templates.

mod report;
mod stop;

use std::io::{self, BufRead, Write};

use super::accounts::{Accounts, Bar, Connection, can_ask, look};
use super::outdated::write_failures;
use super::show::count;
use super::values::bucket_name;
use super::{CommandError, OutputFormat};
use crate::fleet::Cloud;
use crate::fleet::interrupt::Interrupt;
use crate::fleet::inventory::Selection;
use crate::fleet::outdated::Outdated;
use crate::fleet::rollout::{
    Execution, Outcome, Planned, StackResult, candidates, discard_all, execute, plan,
};
use report::Report;

/// The arguments of `uselatest refresh`.
#[derive(Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are command line switches")]
pub struct Refresh {
    /// Stacks to refresh, by name or pattern with * and ?
    #[arg(value_name = "STACK", required_unless_present = "all", conflicts_with = "all")]
    pub stacks: Vec<String>,
    /// Refresh all stacks
    #[arg(long)]
    pub all: bool,
    /// Execute the plan instead of only showing it
    #[arg(long)]
    pub execute: bool,
    /// Execute the plan without prompting for confirmation
    #[arg(long, requires = "execute")]
    pub yes: bool,
    /// Also execute change sets that change more than layers
    #[arg(long, requires = "execute")]
    pub force: bool,
    /// Wait for the updates to finish
    #[arg(long, requires = "execute")]
    pub wait: bool,
    /// Maximum number of concurrent stack updates
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    pub parallel: u16,
    /// Bucket for templates of more than 51,200 bytes, which must be uploaded; in the region of the stacks
    #[arg(long, value_name = "NAME", value_parser = bucket_name)]
    pub bucket: Option<String>,
    /// The accounts and regions.
    #[command(flatten)]
    pub accounts: Accounts,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub output_format: OutputFormat,
}

impl Refresh {
    /// Writes the plan and its outcome to `out`, and progress and failures to `notes`.
    ///
    /// Returns whether all layers are up to date.
    ///
    /// # Errors
    /// [`CommandError`] if something failed, was interrupted or could not be read.
    pub async fn run(&self, out: &mut impl Write, notes: &mut impl Write) -> Result<bool, CommandError> {
        if self.execute && !self.yes && !can_ask() {
            return Err(CommandError::NoTerminal);
        }
        let interrupt = stop::on_signals()?;
        let connections = self.accounts.connect().await?.into_iter();
        let with_bucket = |cloud: Cloud| cloud.with_bucket(self.bucket.clone());
        let connections: Vec<_> = connections.map(|connection| connection.map(with_bucket)).collect();
        let outdated = tokio::select! {
            outdated = self.look(&connections) => outdated,
            // No change set exists yet, so there is nothing to clean up.
            () = interrupt.happened() => return Err(CommandError::Interrupted),
        };
        let failures: Vec<_> = outdated.iter().flat_map(|outdated| outdated.failures.clone()).collect();
        let mut report = Report::default();
        let planned = plan_all(&connections, &outdated, &interrupt, &mut report).await;
        // From here on, change sets exist. They must be executed or deleted before any error is returned.
        let is_agreed = self.agree(&planned, &report, &interrupt, out, notes).await;
        let is_executed = is_agreed.as_ref().is_ok_and(|is_agreed| *is_agreed);
        report.results.extend(self.carry_out(planned, is_executed, &interrupt).await);
        is_agreed?;
        match self.output_format {
            OutputFormat::Text => report.write_summary(failures.is_empty(), out)?,
            OutputFormat::Json => report.write_json(&failures, out)?,
        }
        write_failures(&failures, notes)?;
        report.verdict(failures.len())
    }

    /// Shows the plan, and returns whether to execute it.
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

    /// Prompts for confirmation, unless it was given or there is nothing to execute.
    async fn ask(
        &self,
        planned: &[(&Cloud, Vec<Planned>)],
        interrupt: &Interrupt,
        notes: &mut impl Write,
    ) -> io::Result<bool> {
        let planned = planned.iter().flat_map(|(_, planned)| planned);
        let stacks = planned.filter(|planned| self.force || planned.judgement.is_harmless()).count();
        if stacks == 0 || self.yes {
            return Ok(self.yes);
        }
        write!(notes, "Update {}? Type `yes` to proceed: ", count(stacks, "stack"))?;
        notes.flush()?;
        let (sender, receiver) = tokio::sync::oneshot::channel();
        // A detached thread: nothing at the end of the program waits for it, although its line may never arrive.
        std::thread::spawn(move || {
            let mut line = String::new();
            let read = io::stdin().lock().read_line(&mut line);
            // After an interruption, the receiver is gone.
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
        let execution = Execution { force: self.force, wait: self.wait, parallel: self.parallel.into() };
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

/// Plans the refresh of each connection's stacks.
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
        report.remaining.extend(others);
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
