//! `cfn-tidy check`: find, fix, print.

mod diff;
mod input;
mod job;
mod summary;

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::config::{fail, resolver};
use super::{Exit, finish};
use crate::cli::{CheckArgs, RuleSelectionArgs};
use crate::config::{ConfigError, Overrides, Resolver};
use crate::discover::{Found, find};
use crate::output::{FileReport, write_report, write_statistics};
use crate::select::{Selection, Selector};
use crate::terminal::{Terminal, results_to_file};
use input::Input;
use job::{Job, Mode, Outcome};

pub(super) fn run(args: &CheckArgs, terminal: Terminal) -> Exit {
    let overrides = match overrides(args) {
        Ok(overrides) => overrides,
        Err(error) => return fail(&[error], terminal),
    };
    let resolver = match resolver(&args.source, overrides) {
        Ok(resolver) => Arc::new(resolver),
        Err(error) => return fail(&[error], terminal),
    };
    let (inputs, problems) = inputs(args, &resolver);
    let config_problems = resolver.take_problems();
    if !config_problems.is_empty() {
        return fail(&config_problems, terminal);
    }
    for problem in &problems {
        terminal.failure(problem);
    }
    let with_fingerprints = args.output.output_format.has_fingerprints();
    let job = Job { mode: mode(args), with_fingerprints, resolver: &resolver };
    let outcomes = work(&inputs, &job);
    let exit = if problems.is_empty() { Exit::Clean } else { Exit::Failure };
    exit.max(report(args, outcomes, terminal))
}

fn mode(args: &CheckArgs) -> Mode {
    if args.add_ignore {
        Mode::AddIgnore
    } else if args.diff {
        Mode::Diff
    } else if args.fix_only {
        Mode::FixOnly
    } else if args.fix {
        Mode::Fix
    } else {
        Mode::Check
    }
}

/// The outcomes in the order of the inputs, whatever thread made them.
fn work(inputs: &[Input], job: &Job<'_>) -> Vec<Outcome> {
    match inputs {
        // Starting threads takes longer than reading one template.
        [only] => job.run(only).into_iter().collect(),
        many => many.par_iter().filter_map(|input| job.run(input)).collect(),
    }
}

fn inputs(args: &CheckArgs, resolver: &Arc<Resolver>) -> (Vec<Input>, Vec<String>) {
    let (stdin, paths): (Vec<_>, Vec<_>) =
        args.paths.iter().cloned().partition(|path| path == Path::new("-"));
    let Found { files, problems } = find(&paths, resolver);
    let problems = problems.iter().map(ToString::to_string).collect();
    let stdin = stdin.into_iter().take(1).map(|_| Input::Stdin(args.files.stdin_filename.clone()));
    (stdin.chain(files.into_iter().map(Input::File)).collect(), problems)
}

fn report(args: &CheckArgs, outcomes: Vec<Outcome>, terminal: Terminal) -> Exit {
    let mode = mode(args);
    let tally = summary::Tally::of(&outcomes);
    for outcome in &outcomes {
        if let Some(failure) = &outcome.failure {
            terminal.failure(&format!("{}: {failure}", outcome.report.path));
            failure.bug_report().iter().for_each(|report| terminal.remark(report));
        }
    }
    let printed = print(args, mode, outcomes, terminal);
    if !args.output.quiet {
        tally.remarks(args, mode).iter().for_each(|line| terminal.remark(line));
    }
    finish(printed, tally.exit(args, mode), terminal)
}

fn print(
    args: &CheckArgs,
    mode: Mode,
    mut outcomes: Vec<Outcome>,
    terminal: Terminal,
) -> std::io::Result<()> {
    let texts: Vec<Vec<u8>> = outcomes.iter_mut().filter_map(|outcome| outcome.text.take()).collect();
    terminal.results(|out| texts.iter().try_for_each(|text| out.write_all(text)))?;
    if matches!(mode, Mode::Diff | Mode::FixOnly | Mode::AddIgnore) {
        return Ok(());
    }
    let reports: Vec<FileReport> = outcomes.into_iter().map(|outcome| outcome.report).collect();
    let write = |out: &mut dyn std::io::Write| {
        if args.output.statistics {
            write_statistics(args.output.output_format, &reports, out)
        } else {
            write_report(args.output.output_format, &reports, out)
        }
    };
    match &args.output.output_file {
        Some(path) => results_to_file(path, write)
            .map_err(|error| std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
        None if texts.is_empty() => terminal.results(write),
        None => terminal.results_aside(write),
    }
}

fn overrides(args: &CheckArgs) -> Result<Overrides, ConfigError> {
    Ok(Overrides {
        selection: selection(&args.rules)?,
        exclude: args.files.exclude.clone(),
        extend_exclude: args.files.extend_exclude.clone(),
        force_exclude: args.files.force_exclude,
        no_respect_gitignore: args.files.no_respect_gitignore,
        max_file_size: args.files.max_file_size,
        unsafe_fixes: args.unsafe_fixes,
    })
}

fn selection(args: &RuleSelectionArgs) -> Result<Selection, ConfigError> {
    let mut problems = Vec::new();
    let mut read = |option: &str, words: &[String]| {
        let mut selectors: Vec<Selector> = Vec::new();
        for word in words {
            match word.parse() {
                Ok(selector) => selectors.push(selector),
                Err(error) => problems.push(format!("{option}: {error}")),
            }
        }
        selectors
    };
    let selection = Selection {
        select: args.select.as_deref().map(|words| read("--select", words)),
        extend_select: read("--extend-select", &args.extend_select),
        ignore: read("--ignore", &args.ignore),
        fixable: args.fixable.as_deref().map(|words| read("--fixable", words)),
        unfixable: read("--unfixable", &args.unfixable),
    };
    if problems.is_empty() { Ok(selection) } else { Err(ConfigError::CommandLine(problems)) }
}
