//! The list form of Sub: its mapping, and what remains when entries go.

use std::collections::HashMap;

use cfn_ast::sub::{SegmentKind, segments};
use cfn_ast::syntax::{Entry, Format, NodeId};
use cfn_ast::write::{BlockScalar, delete_after, delete_entry};
use cfn_ast::{Edit, Function, Node, TextRange};
use rustc_hash::FxHashSet;

/// The entries of the mapping, when each name stands there once and is plain text.
pub(crate) fn single_entry_names<'t>(mapping: Node<'t>) -> Option<Vec<(&'t str, Entry<'t>)>> {
    let entries: Option<Vec<_>> = mapping.entries().map(|entry| Some((entry.name()?, entry))).collect();
    let entries = entries?;
    let mut names: Vec<_> = entries.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    (names.len() == entries.len()).then_some(entries)
}

/// The variables of a string; none where a part of it cannot be read.
pub(crate) fn variables_of(text: &str) -> Option<FxHashSet<&str>> {
    let mut names = FxHashSet::default();
    for segment in segments(text) {
        match segment.kind {
            SegmentKind::Variable(name) => {
                names.insert(name);
            }
            SegmentKind::Malformed(_) => return None,
            _ => {}
        }
    }
    Some(names)
}

/// Renames variables of the string and removes entries of the mapping; without entries the list form goes, too.
///
/// Each of `renamed` is a name and what stands between the braces instead, or the text that takes the place of all.
/// None where the edits would collide, or a comment would be lost.
pub(crate) fn drop_entries(
    function: Function<'_>,
    template: Node<'_>,
    mapping: Node<'_>,
    dropped: &[Entry<'_>],
    renamed: &[(&str, Inlined)],
) -> Option<Vec<Edit>> {
    let mut edits = rename(template, renamed);
    if dropped.len() * 2 == mapping.child_count() {
        edits = vec![without_list(function, template, &edits)?];
    } else {
        edits.extend(delete_run(mapping, dropped)?);
    }
    let comments = function.node.tree().comments();
    let loses_comment = edits.iter().any(|edit| comments.any_within(edit.range()));
    (!loses_comment).then_some(edits)
}

/// What takes the place of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Inlined {
    /// Another variable.
    Variable(String),
    /// Text.
    Text(String),
}

fn rename(template: Node<'_>, renamed: &[(&str, Inlined)]) -> Vec<Edit> {
    if renamed.is_empty() {
        return Vec::new();
    }
    let text = template.text().unwrap_or_default();
    let renamed: HashMap<&str, &Inlined> =
        renamed.iter().rev().map(|(name, inlined)| (*name, inlined)).collect();
    let mut ranges = template.text_ranges();
    let edit = |segment: cfn_ast::sub::Segment<'_>| {
        let SegmentKind::Variable(name) = segment.kind else { return None };
        let inlined = renamed.get(name)?;
        let range = ranges.range(segment.range);
        Some(match inlined {
            Inlined::Variable(new) => Edit::replace(range, format!("${{{new}}}")),
            Inlined::Text(text) => Edit::replace(range, text.clone()),
        })
    };
    joined(segments(text).into_iter().filter_map(edit).filter(|edit| !is_unchanged(template, edit)))
}

/// The edits, which are in the order of the source, those that touch as one.
fn joined(edits: impl Iterator<Item = Edit>) -> Vec<Edit> {
    let mut joined: Vec<(TextRange, String)> = Vec::new();
    for edit in edits {
        match joined.last_mut().filter(|(before, _)| before.end() == edit.range().start()) {
            Some((range, text)) => {
                *range = range.cover(edit.range());
                text.push_str(edit.text());
            }
            None => joined.push((edit.range(), edit.text().to_owned())),
        }
    }
    joined.into_iter().map(|(range, text)| Edit::replace(range, text)).collect()
}

fn is_unchanged(template: Node<'_>, edit: &Edit) -> bool {
    template.tree().source().slice(edit.range()) == edit.text()
}

/// The string alone in the place of the list.
fn without_list(function: Function<'_>, template: Node<'_>, edits: &[Edit]) -> Option<Edit> {
    let tree = function.node.tree();
    let argument = function.argument.content_range();
    let start = match function.key {
        Some(key) => key.range().end(),
        None => function.node.tag_range()?.end(),
    };
    let range = TextRange::new(start, argument.end());
    let own = template.content_range();
    if tree.comments().any_within(TextRange::new(start, own.start()))
        || tree.comments().any_within(TextRange::new(own.end(), argument.end()))
        || !BlockScalar::of(template)
            .is_none_or(|block| !block.has_indicator() && block.keeps_text_at(argument.end(), block.indent()))
    {
        return None;
    }
    // The string of the long form has to be one without a tag, too.
    if function.key.is_some() && template.as_str().is_none() {
        return None;
    }
    let between = tree.source().slice(TextRange::new(start, argument.start()));
    let between = match (between.contains(['\n', '\r']), function.key) {
        (false, _) => between.to_owned(),
        (true, Some(_)) => ": ".to_owned(),
        (true, None) => " ".to_owned(),
    };
    let between = if between.is_empty() && tree.format() == Format::Yaml { " ".to_owned() } else { between };
    Some(Edit::replace(range, between + &apply(template, edits)))
}

/// The source of the string with the edits in it.
fn apply(template: Node<'_>, edits: &[Edit]) -> String {
    let range = template.content_range();
    let source = template.tree().source();
    let mut out = String::new();
    let mut at = range.start();
    for edit in edits {
        out.push_str(source.slice(TextRange::new(at, edit.range().start())));
        out.push_str(edit.text());
        at = edit.range().end();
    }
    out.push_str(source.slice(TextRange::new(at, range.end())));
    out
}

/// One edit for each run of neighbours that go: edits that touch would collide.
fn delete_run(mapping: Node<'_>, dropped: &[Entry<'_>]) -> Option<Vec<Edit>> {
    if let [only] = dropped {
        return Some(vec![delete_entry(*only)?]);
    }
    let entries: Vec<Entry<'_>> = mapping.entries().collect();
    if entries.iter().any(|entry| entry.key.is_explicit_key()) {
        return None;
    }
    let keys: FxHashSet<NodeId> = dropped.iter().map(|entry| entry.key.id()).collect();
    let goes = |entry: &Entry<'_>| keys.contains(&entry.key.id());
    let first_kept_from_end = entries.iter().rposition(|entry| !goes(entry))?;
    let mut edits = Vec::new();
    let mut place = 0;
    while place < first_kept_from_end {
        let run = entries[place..].iter().take_while(|entry| goes(entry)).count();
        if run > 0 {
            let next = entries.get(place + run)?;
            edits.push(Edit::delete(TextRange::new(entries[place].range().start(), next.range().start())));
        }
        place += run + 1;
    }
    let is_last_dropped = first_kept_from_end + 1 < entries.len();
    if let (true, Some(last)) = (is_last_dropped, entries.last()) {
        edits.push(delete_after(entries[first_kept_from_end].value, last.range().end())?);
    }
    Some(edits)
}
