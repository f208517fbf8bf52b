//! The files with the most findings, for runs whose findings no longer fit on a screen.

use std::cmp::Reverse;

use unicode_width::UnicodeWidthStr as _;

use super::summary::findings;
use crate::finding::Severity;
use crate::output::FileReport;

/// Fewer findings than these can be looked at one by one.
const MANY_FINDINGS: usize = 50;
/// With fewer files than these, the findings themselves show where they are.
const MANY_FILES: usize = 3;
const SHOWN_FILES: usize = 10;

/// Returns a table of the files with the most findings, the first line being its title; no lines if there are few.
pub(super) fn ranking<'r>(reports: impl Iterator<Item = &'r FileReport>) -> Vec<String> {
    let mut files: Vec<&FileReport> = reports.filter(|report| !report.findings.is_empty()).collect();
    let total: usize = files.iter().map(|report| report.findings.len()).sum();
    if total < MANY_FINDINGS || files.len() < MANY_FILES {
        return Vec::new();
    }
    files.sort_by_key(|report| Reverse((count(report, Severity::Error), report.findings.len())));
    let hidden = files.len().saturating_sub(SHOWN_FILES);
    files.truncate(SHOWN_FILES);
    let mut lines = vec!["Files with the most errors and findings:".to_owned()];
    let width = files.iter().map(|report| report.path.width()).max().unwrap_or_default();
    for report in files {
        let padding = " ".repeat(width - report.path.width());
        lines.push(format!("  {}{padding}  {}", report.path, by_severity(report)));
    }
    if hidden > 0 {
        let others = if hidden == 1 { "1 other file".to_owned() } else { format!("{hidden} other files") };
        lines.push(format!("  and {others}"));
    }
    lines
}

/// Returns the findings by severity: "12 findings (1 error, 2 warnings, 9 notes)".
fn by_severity(report: &FileReport) -> String {
    let severities = Severity::ALL.into_iter().rev();
    let counts: Vec<String> = severities
        .filter_map(|severity| match count(report, severity) {
            0 => None,
            1 => Some(format!("1 {}", severity.as_str())),
            some => Some(format!("{some} {}s", severity.as_str())),
        })
        .collect();
    format!("{} ({})", findings(report.findings.len()), counts.join(", "))
}

fn count(report: &FileReport, severity: Severity) -> usize {
    report.findings.iter().filter(|finding| finding.severity == severity).count()
}
