//! The subcommands: they connect the command line, the files, the engine and the terminal.
//!
//! Nothing here prints by itself; everything goes through [`Terminal`].

mod check;
mod config;
mod convert;
mod diff;
mod generated;
mod import;
mod init;
mod input;
mod rule;
mod schema;
mod server;
mod types;

use std::process::ExitCode;

use crate::cli::{Cli, Command, ConfigCommand};
use crate::terminal::Terminal;

/// The outcome of a command, which determines the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// No findings remain that fail the run; exit code 0.
    Clean,
    /// Findings remain; exit code 1.
    Findings,
    /// Invalid usage, or a file could not be read, fixed or written; exit code 2.
    Failure,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Failure => Self::from(2),
        }
    }
}

/// Runs the command that was parsed from the command line.
pub fn run(cli: Cli) -> Exit {
    let terminal = Terminal::new(cli.color);
    match cli.command {
        Command::Check(args) => check::run(&args, terminal),
        Command::Convert(args) => convert::run(&args, terminal),
        Command::Rule(args) => rule::run(&args, terminal),
        Command::Schema(args) => schema::run(&args, terminal),
        Command::Config(ConfigCommand::Show { path, source }) => config::show(&path, &source, terminal),
        Command::Config(ConfigCommand::Import { file, output }) => {
            import::run(file.as_deref(), output.as_deref(), terminal)
        }
        Command::Server(_) => server::run(terminal),
        Command::Init(args) => init::run(&args, terminal),
        Command::Completions { shell } => generated::completions(shell, terminal),
        Command::Man { command } => generated::manual(&command, terminal),
    }
}

/// Reports a printing error as a failure; otherwise returns `exit`.
fn finish(printed: std::io::Result<()>, exit: Exit, terminal: Terminal) -> Exit {
    match printed {
        Ok(()) => exit,
        Err(error) => {
            terminal.failure(&format!("cannot print the results: {error}"));
            Exit::Failure
        }
    }
}
