//! The output formats.

mod concise;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod patch;
mod sarif;
mod statistics;

use std::collections::BTreeMap;
use std::io::{self, Write};

use cfn_ast::source::LineColumn;
use cfn_ast::{Source, Tree};
use clap::ValueEnum;
use schemars::JsonSchema;

use crate::finding::fingerprint::{Declarations, Fingerprint};
use crate::finding::{Finding, Severity};
use crate::fix::{Applicability, Fix};
use crate::rule::{Registry, Rule};

pub use statistics::write_statistics;

/// The findings of one file.
#[derive(Debug)]
pub struct FileReport {
    /// The path of the file, as printed.
    pub path: String,
    /// The text that the ranges of the findings refer to.
    pub source: Source,
    is_ascii: bool,
    /// The findings, in the order of the source.
    pub findings: Vec<Finding>,
    declarations: Declarations,
}

impl FileReport {
    /// The findings in a tree.
    pub fn new(path: String, tree: &Tree, findings: Vec<Finding>) -> Self {
        if findings.is_empty() {
            // Most files of a large repository have no findings; their texts are not kept in memory.
            return Self::empty(path);
        }
        let is_ascii = tree.source().text().is_ascii();
        let declarations = Declarations::of(tree);
        Self { path, source: tree.source().clone(), is_ascii, findings, declarations }
    }

    /// Returns the findings with their fingerprints, in the order of the source.
    pub fn with_fingerprints(&self) -> impl Iterator<Item = (&Finding, Fingerprint)> {
        let fingerprints = self.declarations.fingerprints(&self.source, &self.findings);
        self.findings.iter().zip(fingerprints)
    }

    /// Returns the findings to print. If notes are folded, those of one rule whose fixes have the same applicability are
    /// printed as one.
    fn printed(&self, folds_notes: bool) -> Vec<Printed<'_>> {
        let mut first: BTreeMap<(&Rule, Option<Applicability>), usize> = BTreeMap::new();
        let mut printed: Vec<Printed<'_>> = Vec::new();
        for finding in &self.findings {
            let key = (finding.rule, finding.fix.as_ref().map(Fix::applicability));
            let is_folded = folds_notes && finding.severity == Severity::Note;
            if let Some(&index) = first.get(&key).filter(|_| is_folded) {
                printed[index].more.push(self.line_column(finding.range.start()).line);
            } else {
                first.insert(key, printed.len());
                printed.push(Printed { finding, more: Vec::new() });
            }
        }
        printed
    }

    /// Returns the line and column of a byte offset, both from 1, the column in characters.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        if self.is_ascii { self.byte_column(offset) } else { self.source.line_column(offset) }
    }

    /// Returns the line and column of a byte offset, both from 1, the column in UTF-16 code units.
    pub fn line_column_utf16(&self, offset: u32) -> LineColumn {
        if self.is_ascii { self.byte_column(offset) } else { self.source.line_column_utf16(offset) }
    }

    /// In ASCII no characters need to be counted, which matters if a megabyte of JSON is on one line.
    fn byte_column(&self, offset: u32) -> LineColumn {
        let line = self.source.line_index(offset);
        LineColumn { line: line + 1, column: offset - self.source.line_range(line).start() + 1 }
    }

    /// The report of a file without findings, or of one that could not be read.
    ///
    /// # Panics
    /// Never: an empty text is below the size limit of a source.
    pub fn empty(path: String) -> Self {
        let source = Source::new("").expect("an empty text is below the size limit of a source");
        Self { path, source, is_ascii: true, findings: Vec::new(), declarations: Declarations::default() }
    }
}

/// A finding, and the lines of those that are folded into it, from 1.
struct Printed<'r> {
    finding: &'r Finding,
    more: Vec<u32>,
}

/// An output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Findings with an excerpt of the source
    Full,
    /// One line per finding
    Concise,
    /// A JSON array
    Json,
    /// One JSON object per line
    JsonLines,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub Actions annotations
    Github,
    /// GitLab code quality report
    Gitlab,
    /// JUnit XML report
    Junit,
}

impl Format {
    /// Returns the name of the format, as used by `--output-format`.
    pub fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Whether the format contains the edits of fixes, for programs to apply.
    pub fn has_edits(self) -> bool {
        matches!(self, Self::Json | Self::JsonLines | Self::Sarif)
    }
}

/// How the formats for people lay out findings.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Whether the notes of one rule in a file are printed as one.
    pub folds_notes: bool,
    /// The number of columns of the terminal, which source excerpts must not exceed.
    pub columns: usize,
    /// Whether the names of rules are links to their pages.
    pub links: bool,
}

impl Layout {
    /// The columns of an excerpt that is not printed to a terminal.
    pub const COLUMNS: usize = 140;
}

/// Prints the findings of `files` in a format. The rules of the registry are described where a format has a place for it.
///
/// # Errors
/// Errors of writing to `out`.
pub fn write_report(
    format: Format,
    registry: Registry,
    files: &[FileReport],
    layout: Layout,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Full => full::write(files, layout, out),
        Format::Concise => concise::write(files, layout.folds_notes, out),
        Format::Json => json::write(files, out),
        Format::JsonLines => json::write_lines(files, out),
        Format::Sarif => sarif::write(registry, files, out),
        Format::Github => github::write(files, out),
        Format::Gitlab => gitlab::write(files, out),
        Format::Junit => junit::write(files, out),
    }
}
