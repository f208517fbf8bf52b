//! The output after all files have been processed.

use std::io::{self, Write};
use std::path::Path;

use anstream::StripStream;

use super::job::{Mode, Outcome};
use super::{options, ranking, summary};
use crate::cli::CheckArgs;
use crate::commands::{Exit, finish};
use crate::files::replace::write_file;
use crate::finding::baseline;
use crate::output::{FileReport, Format, Layout, write_report, write_statistics};
use crate::rules::REGISTRY;
use crate::terminal::Terminal;

/// Prints the outcomes of all files and returns the exit code.
pub(super) fn report(args: &CheckArgs, format: Format, outcomes: Vec<Outcome>, terminal: Terminal) -> Exit {
    let mode = options::mode(args);
    let tally = summary::Tally::of(&outcomes);
    for outcome in &outcomes {
        for failure in &outcome.failures {
            terminal.failure(&format!("{}: {failure}", outcome.report.path));
            failure.bug_report().iter().for_each(|report| terminal.remark(report));
        }
    }
    if let Some(path) = &args.rules.write_baseline {
        return write_baseline(path, &outcomes, tally.is_whole(), terminal);
    }
    let shows_findings = matches!(mode, Mode::Check | Mode::Fix) && !args.output.statistics;
    let is_for_people = matches!(format, Format::Full | Format::Concise);
    let ranking = if shows_findings && is_for_people {
        ranking::ranking(outcomes.iter().map(|outcome| &outcome.report))
    } else {
        Vec::new()
    };
    let printed = print(args, format, mode, outcomes, terminal);
    if !args.output.quiet {
        for line in ranking.iter().chain(&tally.remarks(args, mode)) {
            terminal.remark(line);
        }
    }
    finish(printed, tally.exit(args, mode), terminal)
}

fn print(
    args: &CheckArgs,
    format: Format,
    mode: Mode,
    mut outcomes: Vec<Outcome>,
    terminal: Terminal,
) -> io::Result<()> {
    let texts: Vec<Vec<u8>> = outcomes.iter_mut().filter_map(|outcome| outcome.text.take()).collect();
    terminal.results(|out| texts.iter().try_for_each(|text| out.write_all(text)))?;
    if matches!(mode, Mode::Diff | Mode::FixOnly | Mode::AddIgnore) {
        return Ok(());
    }
    let reports: Vec<FileReport> = outcomes.into_iter().map(|outcome| outcome.report).collect();
    let columns = terminal.columns().filter(|_| args.output.output_file.is_none()).unwrap_or(Layout::COLUMNS);
    let layout = Layout { folds_notes: !args.output.no_fold, columns, links: terminal.shows_links() };
    let write = |out: &mut dyn Write| {
        if args.output.statistics {
            write_statistics(format, &reports, out)
        } else {
            write_report(format, REGISTRY, &reports, layout, out)
        }
    };
    match &args.output.output_file {
        Some(path) => {
            let mut text = StripStream::new(Vec::new());
            write(&mut text)?;
            let written = write_file(path, &text.into_inner());
            written.map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
        }
        None if texts.is_empty() => terminal.results(write),
        // Standard output already carries a fixed text, which must remain usable in a pipe.
        None => terminal.results_aside(write),
    }
}

fn write_baseline(path: &Path, outcomes: &[Outcome], whole: bool, terminal: Terminal) -> Exit {
    if !whole {
        // A baseline without the findings of these files would report them as new in the next run.
        terminal.failure(&format!(
            "{}: baseline not written because some files could not be checked",
            path.display()
        ));
        return Exit::Failure;
    }
    let mut findings = Vec::new();
    for outcome in outcomes {
        for (finding, fingerprint) in outcome.report.with_fingerprints() {
            findings.push((outcome.absolute.clone(), finding.rule.name, fingerprint));
        }
    }
    let count = findings.len();
    match write_file(path, baseline::to_text(path, findings).as_bytes()) {
        Ok(()) => {
            terminal.remark(&format!("Wrote {} to {}.", summary::findings(count), path.display()));
            Exit::Clean
        }
        Err(error) => {
            terminal.failure(&format!("{}: cannot write the baseline: {error}", path.display()));
            Exit::Failure
        }
    }
}
