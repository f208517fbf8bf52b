//! Makes `schema/data` from provider schemas. Called by `scripts/renew-schemas`, which unpacks a wheel.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command of the maintainers")]

// With a path as in the tests, which include this module, too; so its own modules are in the same place for both.
#[path = "renew.rs"]
mod renew;

use std::env;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, output] = arguments.as_slice() else {
        eprintln!("usage: renew-schemas FOLDER OUTPUT");
        return ExitCode::from(2);
    };
    match renew::renew(Path::new(input), Path::new(output)) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
