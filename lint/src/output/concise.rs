//! The format `concise`: one line per finding, `path:line:column: severity[rule]: message [fixable]`.

use std::io::{self, Write};

use super::{FileReport, Printed};
use crate::finding::Finding;
use crate::fix::Applicability;
use crate::terminal::severity_style;

pub(super) fn write(files: &[FileReport], folds_notes: bool, out: &mut dyn Write) -> io::Result<()> {
    for file in files {
        for printed in file.printed(folds_notes) {
            write_line(file, &printed, out)?;
        }
    }
    Ok(())
}

fn write_line(file: &FileReport, printed: &Printed<'_>, out: &mut dyn Write) -> io::Result<()> {
    let finding = printed.finding;
    let place = file.line_column(finding.range.start());
    let style = severity_style(finding.severity);
    write!(out, "{}:{}:{}: ", file.path, place.line, place.column)?;
    write!(out, "{style}{}[{}]{style:#}: ", finding.severity.as_str(), finding.rule.name)?;
    let more = match printed.more.len() {
        0 => String::new(),
        count => format!(" (and {count} more)"),
    };
    writeln!(out, "{}{}{more}", finding.message, marker(finding))
}

fn marker(finding: &Finding) -> &'static str {
    match finding.fix.as_ref().map(crate::fix::Fix::applicability) {
        Some(Applicability::Safe) => " [fixable]",
        Some(Applicability::Unsafe) => " [unsafe fix]",
        Some(Applicability::Suggestion) | None => "",
    }
}
