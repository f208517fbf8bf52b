//! Insertion of entries and items beside existing ones, with the notation and indentation of their neighbor.

use crate::syntax::{CollectionStyle, Entry, Format, ScalarStyle};
use crate::write::{ScalarContext, column, scalar};
use crate::{Edit, Node, TextRange};

/// Inserts `name: value` after an entry; `value` is inserted as it is spelled.
///
/// ```
/// use cfn_ast::edit::insert_entry_after;
/// use cfn_ast::{EditSet, Source, Tree};
///
/// let tree = Tree::parse(Source::new("Queue:\n  Type: AWS::SQS::Queue  # jobs\n")?);
/// let queue = tree.root().and_then(|root| root.get("Queue")).ok_or("no queue")?;
/// let last = queue.entries().last().ok_or("no entry")?;
/// let mut edits = EditSet::new();
/// edits.add_all(insert_entry_after(last, "DeletionPolicy", "Retain"))?;
/// let text = edits.apply(tree.source().text());
/// assert_eq!(text, "Queue:\n  Type: AWS::SQS::Queue  # jobs\n  DeletionPolicy: Retain\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn insert_entry_after(entry: Entry<'_>, name: &str, value: &str) -> Option<Edit> {
    let text = entry_text(entry, name, value)?;
    insert_after(entry.key, entry.value, "", &text)
}

/// Inserts `name: value` before an entry; `value` is inserted as it is spelled.
pub fn insert_entry_before(entry: Entry<'_>, name: &str, value: &str) -> Option<Edit> {
    let text = entry_text(entry, name, value)?;
    let comma = if is_block(entry.key)? { "" } else { "," };
    let gap = gap_before(entry.key, is_block(entry.key)?);
    Some(Edit::insert(entry.key.range().start(), format!("{text}{comma}{gap}")))
}

/// Inserts a string after an item of a list.
pub fn insert_item_after(item: Node<'_>, text: &str) -> Option<Edit> {
    insert_after(item, item, "- ", &scalar(text, ScalarContext::of(item)))
}

/// Returns `None` beside an explicit key, whose question mark is not a part of the key's bytes.
fn entry_text(entry: Entry<'_>, name: &str, value: &str) -> Option<String> {
    if entry.key.is_explicit_key() {
        return None;
    }
    let name = scalar(name, ScalarContext::of(entry.key));
    entry.key.parent().map(|_| format!("{name}: {value}"))
}

fn is_block(node: Node<'_>) -> Option<bool> {
    Some(node.parent()?.collection_style()? == CollectionStyle::Block)
}

/// Inserts after what begins with `first` and ends with `last`.
fn insert_after(first: Node<'_>, last: Node<'_>, dash: &str, text: &str) -> Option<Edit> {
    let end = last.range().end();
    if !is_block(first)? {
        return Some(Edit::insert(end, format!(",{}{text}", gap_before(first, false))));
    }
    let is_block_scalar =
        |node: Node<'_>| matches!(node.scalar_style(), Some(ScalarStyle::Literal | ScalarStyle::Folded));
    let line_end = line_end_after(last).filter(|_| !last.descendants().any(is_block_scalar))?;
    let start = if dash.is_empty() { first.range().start() } else { first.parent()?.content_range().start() };
    let gap = line_break(first, column(first, start));
    Some(Edit::insert(line_end.max(end), format!("{gap}{dash}{text}")))
}

/// The end of the line on which the node ends; `None` if anything but a comment follows it on this line.
fn line_end_after(node: Node<'_>) -> Option<u32> {
    let source = node.tree().source();
    let end = node.range().end();
    let line = source.line_range(source.line_index(end));
    let rest = source.slice(TextRange::new(end, line.end().max(end))).trim_end_matches(['\n', '\r']);
    let is_free = rest.trim_ascii_start().is_empty() || rest.trim_ascii_start().starts_with('#');
    is_free.then_some(end + rest.len() as u32)
}

/// The separator between a node and the one before it: a line break if the node begins its line, otherwise a space.
fn gap_before(node: Node<'_>, is_block: bool) -> String {
    let source = node.tree().source();
    let start = node.range().start();
    let line = source.line_range(source.line_index(start));
    let begins_line = source.slice(TextRange::new(line.start(), start)).trim_ascii().is_empty();
    let is_one_line = node.tree().format() == Format::Json && !begins_line;
    match (is_block, is_one_line || !begins_line) {
        (false, true) => " ".to_owned(),
        _ => line_break(node, column(node, start)),
    }
}

fn line_break(node: Node<'_>, indent: usize) -> String {
    let source = node.tree().source();
    let start = node.range().start();
    let line = source.line_range(source.line_index(start));
    let before = source.slice(TextRange::new(line.start(), start));
    let is_blank = !before.is_empty() && before.len() == indent && before.trim_ascii().is_empty();
    let indentation = if is_blank { before.to_owned() } else { " ".repeat(indent) };
    format!("{}{indentation}", source.newline().as_str())
}
