//! `--statistics`: the number of findings per rule.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{FileReport, Format};
use crate::fix::{Applicability, Fix};

#[derive(Default)]
struct Count {
    findings: usize,
    fixable: usize,
}

/// Prints the number of findings per rule, the most frequent first; as JSON if the format is JSON.
///
/// # Errors
/// Errors of writing to `out`.
pub fn write_statistics(format: Format, files: &[FileReport], out: &mut dyn Write) -> io::Result<()> {
    let counts = count(files);
    if matches!(format, Format::Json | Format::JsonLines) {
        return write_json(&counts, out);
    }
    let width = counts.iter().map(|(_, count)| count.findings.to_string().len()).max().unwrap_or_default();
    for (rule, count) in &counts {
        let fixable = match count.fixable {
            0 => String::new(),
            all if all == count.findings => " [fixable]".to_owned(),
            some => format!(" [{some} fixable]"),
        };
        writeln!(out, "{:>width$}  {rule}{fixable}", count.findings)?;
    }
    Ok(())
}

fn count(files: &[FileReport]) -> Vec<(&'static str, Count)> {
    let mut counts: BTreeMap<&'static str, Count> = BTreeMap::new();
    for finding in files.iter().flat_map(|file| &file.findings) {
        let count = counts.entry(finding.rule.name).or_default();
        count.findings += 1;
        let safe = finding.fix.as_ref().map(Fix::applicability) == Some(Applicability::Safe);
        count.fixable += usize::from(safe);
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(count.findings));
    counts
}

fn write_json(counts: &[(&'static str, Count)], out: &mut dyn Write) -> io::Result<()> {
    let row = |(rule, count): &(&'static str, Count)| serde_json::json!({"rule": rule, "findings": count.findings, "fixable": count.fixable});
    serde_json::to_writer_pretty(&mut *out, &counts.iter().map(row).collect::<Vec<_>>())?;
    writeln!(out)
}
