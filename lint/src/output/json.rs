//! The formats `json`, an array of findings, and `json-lines`, one finding per line.

use std::io::{self, Write};

use cfn_ast::{Edit, TextRange};
use serde::Serialize;

use super::FileReport;
use crate::finding::{Finding, Label, Severity};
use crate::fix::{Applicability, Fix};

/// A finding. Lines and columns start at 1; columns are in characters.
#[derive(Serialize)]
struct JsonDiagnostic<'r> {
    filename: &'r str,
    rule: &'static str,
    cfn_lint: Option<CfnLint>,
    severity: Severity,
    message: &'r str,
    help: Option<&'r str>,
    #[serde(flatten)]
    place: Place,
    labels: Vec<JsonLabel<'r>>,
    fix: Option<JsonFix<'r>>,
}

/// The ID and line of cfn-lint's report of the same finding.
#[derive(Serialize)]
struct CfnLint {
    id: &'static str,
    line: u32,
}

#[derive(Serialize)]
struct JsonLabel<'r> {
    message: &'r str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct JsonFix<'r> {
    applicability: Applicability,
    message: &'r str,
    edits: Vec<JsonEdit<'r>>,
}

#[derive(Serialize)]
struct JsonEdit<'r> {
    content: &'r str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Place {
    location: Location,
    end_location: Location,
}

#[derive(Serialize)]
struct Location {
    line: u32,
    column: u32,
    /// The byte offset from the start of the text.
    offset: u32,
}

pub(super) fn write(files: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<_> = rows(files).collect();
    serde_json::to_writer_pretty(&mut *out, &all)?;
    writeln!(out)
}

pub(super) fn write_lines(files: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    for row in rows(files) {
        serde_json::to_writer(&mut *out, &row)?;
        writeln!(out)?;
    }
    Ok(())
}

fn rows(files: &[FileReport]) -> impl Iterator<Item = JsonDiagnostic<'_>> {
    files.iter().flat_map(|file| file.findings.iter().map(|finding| row(file, finding)))
}

fn row<'r>(file: &'r FileReport, finding: &'r Finding) -> JsonDiagnostic<'r> {
    let offset = finding.cfn_lint_offset.unwrap_or(finding.range.start());
    let cfn_lint = |id| CfnLint { id, line: file.line_column(offset).line };
    let label = |label: &'r Label| JsonLabel { message: &label.message, place: place(file, label.range) };
    JsonDiagnostic {
        filename: &file.path,
        rule: finding.rule.name,
        cfn_lint: finding.cfn_lint.map(cfn_lint),
        severity: finding.severity,
        message: &finding.message,
        help: finding.help.as_deref(),
        place: place(file, finding.range),
        labels: finding.labels.iter().map(label).collect(),
        fix: finding.fix.as_ref().map(|fix| json_fix(file, fix)),
    }
}

fn json_fix<'r>(file: &FileReport, fix: &'r Fix) -> JsonFix<'r> {
    let edit = |edit: &'r Edit| JsonEdit { content: edit.text(), place: place(file, edit.range()) };
    JsonFix {
        applicability: fix.applicability(),
        message: fix.message(),
        edits: fix.edits().iter().map(edit).collect(),
    }
}

fn place(file: &FileReport, range: TextRange) -> Place {
    Place { location: location(file, range.start()), end_location: location(file, range.end()) }
}

fn location(file: &FileReport, offset: u32) -> Location {
    let place = file.line_column(offset);
    Location { line: place.line, column: place.column, offset }
}
