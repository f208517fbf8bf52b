//! Edits that replace references to layers by ARNs.

use cfn_ast::Edit;
use cfn_ast::syntax::{Format, Node, ScalarStyle};

/// Replaces a single layer and keeps the quotes of a literal.
///
/// An ARN needs no escapes in any quoting style.
pub(super) fn item(node: Node<'_>, arn: &str) -> Edit {
    let is_function = node.function().is_some();
    let text = match node.scalar_style().filter(|_| !is_function) {
        Some(ScalarStyle::SingleQuoted) => format!("'{arn}'"),
        Some(ScalarStyle::DoubleQuoted) => format!("\"{arn}\""),
        None if node.tree().format() == Format::Json => format!("\"{arn}\""),
        _ => arn.to_owned(),
    };
    if is_function { function(node, &text) } else { Edit::replace(node.content_range(), text) }
}

/// Replaces a function by a list of layers.
pub(super) fn list(node: Node<'_>, arns: &[String]) -> Edit {
    let quoted: Vec<_> = arns.iter().map(|arn| format!("\"{arn}\"")).collect();
    function(node, &format!("[{}]", quoted.join(", ")))
}

/// Replaces a function including its tag. An anchor stays, because aliases elsewhere refer to it.
fn function(node: Node<'_>, text: &str) -> Edit {
    let anchor = node.anchor_range().map(|range| node.tree().source().slice(range));
    let text = anchor.map_or_else(|| text.to_owned(), |anchor| format!("{anchor} {text}"));
    Edit::replace(node.range(), text)
}
