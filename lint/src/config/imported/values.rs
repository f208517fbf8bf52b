//! Reading values of cfn-lint's configuration, each with its line and the comment beside it.

use cfn_ast::syntax::Entry;
use cfn_ast::{Node, Tree};

use super::super::ConfigProblem;

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// The line number, from 1.
    pub(super) line: usize,
    /// The comment at the end of the line, without its `#`.
    pub(super) comment: Option<String>,
}

/// Returns the line of a node, from 1.
pub(super) fn line(node: Node<'_>) -> usize {
    node.tree().source().line_column(node.range().start()).line as usize
}

/// Returns the strings of a list, or a single string, as cfn-lint accepts both for some keys.
pub(super) fn words(tree: &Tree, entry: Entry<'_>, remarks: &mut Vec<ConfigProblem>) -> Vec<Word> {
    let value = entry.value.resolved();
    let items: Vec<Node<'_>> = if value.is_sequence() { value.items().collect() } else { vec![value] };
    let mut words = Vec::new();
    for item in items {
        let item = item.resolved();
        match item.text() {
            // An absent value, and an empty string, which cfn-lint ignores as well.
            Some("") => {}
            Some(text) => {
                let comment = comment_beside(tree, item);
                words.push(Word { text: text.to_owned(), line: line(item), comment });
            }
            None => remarks.push(ConfigProblem {
                line: Some(line(item)),
                message: format!(
                    "`{}` is not translated: expected a list of strings",
                    entry.name().unwrap_or_default()
                ),
            }),
        }
    }
    words
}

/// Returns a single string.
pub(super) fn single<'t>(entry: Entry<'t>, remarks: &mut Vec<ConfigProblem>) -> Option<&'t str> {
    let text = entry.value.resolved().text();
    if text.is_none() {
        let message = format!("`{}` is not translated: expected a string", entry.name().unwrap_or_default());
        remarks.push(ConfigProblem { line: Some(line(entry.value)), message });
    }
    text.filter(|text| !text.is_empty())
}

/// Returns a Boolean value, as YAML 1.1 writes it; in quotes it is a string.
pub(super) fn flag(node: Node<'_>) -> Option<bool> {
    match node.resolved().text()?.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// Whether there is no value, or an empty list or mapping.
pub(super) fn is_empty(node: Node<'_>) -> bool {
    let node = node.resolved();
    node.child_count() == 0 && node.text().is_none_or(|text| matches!(text, "" | "~" | "null"))
}

/// Returns the comment between a node and the end of its line.
fn comment_beside(tree: &Tree, node: Node<'_>) -> Option<String> {
    let source = tree.source();
    let end = node.range().end();
    let rest = source.range(end, source.line_range(source.line_index(end)).end())?;
    let comment = tree.comments().within(rest).first()?;
    // Another item of a flow sequence in between has the comment for itself.
    if source
        .slice(source.range(end, comment.start())?)
        .trim_ascii()
        .trim_start_matches([']', ','])
        .is_empty()
    {
        let text = source.slice(*comment).trim_start_matches('#').trim_ascii();
        return (!text.is_empty()).then(|| text.to_owned());
    }
    None
}
