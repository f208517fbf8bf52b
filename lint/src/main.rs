//! The `cfn-tidy` command.

use std::process::ExitCode;

use cfn_tidy::cli::{Cli, with_verb};
use cfn_tidy::commands;
use clap::Parser as _;

fn main() -> ExitCode {
    commands::run(Cli::parse_from(with_verb(std::env::args_os()))).into()
}
