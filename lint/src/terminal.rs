//! The two streams of the process: results on standard output, everything else on standard error.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice, StripStream};
use anstyle::{AnsiColor, Style};

use crate::cli::Color;

/// Empties the screen and goes to its first line (ECMA-48, ED and CUP).
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// Where results and remarks go.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    color: ColorChoice,
}

impl Terminal {
    /// Streams with or without colour.
    pub fn new(color: Color) -> Self {
        let color = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self { color }
    }

    /// Prints results on standard output.
    ///
    /// # Errors
    /// Those of the stream, but not that its reader went away: `cfn-tidy check | head` is no mistake.
    pub fn results(self, print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        print_to(AutoStream::new(io::stdout().lock(), self.color), print)
    }

    /// Prints results on standard error, where standard output carries a fixed text.
    ///
    /// # Errors
    /// Those of the stream, but not that its reader went away.
    pub fn results_aside(self, print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        print_to(AutoStream::new(io::stderr().lock(), self.color), print)
    }

    /// Prints a remark on standard error; nobody can be told when that fails.
    pub fn remark(self, text: &str) {
        let _ = writeln!(AutoStream::new(io::stderr().lock(), self.color), "{text}");
    }

    /// Empties the screen, where there is one.
    pub fn clear(self) {
        let _ = write!(AutoStream::new(io::stdout().lock(), self.color), "{CLEAR}");
    }

    /// Prints a failure on standard error.
    pub fn failure(self, message: &str) {
        self.labelled("error", AnsiColor::Red.on_default().bold(), message);
    }

    /// Prints a warning on standard error.
    pub fn warning(self, message: &str) {
        self.labelled("warning", AnsiColor::Yellow.on_default().bold(), message);
    }

    fn labelled(self, label: &str, style: Style, message: &str) {
        self.remark(&format!("{style}{label}{style:#}: {message}"));
    }
}

/// Prints results into a file, without colour.
///
/// # Errors
/// Those of the file.
pub fn results_to_file(path: &Path, print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(StripStream::new(File::create(path)?));
    print(&mut out)?;
    out.flush()
}

fn print_to(stream: impl Write, print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(stream);
    let printed = print(&mut out).and_then(|()| out.flush());
    // A failed flush keeps its bytes, and dropping the writer would try them once more.
    let _ = out.into_parts();
    match printed {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
