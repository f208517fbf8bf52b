//! Tables.

use std::io::{self, Write};

/// Writes rows under a heading. Columns are aligned, without trailing spaces.
pub(super) fn table(heading: &[&str], rows: &[Vec<String>], out: &mut impl Write) -> io::Result<()> {
    let heading: Vec<_> = heading.iter().map(ToString::to_string).collect();
    let mut widths = vec![0; heading.len()];
    for row in std::iter::once(&heading).chain(rows) {
        for (width, text) in widths.iter_mut().zip(row) {
            *width = (*width).max(text.chars().count());
        }
    }
    for row in std::iter::once(&heading).chain(rows) {
        let cells = row.iter().zip(&widths).map(|(text, width)| format!("{text:width$}"));
        let line = cells.collect::<Vec<_>>().join("  ");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
