//! Converts one file; runs on any thread and writes nothing.

use std::path::{Path, PathBuf};

use cfn_ast::convert::{ConvertError, Converted, convert};
use cfn_ast::model::Form;
use cfn_ast::source::{Newline, SourceError};
use cfn_ast::syntax::Format;
use cfn_ast::write::DocumentStyle;
use cfn_ast::{Source, TextRange, Tree};

use super::expand;
use super::target::Target;
use crate::check::Scope;
use crate::cli::{ConvertArgs, Notation};
use crate::commands::input::{Input, ReadError, Text};
use crate::config::{Resolver, Settings};
use crate::files::replace::{ReplaceError, Stamp};
use crate::files::{parse_template, read_referenced_files};
use crate::fix::{Applied, FixError, fix};
use crate::rules::REGISTRY;

/// The conversion of one file.
pub(super) struct Job<'j> {
    pub(super) args: &'j ConvertArgs,
    pub(super) resolver: &'j Resolver,
}

/// The result of one file.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The name of the source for messages.
    pub(super) name: String,
    /// The source file; `None` for standard input.
    pub(super) source: Option<(PathBuf, Stamp)>,
    /// What was converted, unless there was a failure.
    pub(super) result: Option<Converting>,
    /// The reasons why it was not converted, or not as it was asked for.
    pub(super) failures: Vec<Failure>,
}

/// A converted file that has not been written yet.
#[derive(Debug)]
pub(super) struct Converting {
    pub(super) target: Target,
    pub(super) text: String,
    /// What the user should know of the result, each with its place in the source.
    pub(super) warnings: Vec<String>,
    /// The fixes that `--tidy` has applied.
    pub(super) applied: Vec<Applied>,
}

/// Why a file was not converted.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("{name}: {error}")]
    Read { name: String, error: ReadError },
    #[error("{place}: {error}")]
    Convert { place: String, error: ConvertError },
    #[error("{name}: is {found}, not {expected}")]
    Notation { name: String, found: &'static str, expected: &'static str },
    #[error("{name}: {error}")]
    Fix { name: String, error: Box<FixError> },
    #[error("{name}: {error}")]
    Source { name: String, error: SourceError },
    #[error("{path}: {error}")]
    Write { path: String, error: ReplaceError },
    #[error("{path}: exists and differs from the result; pass --diff to see how, or --force to replace it")]
    Exists { path: String },
    #[error("{path}: would be the result of {other} as well")]
    SameTarget { path: String, other: String },
    #[error("cannot be converted because of a bug in cfn-tidy: it panicked at {location}")]
    Panic { location: String },
}

impl Failure {
    /// A text for a bug report, if cfn-tidy itself is at fault.
    pub(super) fn bug_report(&self) -> Option<String> {
        let (version, home) = (env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_REPOSITORY"));
        let is_bug = match self {
            Self::Fix { error, .. } => return error.bug_report(),
            Self::Convert { error, .. } => matches!(error, ConvertError::NotProven(_)),
            Self::Panic { .. } => true,
            _ => false,
        };
        is_bug.then(|| {
            format!(
                "This is a bug in cfn-tidy {version}, not in your template. Please report it at {home}/issues with a part \
                 of the\ntemplate that shows it, after making sure that it contains no secrets."
            )
        })
    }
}

impl Job<'_> {
    /// Converts an input; `None` for a file in a walked folder that is not a template, or has the notation already.
    pub(super) fn run(&self, input: &Input) -> Option<Outcome> {
        let (settings, absolute) = self.resolver.file(input.path());
        let Text { source, stamp } = match input.read(settings.max_file_size) {
            Ok(text) => text?,
            Err(error) => return Some(Outcome::failed(input, Failure::Read { name: input.name(), error })),
        };
        let is_excluded = settings.force_exclude && settings.exclude.matches(&absolute, false);
        let tree = parse_template(source, input.path()).with_macro_name(settings.macro_name.as_deref());
        let format = self.format(&tree);
        if is_excluded || (!input.explicit() && format == tree.format() && !self.args.no_flip) {
            return None;
        }
        let file = File { job: self, input, tree: &tree, settings: &settings, absolute: &absolute };
        let converted = file.convert(format);
        let source = stamp.map(|stamp| (input.path().to_path_buf(), stamp));
        Some(match converted {
            Ok((result, refused)) => {
                let failures = refused
                    .into_iter()
                    .map(|error| Failure::Fix { name: input.name(), error: Box::new(error) });
                Outcome { name: input.name(), source, result: Some(result), failures: failures.collect() }
            }
            Err(failure) => Outcome { source, ..Outcome::failed(input, failure) },
        })
    }

    /// The notation to write.
    fn format(&self, tree: &Tree) -> Format {
        let own = tree.format();
        match self.args.notation() {
            Some(notation) => format_of(notation),
            None if self.args.no_flip => own,
            None if own == Format::Json => Format::Yaml,
            None => Format::Json,
        }
    }
}

fn format_of(notation: Notation) -> Format {
    match notation {
        Notation::Yaml => Format::Yaml,
        Notation::Json => Format::Json,
    }
}

