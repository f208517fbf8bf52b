//! `cfn-tidy convert`: between JSON and YAML, with a proof.

mod expand;
mod job;
mod report;
mod target;

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::Exit;
use super::config::resolver;
use super::input::{Input, inputs};
use crate::cli::ConvertArgs;
use crate::config::{ConfigError, Overrides, Resolver};
use crate::isolation::isolated;
use crate::terminal::Terminal;
use job::{Failure, Job, Outcome};

pub(super) fn run(args: &ConvertArgs, terminal: Terminal) -> Exit {
    match try_run(args, terminal) {
        Ok(exit) => exit,
        Err(problems) => {
            for problem in problems {
                terminal.failure(&problem);
            }
            Exit::Failure
        }
    }
}

/// Converts all paths.
///
/// # Errors
/// The problems of the command line and of the configuration files, one per line of output.
fn try_run(args: &ConvertArgs, terminal: Terminal) -> Result<Exit, Vec<String>> {
    check_arguments(args)?;
    let resolver = Arc::new(resolver(&args.source, overrides(args)).map_err(|error| lines(&error))?);
    let (inputs, problems) = inputs(&args.paths, &args.files, &resolver);
    let config_problems: Vec<String> = resolver.take_problems().iter().flat_map(lines).collect();
    if !config_problems.is_empty() {
        return Err(config_problems);
    }
    for problem in &problems {
        terminal.failure(problem);
    }
    if args.destination.output.is_some() && inputs.len() > 1 {
        return Err(vec![
            "--output accepts the result of one file only; use --write or --output-dir".to_owned(),
        ]);
    }
    let outcomes = work(&inputs, args, &resolver);
    let exit = if problems.is_empty() { Exit::Clean } else { Exit::Failure };
    Ok(exit.max(report::report(args, outcomes, terminal)))
}

/// Checks what the definition of the command line cannot express.
fn check_arguments(args: &ConvertArgs) -> Result<(), Vec<String>> {
    let destination = &args.destination;
    let has_target = destination.write || destination.output.is_some() || destination.output_dir.is_some();
    let reads_only = destination.diff || destination.check;
    let has_stdin = args.paths.iter().any(|path| path == Path::new("-"));
    let has_folder = args.paths.iter().any(|path| path.is_dir());
    let problem = if has_folder && args.notation().is_none() && !args.no_flip {
        "a folder can contain templates in both notations; pass --to yaml or --to json"
    } else if !has_target && !reads_only && (has_folder || args.paths.len() > 1) {
        "several files cannot be printed; pass --write or --output-dir, or --diff or --check"
    } else if has_stdin && (destination.write || destination.output_dir.is_some() || destination.check) {
        "standard input has no name for the result; pass --output"
    } else if has_stdin && destination.diff && destination.output.is_none() {
        "standard input has no file to compare with; pass --output"
    } else if destination.remove && !has_target {
        "--remove removes the sources of files that are written; pass --write, --output or --output-dir"
    } else {
        return Ok(());
    };
    Err(vec![problem.to_owned()])
}

fn overrides(args: &ConvertArgs) -> Overrides {
    Overrides {
        exclude: args.files.exclude.clone(),
        extend_exclude: args.files.extend_exclude.clone(),
        force_exclude: args.files.force_exclude,
        no_respect_gitignore: args.files.no_respect_gitignore,
        max_file_size: args.files.max_file_size,
        ..Overrides::default()
    }
}

/// Returns the message of an error, one line for each problem.
fn lines(error: &ConfigError) -> Vec<String> {
    error.to_string().lines().map(str::to_owned).collect()
}

/// Converts each input and returns the outcomes in the order of the inputs. A panic ends the work on its own input only.
fn work(inputs: &[Input], args: &ConvertArgs, resolver: &Resolver) -> Vec<Outcome> {
    let job = Job { args, resolver };
    let run = |input: &Input| {
        isolated(|| job.run(input))
            .unwrap_or_else(|panic| Some(Outcome::failed(input, Failure::Panic { location: panic.location })))
    };
    match inputs {
        // Starting threads takes longer than converting one template.
        [only] => run(only).into_iter().collect(),
        many => many.par_iter().filter_map(run).collect(),
    }
}
