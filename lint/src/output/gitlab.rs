//! The format `gitlab`: GitLab's [code quality report].
//!
//! [code quality report]: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

use std::io::{self, Write};

use serde_json::{Value, json};

use super::FileReport;
use crate::finding::fingerprint::Fingerprint;
use crate::finding::{Diagnostic, Severity};

pub(super) fn write(files: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<Value> = Vec::new();
    for file in files {
        for (diagnostic, fingerprint) in file.with_fingerprints() {
            findings.push(finding(file, diagnostic, &fingerprint));
        }
    }
    serde_json::to_writer_pretty(&mut *out, &findings)?;
    writeln!(out)
}

fn finding(file: &FileReport, diagnostic: &Diagnostic, fingerprint: &Fingerprint) -> Value {
    let start = file.line_column(diagnostic.range.start());
    let end = file.line_column(diagnostic.range.end());
    json!({
        "check_name": diagnostic.rule.name,
        "description": diagnostic.message,
        "severity": severity(diagnostic.severity),
        // GitLab compares fingerprints over all files, ours are those of one file.
        "fingerprint": Fingerprint::of(&[&file.path, &fingerprint.to_string()]),
        "location": {
            "path": file.path,
            "positions": {
                "begin": {"line": start.line, "column": start.column},
                "end": {"line": end.line, "column": end.column},
            },
        },
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "info",
        Severity::Warning => "minor",
        Severity::Error => "major",
    }
}
