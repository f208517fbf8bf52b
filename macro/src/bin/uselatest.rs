//! The command line of Uselatest.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use uselatest::commands::CommandError;
use uselatest::commands::preview::Preview;

/// The work of the CloudFormation macro Uselatest on local templates.
///
/// Exit codes: 0 the macro would accept the template; 1 it would refuse it; 2 misuse or failure.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Show what the macro would make of a local template, as a diff
    Preview(Preview),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Command::Preview(preview) = Arguments::parse().command;
    match preview.run(&mut io::stdout().lock(), &mut io::stderr().lock()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // Whoever reads only the beginning of the output closes the pipe.
        Err(CommandError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed, the exit code has to do.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}
