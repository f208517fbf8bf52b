//! The command line of Uselatest.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use uselatest::commands::CommandError;
use uselatest::commands::pin::Pin;
use uselatest::commands::preview::Preview;

/// The work of the CloudFormation macro Uselatest on local templates.
///
/// Exit codes: 0 all is well; 1 the macro would refuse the template, or with `pin --check` a layer is not pinned to its
/// newest version; 2 misuse or failure.
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
    /// Write the ARNs of the newest layer versions into a local template
    Pin(Pin),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (mut out, mut notes) = (io::stdout().lock(), io::stderr().lock());
    let outcome = match Arguments::parse().command {
        Command::Preview(preview) => preview.run(&mut out, &mut notes).await,
        Command::Pin(pin) => pin.run(&mut out, &mut notes).await,
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // Whoever reads only the beginning of the output closes the pipe.
        Err(CommandError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed, the exit code has to do.
            let _ = writeln!(notes, "error: {error}");
            ExitCode::from(2)
        }
    }
}
