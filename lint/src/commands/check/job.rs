//! What is done with one file, on any thread.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use cfn_ast::source::{Encoding, SourceError};
use cfn_ast::{Source, Tree};

use super::diff;
use crate::check::{Scope, check};
use crate::config::Resolver;
use crate::discover::{Candidate, looks_like_template};
use crate::fix::{Applied, FixError, Fixed, fix};
use crate::output::FileReport;
use crate::replace::{ReplaceError, Stamp, replace_file};

/// So much of a file that is too large is looked at to tell whether it is a template at all.
const SNIFFED_BYTES: u64 = 64 * 1024;

/// One source of templates.
#[derive(Clone, Debug)]
pub(super) enum Input {
    /// A file.
    File(Candidate),
    /// Standard input, and the name it goes by.
    Stdin(Option<PathBuf>),
}

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Findings.
    Check,
    /// Findings, after the fixes are written.
    Fix,
    /// No findings, only the fixes.
    FixOnly,
    /// What the fixes would change.
    Diff,
}

/// What came of one file.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The findings that are there, or remain.
    pub(super) report: FileReport,
    /// The fixes.
    pub(super) applied: Vec<Applied>,
    /// What goes to standard output before any finding: the fixed text of standard input, or a diff.
    pub(super) text: Option<Vec<u8>>,
    /// What could not be done.
    pub(super) failure: Option<JobError>,
}

/// Why a file could not be read, fixed or written.
#[derive(Debug, thiserror::Error)]
pub(super) enum JobError {
    #[error("cannot be read: {0}")]
    Read(#[from] io::Error),
    #[error("has more than {limit} bytes; raise --max-file-size or max-file-size to check it anyway")]
    TooLarge { limit: u64 },
    #[error("cannot be fixed before it can be read: line {line}, column {column}: {message}")]
    Syntax { line: u32, column: u32, message: String },
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Fix(#[from] FixError),
    #[error(transparent)]
    Replace(#[from] ReplaceError),
}

impl JobError {
    /// A text that a user can paste into a report, where cfn-tidy itself is at fault.
    pub(super) fn bug_report(&self) -> Option<String> {
        let Self::Fix(error) = self else { return None };
        error.bug_report()
    }
}

/// What is done with every file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job<'j> {
    pub(super) mode: Mode,
    pub(super) resolver: &'j Resolver,
}

impl Input {
    fn name(&self) -> String {
        match self {
            Self::Stdin(None) => "<stdin>".to_owned(),
            _ => self.path().display().to_string(),
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::File(candidate) => &candidate.path,
            Self::Stdin(path) => path.as_deref().unwrap_or(Path::new("")),
        }
    }

    fn explicit(&self) -> bool {
        matches!(self, Self::Stdin(_) | Self::File(Candidate { explicit: true, .. }))
    }
}

impl Job<'_> {
    /// The outcome; nothing for a file of a folder that is no template.
    pub(super) fn run(&self, input: &Input) -> Option<Outcome> {
        let outcome = self.try_run(input);
        outcome.unwrap_or_else(|error| Some(Outcome::failed(input.name(), error)))
    }

    fn try_run(&self, input: &Input) -> Result<Option<Outcome>, JobError> {
        let (settings, absolute) = self.resolver.file(input.path());
        let Some((bytes, stamp)) = read(input, settings.max_file_size)? else { return Ok(None) };
        let Some(source) = template(input, bytes)? else { return Ok(None) };
        let rules = settings.rules_for(&absolute);
        let scope = Scope { rules: &rules, fixable: &settings.fixable };
        let file =
            Loaded { name: input.name(), encoding: source.encoding(), tree: Tree::parse(source), stamp };
        Ok(Some(match self.mode {
            Mode::Check => file.unchanged(scope),
            // Nobody would hear of the syntax errors, which are findings elsewhere.
            Mode::FixOnly | Mode::Diff if !file.tree.errors().is_empty() => {
                file.not_fixable(input, self.mode)
            }
            Mode::Fix | Mode::FixOnly => file.fixed(input, scope, settings.unsafe_fixes),
            Mode::Diff => file.diff(scope, settings.unsafe_fixes),
        }))
    }
}

impl Outcome {
    fn failed(path: String, error: JobError) -> Self {
        let source = Source::new("").expect("an empty text is small");
        let report = FileReport { path, source, diagnostics: Vec::new() };
        Self { report, applied: Vec::new(), text: None, failure: Some(error) }
    }
}

/// A file that was read.
struct Loaded {
    name: String,
    encoding: Encoding,
    tree: Tree,
    stamp: Option<Stamp>,
}

impl Loaded {
    fn unchanged(self, scope: Scope<'_>) -> Outcome {
        let diagnostics = check(&self.tree, scope);
        let report = FileReport { path: self.name, source: self.tree.source().clone(), diagnostics };
        Outcome { report, applied: Vec::new(), text: None, failure: None }
    }

