//! The format `concise`: one line per finding, `path:line:column: severity[rule]: message [fixable]`.

use std::io::{self, Write};

use super::{FileReport, Printed};
use crate::finding::Diagnostic;
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
    let diagnostic = printed.diagnostic;
    let place = file.line_column(diagnostic.range.start());
    let style = severity_style(diagnostic.severity);
    write!(out, "{}:{}:{}: ", file.path, place.line, place.column)?;
    write!(out, "{style}{}[{}]{style:#}: ", diagnostic.severity.as_str(), diagnostic.rule.name)?;
    let more = match printed.more.len() {
        0 => String::new(),
        count => format!(" (and {count} more)"),
    };
    writeln!(out, "{}{}{more}", diagnostic.message, marker(diagnostic))
}

fn marker(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.fix.as_ref().map(crate::fix::Fix::applicability) {
        Some(Applicability::Safe) => " [fixable]",
        Some(Applicability::Unsafe) => " [unsafe fix]",
        None => "",
    }
}
