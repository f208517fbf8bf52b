//! The format `gitlab`: GitLab's [code quality report].
//!
//! [code quality report]: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

use std::io::{self, Write};

use serde_json::{Value, json};

use super::FileReport;
use crate::finding::fingerprint::Fingerprint;
use crate::finding::{Finding, Severity};

pub(super) fn write(files: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let mut issues: Vec<Value> = Vec::new();
    for file in files {
        for (finding, fingerprint) in file.with_fingerprints() {
            issues.push(issue(file, finding, &fingerprint));
        }
    }
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

fn issue(file: &FileReport, finding: &Finding, fingerprint: &Fingerprint) -> Value {
    let start = file.line_column(finding.range.start());
    let end = file.line_column(finding.range.end());
    json!({
        "check_name": finding.rule.name,
        "description": finding.message,
        "severity": severity(finding.severity),
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
