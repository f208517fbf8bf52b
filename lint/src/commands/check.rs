//! `cfn-tidy check`: find files, check and fix them, print the results.

mod baselines;
mod job;
mod options;
mod progress;
mod ranking;
mod report;
mod summary;
mod watch;

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::Exit;
use super::config::resolver;
use super::input::{Input, inputs};
use crate::cli::CheckArgs;
use crate::config::{ConfigError, Resolver};
use crate::isolation::{Panicked, isolated};
use crate::output::{FileReport, Format};
use crate::terminal::Terminal;
use baselines::Baselines;
use job::{Job, JobError, Mode, Outcome};
use progress::Progress;
use watch::Watch;

pub(super) fn run(args: &CheckArgs, terminal: Terminal) -> Exit {
    if args.unsafe_fixes && options::mode(args) == Mode::Check {
        terminal.warning("--unsafe-fixes has no effect without --fix, --fix-only or --diff");
    }
    if !args.watch {
        return run_once(args, terminal);
    }
    if args.paths.iter().any(|path| path == Path::new("-")) {
        terminal.failure("standard input cannot be watched for changes; pass files or folders to --watch");
        return Exit::Failure;
    }
    let watch = match Watch::new(&args.paths) {
        Ok(watch) => watch,
        Err(error) => {
            terminal.failure(&format!("cannot watch for changes: {error}"));
            return Exit::Failure;
        }
    };
    loop {
        terminal.clear();
        let exit = run_once(args, terminal);
        terminal.remark("Watching for changes; press Ctrl-C to stop.");
        if !watch.wait() {
            return exit;
        }
    }
}

fn run_once(args: &CheckArgs, terminal: Terminal) -> Exit {
    try_run(args, terminal).unwrap_or_else(|problems| {
        for problem in problems {
            terminal.failure(&problem);
        }
        Exit::Failure
    })
}

/// Runs once over all paths.
///
/// # Errors
/// The problems of the command line, the baseline and the configuration files, one per line of output.
fn try_run(args: &CheckArgs, terminal: Terminal) -> Result<Exit, Vec<String>> {
    let resolver =
        Arc::new(resolver(&args.source, options::overrides(args)?).map_err(|error| lines(&error))?);
    let format = output_format(args, &resolver);
    let (inputs, mut problems) = inputs(&args.paths, &args.files, &resolver);
    let mut config_problems: Vec<String> = resolver.take_problems().iter().flat_map(lines).collect();
    let schema_problems: Vec<String> =
        resolver.take_schema_problems().iter().map(ToString::to_string).collect();
    let mode = options::mode(args);
    // What a schema would have said could forbid a fix. Without fixes, only what it is about is not checked.
    if !config_problems.is_empty() || (!schema_problems.is_empty() && mode != Mode::Check) {
        config_problems.extend(schema_problems);
        return Err(config_problems);
    }
    let baselines = Baselines::read(&args.rules, &inputs, &resolver);
    let baselines = baselines.map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    problems.extend(schema_problems);
    for problem in &problems {
        terminal.failure(problem);
    }
    let job = Job {
        mode,
        offers_edits: format.has_edits() && !args.output.statistics,
        baselines: &baselines,
        resolver: &resolver,
    };
    let target = if args.output.quiet { Terminal::no_progress } else { Terminal::progress_target };
    let progress = Progress::new(inputs.len(), target);
    let outcomes = work(&inputs, |input| {
        let outcome = job.run(input);
        progress.advance();
        outcome
    });
    drop(progress);
    // "No templates found" would mislead if none of the paths could be read.
    if outcomes.is_empty() && !problems.is_empty() {
        return Ok(Exit::Failure);
    }
    let exit = if problems.is_empty() { Exit::Clean } else { Exit::Failure };
    Ok(exit.max(report::report(args, format, outcomes, terminal)))
}

/// Returns the format of the command line, or of the configuration of the working folder.
fn output_format(args: &CheckArgs, resolver: &Resolver) -> Format {
    let configured = || resolver.folder(Path::new("")).0.output_format;
    args.output.output_format.or_else(configured).unwrap_or(Format::Full)
}

/// Returns the message of an error, one line for each problem.
fn lines(error: &ConfigError) -> Vec<String> {
    error.to_string().lines().map(str::to_owned).collect()
}

/// Runs the job on each input and returns the outcomes in the order of the inputs, whatever the threads. A panic ends
/// the job for its own input only.
fn work(inputs: &[Input], job: impl Fn(&Input) -> Option<Outcome> + Sync) -> Vec<Outcome> {
    let run = |input| isolated(|| job(input)).unwrap_or_else(|panic| Some(panicked(input, panic)));
    match inputs {
        // Starting threads takes longer than reading one template.
        [only] => run(only).into_iter().collect(),
        many => many.par_iter().filter_map(run).collect(),
    }
}

fn panicked(input: &Input, panic: Panicked) -> Outcome {
    let error = JobError::Panic { location: panic.location };
    Outcome::failed(FileReport::empty(input.name()), input.path().to_path_buf(), error)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{FileReport, Input, Outcome, work};
    use crate::files::Candidate;

    #[test]
    fn a_panic_over_one_file_does_not_end_the_work_on_the_others() {
        let file = |name: &str| Input::File(Candidate { path: PathBuf::from(name), explicit: true });
        let inputs = [file("a.yaml"), file("ü.yaml"), file("z.yaml")];
        let outcomes = work(&inputs, |input| {
            assert_ne!(input.name(), "ü.yaml", "this panic is expected");
            Some(Outcome::of(FileReport::empty(input.name()), input.path().to_path_buf()))
        });
        let names: Vec<&str> = outcomes.iter().map(|outcome| outcome.report.path.as_str()).collect();
        assert_eq!(names, ["a.yaml", "ü.yaml", "z.yaml"]);
        let failures: Vec<_> = outcomes.iter().map(|outcome| outcome.failures.len()).collect();
        assert_eq!(failures, [0, 1, 0]);
        let failure = outcomes[1].failures[0].to_string();
        assert!(failure.starts_with("cannot be checked because of a bug in cfn-tidy: it panicked at "));
        assert!(outcomes[1].failures[0].bug_report().is_some_and(|report| !report.contains("expected")));
    }
}