impl Outcome {
    pub(super) fn failed(input: &Input, failure: Failure) -> Self {
        Self { name: input.name(), source: None, result: None, failures: vec![failure] }
    }
}

/// A file that was read.
struct File<'f> {
    job: &'f Job<'f>,
    input: &'f Input,
    tree: &'f Tree,
    settings: &'f Settings,
    absolute: &'f Path,
}

impl File<'_> {
    fn convert(&self, format: Format) -> Result<(Converting, Vec<FixError>), Failure> {
        self.check_notation()?;
        let style = self.style(format);
        let converted = self.converted(self.tree, &style)?;
        let warnings = self.warnings(&converted);
        let converted = self.expanded(&style)?.unwrap_or(converted);
        let (tree, applied, refused) = if self.job.args.tidy {
            self.tidied(converted.tree, &style)?
        } else {
            (converted.tree, Vec::new(), Vec::new())
        };
        let target = Target::of(self.input, self.tree.format(), format, self.job.args);
        let text = tree.source().text().to_owned();
        Ok((Converting { target, text, warnings, applied }, refused))
    }

    fn check_notation(&self) -> Result<(), Failure> {
        let found = self.tree.format();
        let expected = self.job.args.from.map_or(found, format_of);
        let name = |format| if format == Format::Json { "JSON" } else { "YAML" };
        if found == expected || !self.tree.errors().is_empty() {
            return Ok(());
        }
        Err(Failure::Notation { name: self.input.name(), found: name(found), expected: name(expected) })
    }

    fn style(&self, format: Format) -> DocumentStyle {
        let layout = &self.job.args.layout;
        let newline = match self.tree.source().newline() {
            Newline::CrLf => Newline::CrLf,
            Newline::Lf | Newline::Cr => Newline::Lf,
        };
        DocumentStyle {
            indent: layout.indent.map_or(self.settings.layout.indent, usize::from),
            indents_sequences: self.settings.layout.indent_sequences,
            sorts_sections: layout.sort_sections,
            functions: if layout.long { Form::Long } else { Form::Short },
            drops_comments: layout.drop_comments,
            newline,
            ..DocumentStyle::of(format)
        }
    }

    fn converted(&self, tree: &Tree, style: &DocumentStyle) -> Result<Converted, Failure> {
        convert(tree, style).map_err(|error| {
            let place = error.range().map_or_else(|| self.input.name(), |range| self.place(range));
            Failure::Convert { place, error }
        })
    }

    /// Converts the document with mappings in place of JSON in strings, if that is asked for and there is any.
    fn expanded(&self, style: &DocumentStyle) -> Result<Option<Converted>, Failure> {
        let is_wanted = self.job.args.layout.expand_json;
        let tree = if is_wanted { expand::expanded(self.tree, &self.settings.catalog) } else { None };
        let Some(tree) = tree else { return Ok(None) };
        let converted = convert(&tree, style);
        // The places of this document are not those of the source.
        let failure = |error| Failure::Convert { place: self.input.name(), error };
        converted.map(Some).map_err(failure)
    }

    /// Applies the safe fixes, and writes the result in the same style.
    fn tidied(
        &self,
        tree: Tree,
        style: &DocumentStyle,
    ) -> Result<(Tree, Vec<Applied>, Vec<FixError>), Failure> {
        let rules = self.settings.rules_for(self.absolute);
        let folder = self.absolute.parent().unwrap_or(self.absolute);
        let referenced_files = read_referenced_files(folder, &tree, self.settings.max_file_size);
        let scope = Scope {
            registry: REGISTRY,
            rules: &rules,
            fixable: &self.settings.fixable,
            accepted: None,
            referenced_files: Some(&referenced_files),
            catalog: &self.settings.catalog,
        };
        let tree = tree.with_macro_name(self.settings.macro_name.as_deref());
        let fixed = fix(&tree, scope, false)
            .map_err(|error| Failure::Fix { name: self.input.name(), error: Box::new(error) })?;
        let Some(after) = fixed.tree else { return Ok((tree, fixed.applied, fixed.refused)) };
        // Fixes keep the layout around them, which differs where a function becomes shorter.
        let written = convert(&after, style).map_err(|error| {
            let place = format!("{} after its fixes", self.input.name());
            Failure::Convert { place, error }
        })?;
        Ok((written.tree, fixed.applied, fixed.refused))
    }

    fn warnings(&self, converted: &Converted) -> Vec<String> {
        let mut warnings = Vec::new();
        for &range in &converted.dropped_comments {
            let text = self.tree.source().slice(range).trim_end();
            warnings.push(format!("{}: left out `{text}`", self.place(range)));
        }
        for retyped in &converted.retyped {
            let text = self.tree.source().slice(retyped.range);
            let place = self.place(retyped.range);
            warnings.push(format!(
                "{place}: `{text}` is {} to CloudFormation, but not to readers of YAML 1.2",
                retyped.kind
            ));
        }
        warnings
    }

    /// The place of a range, as `file:line:column`.
    fn place(&self, range: TextRange) -> String {
        let place = Source::line_column(self.tree.source(), range.start());
        format!("{}:{}:{}", self.input.name(), place.line, place.column)
    }
}
