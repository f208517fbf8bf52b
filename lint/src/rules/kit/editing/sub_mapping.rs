//! The list form of `Fn::Sub`: the variables of its mapping, and their removal.

use std::collections::HashMap;

use cfn_ast::edit::is_lone_indicator;
use cfn_ast::sub::{SegmentKind, segments};
use cfn_ast::syntax::{Entry, Format, NodeId};
use cfn_ast::write::{BlockScalar, delete_after, delete_entry};
use cfn_ast::{Edit, Function, Node, TextRange};
use rustc_hash::FxHashSet;

/// The entries of the mapping with their names; `None` if a name is repeated or is not a string.
pub(crate) fn single_entry_names<'t>(mapping: Node<'t>) -> Option<Vec<(&'t str, Entry<'t>)>> {
    let entries: Option<Vec<_>> = mapping.entries().map(|entry| Some((entry.name()?, entry))).collect();
    let entries = entries?;
    let mut names: Vec<_> = entries.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    (names.len() == entries.len()).then_some(entries)
}

/// The variables of a string; `None` if a part of it is malformed.
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

/// Replaces variables of the string and removes entries of the mapping. Without remaining entries, the string also
/// replaces the list.
///
/// Each item of `renamed` is the name of a variable and its replacement. Returns `None` if the edits would collide or a
/// comment would be lost.
pub(crate) fn drop_entries(
    function: Function<'_>,
    template: Node<'_>,
    mapping: Node<'_>,
    dropped: &[Entry<'_>],
    renamed: &[(&str, Inlined)],
) -> Option<Vec<Edit>> {
    let mut edits = rename(template, renamed);
    // A mapping has two children for each entry: the key and the value.
    if dropped.len() * 2 == mapping.child_count() {
        edits = vec![without_list(function, template, &edits)?];
    } else {
        edits.extend(delete_run(mapping, dropped)?);
    }
    let comments = function.node.tree().comments();
    let loses_comment = edits.iter().any(|edit| comments.any_within(edit.range()));
    (!loses_comment).then_some(edits)
}

/// The replacement of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Inlined {
    /// Another variable.
    Variable(String),
    /// A literal.
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

/// The edits, which are in source order, with adjacent ones merged: edits that touch would collide.
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

/// The edit that replaces the list with its string; `None` if a comment or the value of a block scalar would be lost.
fn without_list(function: Function<'_>, template: Node<'_>, edits: &[Edit]) -> Option<Edit> {
    let tree = function.node.tree();
    let argument = function.argument.content_range();
    let name = match function.key {
        Some(key) => key.range(),
        None => function.node.tag_range()?,
    };
    let range = name.cover(argument).after(name);
    let own = template.content_range();
    if tree.comments().any_within(range.before(own))
        || tree.comments().any_within(range.after(own))
        || !BlockScalar::of(template)
            .is_none_or(|block| block.is_movable() && block.keeps_text_at(argument.end(), block.indent()))
    {
        return None;
    }
    // After a tag every scalar is a string, but in the long form a number would be one.
    if is_lone_indicator(template) || (function.key.is_some() && template.as_str().is_none()) {
        return None;
    }
    let between = tree.source().slice(name.gap_before(argument));
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
    let mut rest = range;
    for edit in edits {
        out.push_str(source.slice(rest.before(edit.range())));
        out.push_str(edit.text());
        rest = rest.after(edit.range());
    }
    out.push_str(source.slice(rest));
    out
}

/// One edit for each run of adjacent entries that are removed: edits that touch would collide.
fn delete_run(mapping: Node<'_>, dropped: &[Entry<'_>]) -> Option<Vec<Edit>> {
    if let [only] = dropped {
        return Some(vec![delete_entry(*only)?]);
    }
    let entries: Vec<Entry<'_>> = mapping.entries().collect();
    if entries.iter().any(|entry| entry.key.is_explicit_key()) {
        return None;
    }
    let keys: FxHashSet<NodeId> = dropped.iter().map(|entry| entry.key.id()).collect();
    let is_dropped = |entry: &Entry<'_>| keys.contains(&entry.key.id());
    let last_kept = entries.iter().rposition(|entry| !is_dropped(entry))?;
    let mut edits = Vec::new();
    let mut index = 0;
    while index < last_kept {
        let run = entries[index..].iter().take_while(|entry| is_dropped(entry)).count();
        if run > 0 {
            let next = entries.get(index + run)?;
            edits.push(Edit::delete(entries[index].range().cover(next.range()).before(next.range())));
        }
        index += run + 1;
    }
    // Nothing follows the last run, so that its edit begins at the entry before it.
    let is_last_dropped = last_kept + 1 < entries.len();
    if let (true, Some(last)) = (is_last_dropped, entries.last()) {
        edits.push(delete_after(entries[last_kept].value, last.range().end())?);
    }
    Some(edits)
}
