//! Prints hashes of the plain value of templates, to compare readers with one another.
//!
//! Reads file names, one a line, on standard input; prints `name<TAB>ok|error<TAB>sha_typed<TAB>sha_text` for each.
//! With `--show`, prints the typed value itself instead of the hashes.

#[path = "../tests/suite/canonical.rs"]
mod canonical;

use std::io::{BufRead, Write};

use canonical::{canonical, sha256};

fn main() -> std::io::Result<()> {
    let show = std::env::args().any(|argument| argument == "--show");
    let mut out = std::io::stdout().lock();
    for name in std::io::stdin().lock().lines() {
        let name = name?;
        let value = std::fs::read(&name).map_err(|error| error.to_string()).and_then(canonical);
        match value {
            Ok(value) if show => writeln!(out, "{}", value.typed)?,
            Ok(value) => writeln!(out, "{name}\tok\t{}\t{}", sha256(&value.typed), sha256(&value.text))?,
            Err(message) if show => writeln!(out, "{name}: {message}")?,
            Err(_) => writeln!(out, "{name}\terror\t\t")?,
        }
    }
    Ok(())
}