    fn not_fixable(self, input: &Input, mode: Mode) -> Outcome {
        let error = self.tree.errors().first().map(|error| {
            let place = self.tree.source().line_column(error.range.start());
            JobError::Syntax { line: place.line, column: place.column, message: error.kind.to_string() }
        });
        let echo = mode == Mode::FixOnly && matches!(input, Input::Stdin(_));
        let text = echo.then(|| self.encoding.encode(self.tree.source().text()));
        let report =
            FileReport { path: self.name, source: self.tree.source().clone(), diagnostics: Vec::new() };
        Outcome { report, applied: Vec::new(), text, failure: error }
    }

    fn fixed(self, input: &Input, scope: Scope<'_>, also_unsafe: bool) -> Outcome {
        let written = fix(&self.tree, scope, also_unsafe).map_err(JobError::from).and_then(|fixed| {
            let bytes = fixed.tree.as_ref().map(|tree| self.encoding.encode(tree.source().text()));
            if let (Some(bytes), Some(stamp)) = (&bytes, self.stamp) {
                replace_file(input.path(), bytes, stamp)?;
            }
            Ok((fixed, bytes))
        });
        let to_stdout = matches!(input, Input::Stdin(_));
        let original = to_stdout.then(|| self.encoding.encode(self.tree.source().text()));
        match written {
            Ok((fixed, bytes)) => {
                let text = if to_stdout { bytes.or(original) } else { None };
                self.outcome(fixed, text)
            }
            Err(error) => Outcome { text: original, failure: Some(error), ..self.unchanged(scope) },
        }
    }

    fn diff(self, scope: Scope<'_>, also_unsafe: bool) -> Outcome {
        match fix(&self.tree, scope, also_unsafe) {
            Ok(fixed) => {
                let after = fixed.tree.as_ref();
                let text = after.map(|tree| diff::unified(&self.name, self.tree.source(), tree.source()));
                self.outcome(fixed, text.map(String::into_bytes))
            }
            Err(error) => Outcome { failure: Some(error.into()), ..self.unchanged(scope) },
        }
    }

    fn outcome(self, fixed: Fixed, text: Option<Vec<u8>>) -> Outcome {
        let source = fixed.tree.as_ref().unwrap_or(&self.tree).source().clone();
        let report = FileReport { path: self.name, source, diagnostics: fixed.remaining };
        Outcome { report, applied: fixed.applied, text, failure: None }
    }
}

/// The bytes of an input, and for a file what it looked like.
type Bytes = (Vec<u8>, Option<Stamp>);

fn read(input: &Input, limit: u64) -> Result<Option<Bytes>, JobError> {
    match input {
        Input::Stdin(_) => Ok(Some((read_to(limit, io::stdin().lock())?, None))),
        Input::File(candidate) => {
            let mut file = File::open(&candidate.path)?;
            let metadata = file.metadata()?;
            if metadata.len() > limit && !candidate.explicit && !begins_like_template(&mut file)? {
                return Ok(None);
            }
            if metadata.len() > limit {
                return Err(JobError::TooLarge { limit });
            }
            Ok(Some((read_to(limit, file)?, Some(Stamp::new(&metadata)))))
        }
    }
}

fn read_to(limit: u64, reader: impl Read) -> Result<Vec<u8>, JobError> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(JobError::TooLarge { limit }) } else { Ok(bytes) }
}

fn begins_like_template(file: &mut File) -> io::Result<bool> {
    let mut bytes = Vec::new();
    file.take(SNIFFED_BYTES).read_to_end(&mut bytes)?;
    Ok(looks_like_template(&String::from_utf8_lossy(&bytes)))
}

/// The text of a template; nothing for a file of a folder that is none.
fn template(input: &Input, bytes: Vec<u8>) -> Result<Option<Source>, SourceError> {
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let foreign = |text: Cow<'_, str>| !input.explicit() && !looks_like_template(&text);
    if !wide && foreign(String::from_utf8_lossy(&bytes)) {
        return Ok(None);
    }
    let source = Source::from_bytes(bytes)?;
    if wide && foreign(Cow::Borrowed(source.text())) {
        return Ok(None);
    }
    Ok(Some(source))
}
