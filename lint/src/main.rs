//! The `cfn-tidy` command.

use std::process::ExitCode;

use cfn_tidy::cli::Cli;
use cfn_tidy::commands;
use clap::Parser as _;

fn main() -> ExitCode {
    commands::run(Cli::parse()).into()
}
