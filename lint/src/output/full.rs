//! The format `full`: each finding with an excerpt of the source, for people.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use cfn_ast::{Source, TextRange};
use unicode_width::UnicodeWidthChar as _;

use super::{FileReport, Layout, Printed, patch};
use crate::finding::{Finding, Severity};
use crate::fix::{Applicability, Fix};
use crate::terminal::severity_style;

/// The most bytes of an excerpt before and after a range; minified JSON has lines of a megabyte.
const MARGIN: u32 = 200;

/// The most bytes of a range that are shown.
const LONGEST_RANGE: usize = 2000;

/// The columns before the source in each row besides the line number: the bar, spaces and lines to multi-line ranges.
const GUTTER: usize = 5;

/// The columns that the renderer keeps for `...` at each end of a truncated line.
const ELLIPSIS: usize = 6;

/// The columns of source that are shown even in a narrower terminal.
const LEAST_ROOM: usize = 10;

/// The most line numbers that are listed for folded findings.
const MOST_LINES: usize = 8;

pub(super) fn write(files: &[FileReport], layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let renderer = Renderer::styled()
        .error(severity_style(Severity::Error))
        .warning(severity_style(Severity::Warning))
        .note(severity_style(Severity::Note))
        .term_width(layout.columns)
        .hyperlink(layout.links);
    for file in files {
        for Printed { finding, more } in file.printed(layout.folds_notes) {
            let diff = finding.fix.as_ref().and_then(|fix| fix_diff(file, fix, layout.columns));
            let mut group = group(file, finding, layout.columns, diff.is_some());
            if !more.is_empty() {
                group = group.element(Level::NOTE.message(folded(&more)));
            }
            let groups: Vec<Group<'_>> = [Some(group), diff].into_iter().flatten().collect();
            writeln!(out, "{}\n", renderer.render(&groups))?;
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

fn group<'r>(file: &'r FileReport, finding: &'r Finding, columns: usize, is_diff_shown: bool) -> Group<'r> {
    let rule = finding.rule;
    let title =
        level(finding.severity).primary_title(finding.message.as_str()).id(rule.name).id_url(rule.page());
    let mut group = title.elements(excerpts(file, finding, columns));
    // The line of the fix already says what to do.
    let is_said_by_fix = finding.fix.is_some() && !finding.help_adds_to_fix;
    if let Some(help) = finding.help.as_ref().filter(|_| !is_said_by_fix) {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    match &finding.fix {
        Some(fix) if !is_diff_shown => {
            group.element(Level::HELP.with_name(fix_name(fix)).message(fix.message()))
        }
        _ => group,
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// Returns the fix with what it changes, if that is small enough.
fn fix_diff<'r>(file: &'r FileReport, fix: &'r Fix, columns: usize) -> Option<Group<'r>> {
    let last = fix.edits().last().map_or(0, |edit| file.source.line_index(edit.range().end()) + 1);
    let room = columns.saturating_sub(last.to_string().len() + GUTTER);
    let snippet = patch::diff(&file.source, fix, room)?;
    Some(Level::HELP.with_name(fix_name(fix)).secondary_title(fix.message()).element(snippet))
}

fn fix_name(fix: &Fix) -> &'static str {
    match fix.applicability() {
        Applicability::Suggestion => "suggestion",
        Applicability::Safe => "fix",
        Applicability::Unsafe => "unsafe fix",
    }
}

/// Returns the excerpt with the primary range and the labels that fit beside it, and one for each of the others.
fn excerpts<'r>(file: &'r FileReport, finding: &'r Finding, columns: usize) -> Vec<Element<'r>> {
    let source = &file.source;
    let last = finding.labels.iter().map(|label| label.range.end()).max();
    let last = source.line_index(last.unwrap_or_default().max(finding.range.end())) + 1;
    let gutter = last.to_string().len() + GUTTER + finding.labels.len();
    let room = columns.saturating_sub(gutter + 2 * ELLIPSIS).max(LEAST_ROOM);
    let primary = fitted(source, shown(source, finding.range), room);
    let mut beside = Vec::new();
    let mut aside = Vec::new();
    let mut ranges = vec![primary];
    for label in &finding.labels {
        let range = fitted(source, shown(source, label.range), room);
        ranges.push(range);
        let label = AnnotatedRange { range, label: &label.message };
        if spread(source, &ranges) <= room {
            beside.push(label);
        } else {
            ranges.pop();
            aside.push(label);
        }
    }
    let mut elements = excerpt(file, Some(primary), &beside);
    for label in aside {
        elements.extend(excerpt(file, None, &[label]));
    }
    elements
}

/// A range with the text that is printed beside it.
struct AnnotatedRange<'r> {
    range: TextRange,
    label: &'r str,
}

fn excerpt<'r>(
    file: &'r FileReport,
    primary: Option<TextRange>,
    labels: &[AnnotatedRange<'r>],
) -> Vec<Element<'r>> {
    let source = &file.source;
    let all = primary.into_iter().chain(labels.iter().map(|label| label.range));
    let Some(covered) = all.reduce(TextRange::cover) else { return Vec::new() };
    let window = window(source, covered);
    let span =
        |range: TextRange| (range.start() - window.start()) as usize..(range.end() - window.start()) as usize;
    let contexts =
        labels.iter().map(|label| AnnotationKind::Context.span(span(label.range)).label(label.label));
    let snippet = Snippet::source(source.slice(window))
        .line_start(source.line_index(window.start()) as usize + 1)
        .annotations(primary.map(|range| AnnotationKind::Primary.span(span(range))))
        .annotations(contexts);
    if file.line_column(window.start()).column == 1 {
        return vec![snippet.path(&*file.path).into()];
    }
    // In a truncated line, the renderer would count the column from the cut.
    let place = file.line_column(primary.unwrap_or(covered).start());
    let origin = Origin::path(&*file.path).line(place.line as usize).char_column(place.column as usize);
    vec![origin.into(), snippet.into()]
}

/// Returns the range if the renderer can show all of it in `room` columns, or else as much of its first line as fits:
/// a row that the terminal wraps would move the carets below another one.
fn fitted(source: &Source, range: TextRange, room: usize) -> TextRange {
    if spread(source, &[range]) <= room {
        return range;
    }
    let text = source.slice(range);
    let line = text.lines().next().unwrap_or_default();
    let mut width = 0;
    let fits = |character: &char| {
        width += columns_of(*character);
        width <= room
    };
    let bytes: usize = line.chars().take_while(fits).map(char::len_utf8).sum();
    source.range_of(&line[..bytes]).unwrap_or(range)
}

/// Returns the number of columns from the first to the last that one of the ranges begins or ends at.
fn spread(source: &Source, ranges: &[TextRange]) -> usize {
    let Some(covered) = ranges.iter().copied().reduce(TextRange::cover) else { return 0 };
    // Counted from the cut of a truncated line: minified JSON has lines of a megabyte.
    let cut = window(source, covered).start();
    let column = |offset: u32| -> usize {
        let start = source.line_range(source.line_index(offset)).start().max(cut).min(offset);
        source.text()[start as usize..offset as usize].chars().map(columns_of).sum()
    };
    let columns: Vec<usize> =
        ranges.iter().flat_map(|range| [range.start(), range.end()]).map(column).collect();
    columns.iter().max().zip(columns.iter().min()).map_or(0, |(last, first)| last - first)
}

/// Returns the columns in which the renderer shows a character.
fn columns_of(character: char) -> usize {
    if character == '\t' { 4 } else { character.width().unwrap_or(1) }
}

/// Returns the range, or its beginning if it is long, without trailing whitespace.
fn shown(source: &Source, range: TextRange) -> TextRange {
    let text = source.slice(range);
    let beginning = &text[..floor(text, LONGEST_RANGE)];
    source.range_of(beginning.trim_end_matches(['\r', '\n', ' '])).unwrap_or(range)
}

/// Returns the lines around a range, or as much of them as the margin allows.
fn window(source: &Source, range: TextRange) -> TextRange {
    let first = source.line_range(source.line_index(range.start()));
    let last = source.line_range(source.line_index(range.end()));
    let start =
        first.start().max(range.start().saturating_sub(MARGIN)).max(source.bom_len().min(range.start()));
    let end = last.end().min(range.end().saturating_add(MARGIN));
    let text = source.text();
    let (start, end) = (floor(text, start as usize), floor(text, end as usize));
    source.range_of(&text[start..end]).unwrap_or(range)
}

/// Returns the nearest character boundary at or before byte `offset`.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}
