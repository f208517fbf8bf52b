//! A fix as a small diff under its finding, in the format `full`.

use std::ops::Range;

use annotate_snippets::{Patch, Snippet};
use cfn_ast::{Source, TextRange};
use unicode_width::UnicodeWidthStr as _;

use crate::fix::Fix;

/// The most lines before and after a fix that are shown; `--diff` shows all.
const MOST_LINES: usize = 8;

/// The most bytes of these lines; minified JSON has lines of a megabyte.
const MOST_BYTES: u32 = 2000;

/// Returns the lines that a fix changes, with its edits. `None` if they are many, if they are wider than `room` columns,
/// so that the terminal would wrap them, or if nothing of what changes can be seen.
pub(super) fn diff<'r>(source: &'r Source, fix: &'r Fix, room: usize) -> Option<Snippet<'r, Patch<'r>>> {
    let covered = fix.edits().iter().map(cfn_ast::Edit::range).reduce(TextRange::cover)?;
    let first = source.line_index(covered.start());
    let start = source.line_range(first).start().max(source.bom_len().min(covered.start()));
    let end = source.line_range(source.line_index(covered.end())).end();
    if end - start > MOST_BYTES {
        return None;
    }
    let before = &source.text()[start as usize..end as usize];
    let after = edited(before, start, fix);
    if !fits(before, room) || !fits(&after, room) || is_same_to_the_eye(before, &after) {
        return None;
    }
    let offset = |position: u32| (position - start) as usize;
    let patches = fix.edits().iter().map(|edit| {
        let range = edit.range();
        let range = offset(range.start())..offset(range.end());
        Patch::new(whole_lines(before, range, edit.text()), edit.text())
    });
    Some(Snippet::source(before).line_start(first as usize + 1).patches(patches))
}

/// Returns the range of an edit, of whole lines if it removes a line end and what follows it, up to the next one: otherwise
/// the line above would be shown as changed.
fn whole_lines(source: &str, range: Range<usize>, text: &str) -> Range<usize> {
    for line_end in ["\r\n", "\n"] {
        let is_after_line = source[range.clone()].starts_with(line_end);
        if text.is_empty() && is_after_line && source[range.end..].starts_with(line_end) {
            return range.start + line_end.len()..range.end + line_end.len();
        }
    }
    range
}

/// Returns a text that begins at `start` with the edits of a fix.
fn edited(text: &str, start: u32, fix: &Fix) -> String {
    let mut edited = String::new();
    let mut copied = 0;
    for edit in fix.edits() {
        let range = edit.range();
        edited.push_str(&text[copied..(range.start() - start) as usize]);
        edited.push_str(edit.text());
        copied = (range.end() - start) as usize;
    }
    edited.push_str(&text[copied..]);
    edited
}

fn fits(text: &str, room: usize) -> bool {
    // The renderer shows a tab as four columns, which counts as one here.
    let width = |line: &str| line.width() + 3 * line.matches('\t').count();
    text.lines().count() <= MOST_LINES && text.lines().all(|line| width(line) <= room)
}

/// Whether two texts differ in white space at the ends of their lines only, which a diff cannot show.
fn is_same_to_the_eye(before: &str, after: &str) -> bool {
    before.lines().map(str::trim_ascii_end).eq(after.lines().map(str::trim_ascii_end))
}
