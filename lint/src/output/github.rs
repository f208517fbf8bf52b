//! The format `github`: [workflow commands] of GitHub Actions, which annotate the lines of each finding.
//!
//! [workflow commands]: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands

use std::io::{self, Write};

use super::FileReport;
use crate::finding::{Finding, Severity};

pub(super) fn write(files: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    for file in files {
        for finding in &file.findings {
            write_command(file, finding, out)?;
        }
    }
    Ok(())
}

fn write_command(file: &FileReport, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let start = file.line_column(finding.range.start());
    let end = file.line_column(finding.range.end());
    write!(out, "::{} title={},", level(finding.severity), property(finding.rule.name))?;
    write!(out, "file={},line={},endLine={}", property(&file.path), start.line, end.line)?;
    // GitHub rejects columns in an annotation of several lines.
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    writeln!(out, "::{}", data(&finding.with_help_text()))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "notice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
