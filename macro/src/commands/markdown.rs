//! The changes of `pin` as Markdown, for the description of a pull request.

use std::io::{self, Write};
use std::path::Path;

use cfn_ast::layer::{LayerReference, LayerVersion};

use super::show::count;
use crate::expand::{Expansion, Resolution};

/// Writes a heading with the file and a table with a row for each layer; nothing if no layer was resolved.
pub(super) fn changes(file: &Path, expansion: &Expansion, out: &mut impl Write) -> io::Result<()> {
    let resolutions = &expansion.resolutions;
    if resolutions.is_empty() {
        return Ok(());
    }
    let file = file.display().to_string();
    writeln!(out, "### {}: {}\n", code(&file), count(resolutions.len(), "layer"))?;
    writeln!(out, "| layer | before | after | place | newer version, not used |")?;
    writeln!(out, "|---|---|---|---|---|")?;
    for Resolution { path, written, arn, passed_over, .. } in resolutions {
        let (layer, version) = arn.rsplit_once(':').unwrap_or((arn, ""));
        let name = layer.rsplit(':').next().unwrap_or(layer);
        let newer = passed_over.as_ref().map(ToString::to_string).unwrap_or_default();
        let (name, before, place) = (code(name), before(written), code(path));
        writeln!(out, "| {name} | {before} | {version} | {place} | {} |", cell(&newer))?;
    }
    writeln!(out)
}

/// The number of the version in a reference, or else the reference.
fn before(written: &str) -> String {
    match LayerReference::parse(written) {
        Ok(LayerReference::Layer { version: LayerVersion::Exact(number), .. }) => number.to_string(),
        _ => code(written),
    }
}

/// A code span in the cell of a table. A bar would end the cell even there (GitHub Flavored Markdown, "Tables"), and a
/// fence must be longer than the backticks inside.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", cell(text))
}

/// Text in the cell of a table, which is a single line.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").split_whitespace().collect::<Vec<_>>().join(" ")
}
