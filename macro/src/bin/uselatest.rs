//! The command line of Uselatest.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use uselatest::commands::CommandError;
#[cfg(feature = "fleet")]
use uselatest::commands::outdated::Outdated;
use uselatest::commands::pin::Pin;
use uselatest::commands::preview::Preview;
#[cfg(feature = "fleet")]
use uselatest::commands::refresh::Refresh;

/// The work of the CloudFormation macro Uselatest on local templates, and on stacks that are deployed.
///
/// Exit codes: 0 all is well; 1 the macro would refuse the template, with `pin --check` a layer is not pinned to its
/// newest version, or something deployed is outdated; 2 misuse or failure.
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
    /// List deployed functions whose layers are behind
    ///
    /// Exit codes: 0 nothing is outdated; 1 something is; 2 misuse, or something could not be read.
    #[cfg(feature = "fleet")]
    Outdated(Outdated),
    /// Deploy stacks again with the newest layers, their templates unchanged
    ///
    /// Shows what would change, and executes it with --execute only. A change set that changes more than layers, and
    /// the versions and aliases that follow them, is refused. Ctrl-C leaves no change set behind; running it again goes
    /// on where it stopped.
    ///
    /// Exit codes: 0 nothing is left to do; 1 something is; 2 misuse, failure or interruption.
    #[cfg(feature = "fleet")]
    Refresh(Refresh),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (mut out, mut notes) = (io::stdout().lock(), io::stderr().lock());
    let outcome = match Arguments::parse().command {
        Command::Preview(preview) => preview.run(&mut out, &mut notes).await,
        Command::Pin(pin) => pin.run(&mut out, &mut notes).await,
        #[cfg(feature = "fleet")]
        Command::Outdated(outdated) => outdated.run(&mut out, &mut notes).await,
        #[cfg(feature = "fleet")]
        Command::Refresh(refresh) => refresh.run(&mut out, &mut notes).await,
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
