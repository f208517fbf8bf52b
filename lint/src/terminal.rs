//! The output streams of the process: results on standard output, everything else on standard error.

use std::io::{self, BufWriter, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use crate::cli::Color;

/// The control sequence that clears the screen and moves the cursor to its first line (ECMA-48, ED and CUP).
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// The printer of results, remarks and errors.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    color: ColorChoice,
}

impl Terminal {
    /// A terminal that colors its output as asked for.
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
    /// Errors of the stream, except a closed pipe: `cfn-tidy check | head` is a valid use.
    pub fn results(self, print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        print_to(AutoStream::new(io::stdout().lock(), self.color), print)
    }

    /// Prints results on standard error, for when standard output carries a fixed text.
    ///
    /// # Errors
    /// Errors of the stream, except a closed pipe.
    pub fn results_aside(self, print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        print_to(AutoStream::new(io::stderr().lock(), self.color), print)
    }

    /// Prints a remark on standard error.
    pub fn remark(self, text: &str) {
        // If standard error does not work, there is no way to report it.
        let _ = writeln!(AutoStream::new(io::stderr().lock(), self.color), "{text}");
    }

    /// Clears the screen, if there is one.
    pub fn clear(self) {
        let _ = write!(AutoStream::new(io::stdout().lock(), self.color), "{CLEAR}");
    }

    /// Prints an error on standard error.
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

fn print_to(stream: impl Write, print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(stream);
    let printed = print(&mut out).and_then(|()| out.flush());
    // After a failed flush the writer still has its bytes, and dropping it would try to write them again.
    let _ = out.into_parts();
    match printed {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
