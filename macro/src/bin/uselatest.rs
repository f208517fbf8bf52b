//! The command line program `uselatest`.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use anstream::AutoStream;
use clap::{CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;
use clap_mangen::Man;
#[cfg(feature = "fleet")]
use uselatest::commands::outdated::Outdated;
use uselatest::commands::pin::Pin;
use uselatest::commands::preview::Preview;
#[cfg(feature = "fleet")]
use uselatest::commands::refresh::Refresh;
#[cfg(feature = "fleet")]
use uselatest::commands::why::Why;
use uselatest::commands::{CommandError, color};

/// Resolves layers to their newest versions, as the CloudFormation macro Uselatest does, in local templates and
/// deployed stacks.
///
/// Exit codes: 0 success; 1 the macro would reject the template, `pin --check` found a layer to pin, or a deployed layer
/// is outdated; 2 invalid usage or an error, such as a layer that could not be looked up.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Show the changes that the macro would make to a local template, as a diff
    Preview(Preview),
    /// Write the ARNs of the newest layer versions into a local template
    Pin(Pin),
    /// List deployed functions with outdated layers
    ///
    /// Exit codes: 0 no layer is outdated; 1 a layer is outdated; 2 invalid usage, or something could not be read.
    #[cfg(feature = "fleet")]
    Outdated(Outdated),
    /// Redeploy stacks with the newest layers, without changing their templates
    ///
    /// Shows the plan, and executes it only with --execute. A change set is refused if it changes more than layers, and
    /// the function versions and aliases that depend on them. Ctrl-C deletes all change sets that have not been
    /// executed; run the command again to continue.
    ///
    /// Exit codes: 0 all layers are up to date; 1 outdated layers remain; 2 invalid usage, an error or an interruption.
    #[cfg(feature = "fleet")]
    Refresh(Refresh),
    /// Explain why a deployed function has its layer versions, and which a deployment would choose
    ///
    /// Shows the reference in the template of its stack, the versions of the layer, and why each of them was chosen or
    /// not.
    ///
    /// Exit codes: 0 every layer is explained; 1 the macro would reject the template; 2 invalid usage, or something
    /// could not be read.
    #[cfg(feature = "fleet")]
    Why(Why),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page of uselatest or of a subcommand
    Man {
        /// The subcommand, such as `preview`
        command: Option<String>,
    },
}

/// Prints the page of a subcommand, or of the program.
fn manual(subcommand: Option<&str>, out: &mut dyn Write) -> Result<bool, CommandError> {
    // Without the subcommand `help`, for which there is no page: every page says what it would.
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    if let Some(name) = subcommand {
        let found = command.find_subcommand(name).cloned();
        command = found.ok_or_else(|| CommandError::NoManualPage { command: name.to_owned() })?;
    }
    Man::new(command).render(&mut &mut *out).map_err(CommandError::Write)?;
    Ok(true)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut out = AutoStream::new(io::stdout().lock(), color::choice());
    let mut notes = io::stderr().lock();
    let outcome = match Arguments::parse().command {
        Command::Preview(preview) => preview.run(&mut out, &mut notes).await,
        Command::Pin(pin) => pin.run(&mut out, &mut notes).await,
        #[cfg(feature = "fleet")]
        Command::Outdated(outdated) => outdated.run(&mut out, &mut notes).await,
        #[cfg(feature = "fleet")]
        Command::Refresh(refresh) => refresh.run(&mut out, &mut notes).await,
        #[cfg(feature = "fleet")]
        Command::Why(why) => why.run(&mut out).await,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "uselatest", &mut script);
            out.write_all(&script).map(|()| true).map_err(CommandError::Write)
        }
        Command::Man { command } => manual(command.as_deref(), &mut out),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // Programs such as `head` close the pipe early.
        Err(CommandError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // If standard error is closed, the exit code is all that is left.
            let _ = writeln!(notes, "error: {error}");
            ExitCode::from(2)
        }
    }
}
