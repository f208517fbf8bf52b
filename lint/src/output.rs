//! Printing what was found.

mod concise;
mod full;
mod json;
mod statistics;

use std::io::{self, Write};

use cfn_ast::Source;
use clap::ValueEnum;

use crate::diagnostic::Diagnostic;

pub use statistics::write_statistics;

/// The findings of one file.
#[derive(Debug)]
pub struct FileReport {
    /// The path to print.
    pub path: String,
    /// The text that the ranges of the findings speak of.
    pub source: Source,
    /// The findings, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Each with an excerpt, for people
    Full,
    /// One line each
    Concise,
    /// One JSON array
    Json,
    /// One JSON object per line
    JsonLines,
}

/// Prints the findings of `files` in this format.
///
/// # Errors
/// Those of `out`.
pub fn write_report(format: Format, files: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full => full::write(files, out),
        Format::Concise => concise::write(files, out),
        Format::Json => json::write(files, out),
        Format::JsonLines => json::write_lines(files, out),
    }
}
