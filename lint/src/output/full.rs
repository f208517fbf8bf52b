//! The format `full`: each finding with an excerpt of the source, for people.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use cfn_ast::{Source, TextRange};

use super::{FileReport, Printed};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::{Applicability, Fix};

/// The most bytes of an excerpt before and after a range; minified JSON has lines of a megabyte.
const MARGIN: u32 = 200;

/// The most bytes of a range that are shown.
const LONGEST_RANGE: u32 = 2000;

/// The most line numbers that are listed for folded findings.
const MOST_LINES: usize = 8;

pub(super) fn write(files: &[FileReport], folds_notes: bool, out: &mut dyn Write) -> io::Result<()> {
    let renderer = Renderer::styled();
    for file in files {
        for Printed { diagnostic, more } in file.printed(folds_notes) {
            let mut group = group(file, diagnostic);
            if !more.is_empty() {
                group = group.element(Level::NOTE.message(folded(&more)));
            }
            writeln!(out, "{}\n", renderer.render(&[group]))?;
        }
    }
    Ok(())
}

/// Returns the remark about folded findings, given their lines.
fn folded(lines: &[u32]) -> String {
    let mut named: Vec<u32> = lines.to_vec();
    named.dedup();
    let end = if named.len() > MOST_LINES { ", …" } else { "" };
    let named: Vec<String> = named.iter().take(MOST_LINES).map(u32::to_string).collect();
    let noun = if named.len() == 1 { "line" } else { "lines" };
    format!("{} more in this file, on {noun} {}{end}", lines.len(), named.join(", "))
}

fn group<'r>(file: &'r FileReport, diagnostic: &'r Diagnostic) -> Group<'r> {
    let title =
        level(diagnostic.severity).primary_title(diagnostic.message.as_str()).id(diagnostic.rule.name);
    let mut group = title.elements(excerpt(file, diagnostic));
    // The line of the fix already says what to do.
    let is_said_by_fix = diagnostic.fix.is_some() && !diagnostic.help_adds_to_fix;
    if let Some(help) = diagnostic.help.as_ref().filter(|_| !is_said_by_fix) {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    match &diagnostic.fix {
        Some(fix) => group.element(fix_line(fix)),
        None => group,
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn fix_line(fix: &Fix) -> Element<'_> {
    let name = match fix.applicability() {
        Applicability::Safe => "fix",
        Applicability::Unsafe => "unsafe fix",
    };
    Level::HELP.with_name(name).message(fix.message()).into()
}

fn excerpt<'r>(file: &'r FileReport, diagnostic: &'r Diagnostic) -> Vec<Element<'r>> {
    let source = &file.source;
    let primary = shown(source, diagnostic.range);
    let labels = diagnostic.labels.iter().map(|label| (shown(source, label.range), label.message.as_str()));
    let labels: Vec<_> = labels.collect();
    let covered = labels.iter().fold(primary, |all, (range, _)| all.cover(*range));
    let window = window(source, covered);
    let span =
        |range: TextRange| (range.start() - window.start()) as usize..(range.end() - window.start()) as usize;
    let contexts = labels.iter().map(|(range, text)| AnnotationKind::Context.span(span(*range)).label(*text));
    let snippet = Snippet::source(source.slice(window))
        .line_start(source.line_index(window.start()) as usize + 1)
        .annotation(AnnotationKind::Primary.span(span(primary)))
        .annotations(contexts);
    if file.line_column(window.start()).column == 1 {
        return vec![snippet.path(&*file.path).into()];
    }
    // In a truncated line, the renderer would count the column from the cut.
    let place = file.line_column(primary.start());
    let origin = Origin::path(&*file.path).line(place.line as usize).char_column(place.column as usize);
    vec![origin.into(), snippet.into()]
}

/// Returns the range, or its beginning if it is long, without trailing whitespace.
fn shown(source: &Source, range: TextRange) -> TextRange {
    let end = floor(source.text(), range.end().min(range.start() + LONGEST_RANGE));
    let text = source.slice(TextRange::new(range.start(), end));
    TextRange::new(range.start(), range.start() + text.trim_end_matches(['\r', '\n', ' ']).len() as u32)
}

/// Returns the lines around a range, or as much of them as the margin allows.
fn window(source: &Source, range: TextRange) -> TextRange {
    let first = source.line_range(source.line_index(range.start()));
    let last = source.line_range(source.line_index(range.end()));
    let start =
        first.start().max(range.start().saturating_sub(MARGIN)).max(source.bom_len().min(range.start()));
    let end = last.end().min(range.end().saturating_add(MARGIN));
    TextRange::new(floor(source.text(), start), floor(source.text(), end))
}

/// Returns the nearest character boundary at or before `offset`.
fn floor(text: &str, offset: u32) -> u32 {
    let mut offset = offset as usize;
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset as u32
}
