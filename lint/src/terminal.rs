//! The output streams of the process: results on standard output, everything else on standard error.

use std::io::{self, BufRead as _, BufWriter, IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use indicatif::ProgressDrawTarget;

use crate::cli::Color;
use crate::finding::Severity;

/// The control sequence that clears the screen and moves the cursor to its first line (ECMA-48, ED and CUP).
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// Returns the style in which all formats print a severity. Help is cyan, so notes are green, as rustc's are.
pub const fn severity_style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::BrightGreen,
    };
    color.on_default().bold()
}

/// The printer of results, remarks and errors.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    color: ColorChoice,
}

impl Terminal {
    /// A terminal that colors its output as asked for.
    pub fn new(color: Color) -> Self {
        let color = match color {
            Color::Auto => color_of_environment(),
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self { color }
    }

    /// Returns the number of columns of standard output; `None` if it is not a terminal.
    pub fn columns(self) -> Option<usize> {
        terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
    }

    /// Whether standard output is colored and shows links ([OSC 8]); `FORCE_HYPERLINK` decides otherwise.
    ///
    /// [OSC 8]: https://github.com/Alhadis/OSC8-Adoption
    pub fn shows_links(self) -> bool {
        self.color != ColorChoice::Never && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
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

    /// Whether somebody can be asked: standard input and standard error are terminals.
    pub fn can_ask(self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Asks a question, and returns whether the answer is yes. An empty line means yes, the end of the input no.
    pub fn ask(self, question: &str) -> bool {
        let mut err = AutoStream::new(io::stderr().lock(), self.color);
        // If standard error does not work, there is no way to report it.
        let _ = write!(err, "{question} [Y/n] ").and_then(|()| err.flush());
        let mut answer = String::new();
        let count = io::stdin().lock().read_line(&mut answer).unwrap_or_default();
        count > 0 && is_yes(&answer)
    }

    /// Opens standard error for a progress bar, which is drawn only if that is a terminal.
    pub fn progress_target() -> ProgressDrawTarget {
        ProgressDrawTarget::stderr()
    }

    /// Returns a place where a progress bar is never drawn.
    pub fn no_progress() -> ProgressDrawTarget {
        ProgressDrawTarget::hidden()
    }

    /// Clears the screen, if there is one.
    pub fn clear(self) {
        let _ = write!(AutoStream::new(io::stdout().lock(), self.color), "{CLEAR}");
    }

    /// Prints an error on standard error.
    pub fn failure(self, message: &str) {
        self.labelled(Severity::Error, message);
    }

    /// Prints a warning on standard error.
    pub fn warning(self, message: &str) {
        self.labelled(Severity::Warning, message);
    }

    fn labelled(self, severity: Severity, message: &str) {
        let (style, label) = (severity_style(severity), severity.as_str());
        self.remark(&format!("{style}{label}{style:#}: {message}"));
    }
}

/// Returns what `FORCE_COLOR` asks for, as [most tools] understand it; `anstream` knows the other variables.
///
/// [most tools]: https://force-color.org
fn color_of_environment() -> ColorChoice {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match std::env::var_os("FORCE_COLOR") {
        Some(value) if value == "0" || value == "false" => ColorChoice::Never,
        // A user who has disabled color everywhere wants none here, whatever a CI system forces.
        Some(value) if !value.is_empty() && !is_set("NO_COLOR") => ColorChoice::Always,
        _ => ColorChoice::Auto,
    }
}

/// Whether an answer means yes; an empty one does.
fn is_yes(answer: &str) -> bool {
    matches!(answer.trim_ascii().to_ascii_lowercase().as_str(), "" | "y" | "yes")
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
