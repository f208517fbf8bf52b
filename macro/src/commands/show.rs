//! The output of `preview` and `pin`: as text and as JSON.

use std::io::{self, Write};
use std::path::Path;

use cfn_ast::Tree;
use cfn_ast::source::LineColumn;
use clap::ValueEnum;
use diffy::DiffOptions;
use serde::Serialize;

use crate::expand::problem::ProblemKind;
use crate::expand::{Expansion, Resolution};

/// The output format of a result.
#[cfg(feature = "fleet")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Human-readable text
    #[default]
    Text,
    /// A single JSON object
    Json,
}

/// The output format of the changes to a template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ChangesFormat {
    /// Human-readable text
    #[default]
    Text,
    /// A single JSON object
    Json,
    /// A Markdown table, for the description of a pull request
    Markdown,
}

#[derive(Serialize)]
struct Report {
    file: String,
    resolved: Vec<Resolved>,
    kept: Vec<Kept>,
    refused: Vec<Refused>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct Resolved {
    path: String,
    reference: String,
    arn: String,
    how: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    passed_over: Option<String>,
}

#[derive(Serialize)]
struct Kept {
    path: String,
    reference: String,
    reason: String,
}

#[derive(Serialize)]
struct Refused {
    path: String,
    reference: Option<String>,
    problem: String,
}

/// Writes the changes as a unified diff with color, which the stream strips where none is wanted.
pub(super) fn diff(
    file: &Path,
    after_name: &str,
    tree: &Tree,
    after: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    if tree.source().text() == after {
        return Ok(());
    }
    let mut options = DiffOptions::new();
    options.set_original_filename(file.display().to_string()).set_modified_filename(after_name.to_owned());
    let patch = options.create_patch(tree.source().text(), after).to_string();
    write!(out, "{}", super::color::diff(&patch))
}

/// Writes the outcome as a single JSON object.
pub(super) fn json(file: &Path, expansion: &Expansion, out: &mut impl Write) -> io::Result<()> {
    let Expansion { resolutions, kept, problems, warnings, .. } = expansion;
    let resolved = resolutions.iter().cloned().map(|resolution| Resolved {
        path: resolution.path,
        reference: resolution.written,
        arn: resolution.arn,
        how: resolution.choice.as_str(),
        passed_over: resolution.passed_over.map(|newer| newer.to_string()),
    });
    let kept = kept.iter().cloned().map(|kept| {
        let reason = kept.reason.to_string();
        Kept { path: kept.path, reference: kept.written, reason }
    });
    let refused = problems.iter().cloned().map(|problem| {
        let message = problem.kind.to_string();
        Refused { path: problem.path, reference: problem.written, problem: message }
    });
    let report = Report {
        file: file.display().to_string(),
        resolved: resolved.collect(),
        kept: kept.collect(),
        refused: refused.collect(),
        warnings: warnings.iter().map(ToString::to_string).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

/// Writes the problems, the warnings and a summary.
pub(super) fn notes(file: &Path, expansion: &Expansion, notes: &mut impl Write) -> io::Result<()> {
    let file = file.display();
    for problem in &expansion.problems {
        match &problem.kind {
            ProblemKind::Syntax { reason, position: LineColumn { line, column } } => {
                writeln!(notes, "{file}:{line}:{column}: {reason}")?;
            }
            _ => writeln!(notes, "{file}: {problem}")?,
        }
    }
    for Resolution { path, arn, passed_over, .. } in &expansion.resolutions {
        if let Some(newer) = passed_over {
            let version = arn.rsplit(':').next().unwrap_or_default();
            writeln!(notes, "{file}: {path}: version {version} is used: {newer}")?;
        }
    }
    for warning in &expansion.warnings {
        writeln!(notes, "{file}: warning: {warning}")?;
    }
    let Expansion { resolutions, kept, problems, .. } = expansion;
    // The problems of a file that cannot be parsed are not about layers.
    if problems.iter().any(|problem| matches!(problem.kind, ProblemKind::Syntax { .. })) {
        return Ok(());
    }
    let layers = count(resolutions.len(), "layer");
    write!(notes, "{file}: {layers} resolved, {} unchanged", kept.len())?;
    if !problems.is_empty() {
        write!(notes, ", {}", count(problems.len(), "problem"))?;
    }
    writeln!(notes)
}

/// A number and a noun, in the plural unless the number is 1.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
