//! What the writers of both notations ask of a tree: one document, no duplicate keys, known tags; and the entries of
//! mappings with those that merge keys bring.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::error::{Obstacle, Unwritable};
use crate::syntax::{Entry, Node, NodeKind, ScalarStyle, Tree};

/// The prefix of the tags that YAML itself defines (YAML 1.1, "Tag Repository").
const CORE: &str = "tag:yaml.org,2002:";

/// Returns the root of a tree if all of it can be written.
pub(super) fn check(tree: &Tree) -> Result<Node<'_>, Unwritable> {
    let mut documents = tree.documents();
    let Some(root) = documents.next() else {
        return Err(Obstacle::Empty.at(crate::TextRange::empty(0)));
    };
    if let Some(second) = documents.next() {
        return Err(Obstacle::SeveralDocuments.at(second.range()));
    }
    for node in tree.nodes() {
        check_tag(node)?;
        check_merge_key(node)?;
        if node.is_key()
            && let Some(entry) = node.own_entry().filter(Entry::hides_another)
        {
            let name = entry.name().unwrap_or_default().to_owned();
            return Err(Obstacle::DuplicateKey(name).at(node.range()));
        }
    }
    Ok(root)
}

/// What a merge key copies has no tag, which would be lost or be copied itself in the long form.
fn check_merge_key(node: Node<'_>) -> Result<(), Unwritable> {
    let merge = node.own_entry().filter(|entry| entry.is_merge() && entry.key.id() == node.id());
    let Some(value) = merge.map(|entry| entry.value) else { return Ok(()) };
    let mut copied = std::iter::once(value.resolved()).chain(merged_mappings(value));
    match copied.find_map(Node::local_tag) {
        Some(tag) => Err(Obstacle::MergedFunction(tag.to_owned()).at(value.range())),
        None => Ok(()),
    }
}

/// A tag is a function, or says what its value is anyway.
fn check_tag(node: Node<'_>) -> Result<(), Unwritable> {
    let Some(tag) = node.tag() else { return Ok(()) };
    let is_known = match (tag.strip_prefix(CORE), node.local_tag()) {
        (Some(name), _) => is_redundant(name, node.kind()),
        (None, Some(name)) => name.chars().all(is_name_character),
        (None, None) => tag == "!",
    };
    let written = node.tag_range().map_or(tag, |range| node.tree().source().slice(range));
    if is_known { Ok(()) } else { Err(Obstacle::Tag(written.to_owned()).at(node.range())) }
}

/// Whether a tag of YAML itself names the kind of value that it is before, such as `!!str` before a scalar.
fn is_redundant(name: &str, kind: NodeKind) -> bool {
    match kind {
        NodeKind::Scalar(ScalarStyle::Plain) => matches!(name, "str" | "int" | "float" | "bool" | "null"),
        NodeKind::Scalar(_) => name == "str",
        NodeKind::Sequence(_) => name == "seq",
        NodeKind::Mapping(_) => name == "map",
        NodeKind::Alias => false,
    }
}

fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | '_' | '-')
}

/// The entries of a mapping as keys and values, with those of merge keys in place: own entries override merged ones,
/// and of merged ones with equal keys the first is used (YAML 1.1, "Merge Key Language-Independent Type").
///
/// The tree has a value, so that merge keys neither recur nor have a value other than mappings.
pub(super) fn with_merged<'t>(mapping: Node<'t>) -> Cow<'t, [Entry<'t>]> {
    let own: Vec<Entry<'t>> = mapping.entries().collect();
    if !own.iter().any(Entry::is_merge) {
        return Cow::Owned(own);
    }
    let mut known: FxHashSet<&str> =
        own.iter().filter(|entry| !entry.is_merge()).filter_map(Entry::name).collect();
    let mut all = Vec::with_capacity(own.len());
    for entry in own {
        if !entry.is_merge() {
            all.push(entry);
            continue;
        }
        for source in merged_mappings(entry.value) {
            let entries = with_merged(source);
            let added: Vec<Entry<'t>> = entries
                .iter()
                .copied()
                .filter(|entry| entry.name().is_some_and(|name| known.insert(name)))
                .collect();
            all.extend(added);
        }
    }
    Cow::Owned(all)
}

fn merged_mappings<'t>(value: Node<'t>) -> Vec<Node<'t>> {
    let source = value.resolved();
    if source.is_sequence() { source.items().map(Node::resolved).collect() } else { vec![source] }
}
