//! The report of a run.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

use super::find::OutdatedStacks;
use super::outcome::{RefreshStatus, StackOutcome};
use super::run::Run;
use super::settings::Settings;

/// The maximum length of a subject (Amazon SNS API reference, `Publish`).
const MAX_SUBJECT: usize = 100;

/// The report of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The subject, a single line.
    pub subject: String,
    /// The text.
    pub message: String,
    /// Whether nothing requires attention.
    pub succeeded: bool,
    /// What the next run must know, as JSON; `None` if the stacks could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
}

/// Writes the report. It lists every stack, even if a run that ended early has no outcome for it.
pub(super) fn write(run: &Run, settings: &Settings, now: SystemTime) -> Report {
    let outcomes = outcomes(run);
    let problem = run.problem.as_ref().map(super::run::Problem::message);
    let has_trouble = outcomes.iter().any(|outcome| outcome.status.is_trouble());
    let is_unread = run.survey.as_ref().is_none_or(|survey| !survey.unread.is_empty());
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    let memory = run.survey.as_ref().map(|survey| survey.memory.clone().with(&outcomes, now));
    Report {
        memory: memory.and_then(|memory| serde_json::to_string(&memory).ok()),
        subject: subject(&outcomes, problem.is_some()),
        message: message(run, &outcomes, problem.as_deref(), settings),
        succeeded: !has_trouble && !is_unread && problem.is_none(),
    }
}

/// The outcomes of all stacks of the run.
fn outcomes(run: &Run) -> Vec<StackOutcome> {
    let mut outcomes: Vec<_> = run.outcomes.iter().flatten().cloned().collect();
    for stack in run.survey.iter().flat_map(|survey| &survey.stacks) {
        if !outcomes.iter().any(|outcome| outcome.name == stack.name) {
            outcomes.push(StackOutcome::new(
                &stack.name,
                RefreshStatus::Unknown,
                Some("the run ended early"),
            ));
        }
    }
    outcomes.sort_by(|a, b| (a.status, &a.name).cmp(&(b.status, &b.name)));
    outcomes
}

fn subject(outcomes: &[StackOutcome], has_problem: bool) -> String {
    let mut counts: BTreeMap<RefreshStatus, usize> = BTreeMap::new();
    for outcome in outcomes {
        *counts.entry(outcome.status).or_default() += 1;
    }
    let mut parts: Vec<_> = counts.iter().rev().map(|(status, count)| format!("{count} {status}")).collect();
    if has_problem {
        parts.insert(0, "the run failed".to_owned());
    }
    if parts.is_empty() {
        parts.push("nothing to do".to_owned());
    }
    let mut subject = format!("Uselatest: {}", parts.join(", "));
    subject.truncate(MAX_SUBJECT);
    subject
}

fn message(run: &Run, outcomes: &[StackOutcome], problem: Option<&str>, settings: &Settings) -> String {
    let mut text = String::new();
    if let Some(problem) = problem {
        line(&mut text, &format!("The run failed: {problem}"));
    }
    if let Some(survey) = &run.survey {
        line(&mut text, &format!("Stacks checked: {}", survey.seen));
    }
    if !settings.is_executing {
        line(
            &mut text,
            "Dry run: nothing was changed. Deploy the refresher with Mode=execute to update stacks.",
        );
    }
    for outcome in outcomes {
        line(&mut text, &described(outcome));
    }
    run.survey.iter().for_each(|survey| rest(&mut text, survey));
    text
}

fn line(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}

fn described(outcome: &StackOutcome) -> String {
    let mut functions = outcome.functions.join(", ");
    if outcome.more_functions > 0 {
        functions = format!("{functions} and {} more", outcome.more_functions);
    }
    let details = [Some(functions).filter(|names| !names.is_empty()), outcome.reason.clone()];
    let details: Vec<_> = details.into_iter().flatten().collect();
    let separator = if details.is_empty() { "" } else { ": " };
    format!("- {} {}{separator}{}", outcome.name, outcome.status, details.join("; "))
}

/// Writes what the run did not refresh.
fn rest(text: &mut String, survey: &OutdatedStacks) {
    if survey.left > 0 {
        line(text, &format!("Outdated stacks left for the next run: {}", survey.left));
    }
    if !survey.stuck.is_empty() {
        line(text, "Outdated, but not fixed by a refresh:");
    }
    for stuck in &survey.stuck {
        let super::find::Stuck { stack, function, layer, reason } = stuck;
        line(text, &format!("- {stack}, {function}: {layer}; {reason}"));
    }
    if survey.more_stuck > 0 {
        line(text, &format!("- and {} more", survey.more_stuck));
    }
    for unread in &survey.unread {
        line(text, &format!("Cannot read {unread}"));
    }
}
