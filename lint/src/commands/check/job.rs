//! Checks or fixes one file; runs on any thread.

use std::path::{Path, PathBuf};

use cfn_ast::meaning::{Changed, same_meaning};
use cfn_ast::model::{Section, Template};
use cfn_ast::source::Encoding;
use cfn_ast::{Source, Tree};

use super::baselines::Baselines;
use crate::check::{Scope, check, drop_accepted};
use crate::commands::diff;
use crate::commands::input::{Input, ReadError, Text};
use crate::config::Resolver;
use crate::files::replace::{ReplaceError, Stamp, replace_file};
use crate::finding::suppress::add_ignores;
use crate::finding::{Finding, Severity};
use crate::fix::{Applied, FixError, fix, verify_offered};
use crate::output::FileReport;
use crate::rules::REGISTRY;
use crate::template_file::TemplateFile;

/// What the command does with each file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Reports findings.
    Check,
    /// Writes fixes, then reports the remaining findings.
    Fix,
    /// Writes fixes and reports no findings.
    FixOnly,
    /// Prints what the fixes would change.
    Diff,
    /// Writes comments that suppress the findings.
    AddIgnore,
}

impl Mode {
    /// Whether files are written.
    fn writes(self) -> bool {
        matches!(self, Self::Fix | Self::FixOnly | Self::AddIgnore)
    }
}

/// The result for one file.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The findings, or those that remain after fixing.
    pub(super) report: FileReport,
    /// The absolute path.
    pub(super) absolute: PathBuf,
    /// The number of findings before the first fix.
    pub(super) found: usize,
    /// The fixes that were applied.
    pub(super) applied: Vec<Applied>,
    /// Whether a remaining finding is severe enough to fail the run.
    pub(super) fails: bool,
    /// The number of remaining findings that are not.
    pub(super) below_fail_level: usize,
    /// The number of findings that the baseline accepts.
    pub(super) accepted: usize,
    /// The number of findings that the new comments suppress.
    pub(super) ignored: usize,
    /// The number of findings in the baseline that no longer occur.
    pub(super) gone: usize,
    /// The text for standard output before any finding: the fixed standard input, or a diff.
    pub(super) text: Option<Vec<u8>>,
    /// The errors that stopped the job or a part of it.
    pub(super) failures: Vec<JobError>,
}

/// Why a file could not be read, fixed or written.
#[derive(Debug, thiserror::Error)]
pub(super) enum JobError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(
        "is not a CloudFormation template: a template is a mapping with a section such as `Resources`; pass \
         --templates-only to skip such files"
    )]
    NotATemplate,
    #[error("cannot be fixed, because it cannot be parsed: line {line}, column {column}: {message}")]
    Syntax { line: u32, column: u32, message: String },
    #[error(
        "{0} of its findings cannot be suppressed by a comment at their position; suppress their rules in Metadata: \
         {{cfn-tidy: {{ignore: [rule]}}}}, or under per-file-ignores in the configuration"
    )]
    NoPlaceForComment(usize),
    #[error("comments would change the meaning of the template, so none were added: {0}")]
    Comment(#[from] Changed),
    #[error(transparent)]
    Fix(#[from] FixError),
    #[error(transparent)]
    Replace(#[from] ReplaceError),
    #[error("cannot be checked because of a bug in cfn-tidy: it panicked at {location}")]
    Panic { location: String },
}

impl JobError {
    /// A text for a bug report, if cfn-tidy itself is at fault.
    pub(super) fn bug_report(&self) -> Option<String> {
        let (version, home) = (env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_REPOSITORY"));
        match self {
            Self::Fix(error) => error.bug_report(),
            Self::Panic { location } => Some(format!(
                "Please report \"cfn-tidy {version} panicked at {location}\" at {home}/issues, if you can with a part of \
                 the\ntemplate that shows it, after making sure that it contains no secrets."
            )),
            _ => None,
        }
    }
}

/// The settings of the command that apply to every file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job<'j> {
    pub(super) mode: Mode,
    /// Whether the edits of fixes are printed, so that each must be correct on its own.
    pub(super) offers_edits: bool,
    pub(super) baselines: &'j Baselines,
    pub(super) resolver: &'j Resolver,
}

impl Job<'_> {
    /// Runs the job; `None` for a file in a walked folder that is not a template.
    pub(super) fn run(&self, input: &Input) -> Option<Outcome> {
        let (settings, absolute) = self.resolver.file(input.path());
        let Text { source, stamp } = match input.read(settings.max_file_size) {
            Ok(text) => text?,
            Err(error) => return Some(Outcome::failed(FileReport::empty(input.name()), absolute, error)),
        };
        if settings.force_exclude && stamp.is_none() && settings.exclude.matches(&absolute, false) {
            let text = self.mode.writes().then(|| source.encoding().encode(source.text()));
            return Some(Outcome { text, ..Outcome::of(FileReport::empty(input.name()), absolute) });
        }
        let encoding = source.encoding();
        let template = TemplateFile::new(source, input.path(), self.resolver);
        let accepted = self.baselines.of(&settings).and_then(|baseline| baseline.of_file(&absolute));
        let file = Loaded {
            name: input.name(),
            path: stamp.map(|stamp| (input.path(), stamp)),
            encoding,
            tree: &template.tree,
            scope: template.scope(REGISTRY, accepted),
            absolute: &absolute,
            also_unsafe: settings.unsafe_fixes,
            fail_level: settings.fail_level,
            offers_edits: self.offers_edits,
        };
        Some(file.run(self.mode))
    }
}

impl Outcome {
    pub(super) fn of(report: FileReport, absolute: PathBuf) -> Self {
        Self {
            found: report.findings.len(),
            report,
            absolute,
            applied: Vec::new(),
            fails: false,
            below_fail_level: 0,
            accepted: 0,
            ignored: 0,
            gone: 0,
            text: None,
            failures: Vec::new(),
        }
    }

    pub(super) fn failed(report: FileReport, absolute: PathBuf, error: impl Into<JobError>) -> Self {
        Self { failures: vec![error.into()], ..Self::of(report, absolute) }
    }
}

/// Whether a tree can be a template or a part of one: a mapping with a section, a type, or an intrinsic function.
fn is_template(tree: &Tree) -> bool {
    let Some(template) = Template::new(tree) else { return false };
    let has_section = || template.root().entries().any(|entry| entry.name().is_some_and(is_section));
    has_section()
        || tree
            .nodes()
            .any(|node| node.function().is_some() || node.text().is_some_and(|text| text.contains("::")))
}

/// The refused fixes as errors of the job.
fn refused(errors: Vec<FixError>) -> Vec<JobError> {
    errors.into_iter().map(JobError::from).collect()
}

fn is_section(key: &str) -> bool {
    Section::from_key(key).is_some()
}

/// A file that was read.
struct Loaded<'f> {
    name: String,
    absolute: &'f Path,
    /// The path to write it back to; `None` for standard input.
    path: Option<(&'f Path, Stamp)>,
    encoding: Encoding,
    tree: &'f Tree,
    scope: Scope<'f>,
    also_unsafe: bool,
    fail_level: Severity,
    offers_edits: bool,
}

impl Loaded<'_> {
    fn run(&self, mode: Mode) -> Outcome {
        let outcome = match mode {
            // Files in walked folders were filtered before; one that is named must not pass as a good template.
            _ if self.tree.errors().is_empty() && !is_template(self.tree) => {
                Outcome { failures: vec![JobError::NotATemplate], ..self.outcome(self.tree, Vec::new()) }
            }
            Mode::Check => self.checked(),
            // These modes report no findings, so the syntax errors would go unnoticed.
            Mode::FixOnly | Mode::Diff | Mode::AddIgnore if !self.tree.errors().is_empty() => {
                self.not_fixable()
            }
            Mode::Fix | Mode::FixOnly => self.fixed(),
            Mode::Diff => self.diff(),
            Mode::AddIgnore => self.ignored(),
        };
        let echo = mode.writes() && self.path.is_none();
        let text = outcome.text.or_else(|| echo.then(|| self.encode(self.tree)));
        Outcome { text, ..outcome }
    }

    fn checked(&self) -> Outcome {
        let mut findings = check(self.tree, Scope { accepted: None, ..self.scope });
        let Some(recorded) = self.scope.accepted else { return self.outcome(self.tree, findings) };
        let accepted = drop_accepted(self.tree, &mut findings, recorded);
        let gone = recorded.len().saturating_sub(accepted);
        Outcome { accepted, gone, ..self.outcome(self.tree, findings) }
    }

    /// The number of findings before any fix that the baseline accepts.
    fn accepted(&self) -> usize {
        let Some(recorded) = self.scope.accepted else { return 0 };
        let mut findings = check(self.tree, Scope { accepted: None, ..self.scope });
        drop_accepted(self.tree, &mut findings, recorded)
    }

    fn not_fixable(&self) -> Outcome {
        let failure = self.tree.errors().first().map(|error| {
            let place = self.tree.source().line_column(error.range.start());
            JobError::Syntax { line: place.line, column: place.column, message: error.kind.to_string() }
        });
        Outcome { failures: failure.into_iter().collect(), ..self.outcome(self.tree, Vec::new()) }
    }

    fn fixed(&self) -> Outcome {
        self.try_fix().unwrap_or_else(|error| Outcome { failures: vec![error], ..self.checked() })
    }

    fn try_fix(&self) -> Result<Outcome, JobError> {
        let fixed = fix(self.tree, self.scope, self.also_unsafe)?;
        let text = fixed.tree.as_ref().map(|tree| self.write(tree)).transpose()?.flatten();
        let outcome = self.outcome(fixed.tree.as_ref().unwrap_or(self.tree), fixed.remaining);
        let failures = refused(fixed.refused);
        let accepted = self.accepted();
        Ok(Outcome { found: fixed.found, applied: fixed.applied, accepted, text, failures, ..outcome })
    }

    fn diff(&self) -> Outcome {
        match fix(self.tree, self.scope, self.also_unsafe) {
            Ok(fixed) => {
                let after = fixed.tree.as_ref();
                let diff = after.map(|tree| diff::unified(&self.name, self.tree.source(), tree.source()));
                let outcome = self.outcome(after.unwrap_or(self.tree), fixed.remaining);
                let text = diff.map(String::into_bytes);
                let failures = refused(fixed.refused);
                let accepted = self.accepted();
                Outcome { found: fixed.found, applied: fixed.applied, accepted, text, failures, ..outcome }
            }
            Err(error) => Outcome { failures: vec![error.into()], ..self.checked() },
        }
    }

    fn ignored(&self) -> Outcome {
        self.try_ignore().unwrap_or_else(|error| Outcome { failures: vec![error], ..self.checked() })
    }

    fn try_ignore(&self) -> Result<Outcome, JobError> {
        let added = add_ignores(self.tree, self.scope.registry, &check(self.tree, self.scope));
        let failure = (added.left > 0).then_some(JobError::NoPlaceForComment(added.left));
        let outcome = self.outcome(self.tree, Vec::new());
        let mut outcome =
            Outcome { ignored: added.suppressed, failures: failure.into_iter().collect(), ..outcome };
        if added.suppressed > 0 {
            let source = Source::new(added.text).map_err(ReadError::from)?;
            let tree = self.tree.parse_version(source);
            same_meaning(self.tree, &tree)?;
            outcome.text = self.write(&tree)?;
        }
        Ok(outcome)
    }

    /// Replaces the file, or returns the bytes for standard output.
    fn write(&self, tree: &Tree) -> Result<Option<Vec<u8>>, JobError> {
        let bytes = self.encode(tree);
        match self.path {
            Some((path, stamp)) => replace_file(path, &bytes, stamp).map(|()| None).map_err(JobError::from),
            None => Ok(Some(bytes)),
        }
    }

    fn encode(&self, tree: &Tree) -> Vec<u8> {
        self.encoding.encode(tree.source().text())
    }

    fn outcome(&self, tree: &Tree, mut findings: Vec<Finding>) -> Outcome {
        if self.offers_edits {
            verify_offered(tree, &mut findings, self.scope);
        }
        let below_fail_level = findings.iter().filter(|finding| finding.severity < self.fail_level).count();
        let fails = below_fail_level < findings.len();
        let report = FileReport::new(self.name.clone(), tree, findings);
        Outcome { fails, below_fail_level, ..Outcome::of(report, self.absolute.to_path_buf()) }
    }
}
