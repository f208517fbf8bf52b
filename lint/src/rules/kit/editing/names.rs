//! Names and literals that the string of a `Fn::Sub` can contain.

use cfn_ast::Node;
use cfn_ast::syntax::{Format, Scalar, ScalarStyle, is_plain_string};

/// Whether a name is a logical ID that CloudFormation accepts: letters and digits only.
pub(crate) fn is_logical_id(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The text that an item of a `Fn::Join` contributes; `None` unless every YAML and JSON parser agrees on it.
pub(crate) fn join_item_text(node: Node<'_>) -> Option<&str> {
    if node.tag().is_some() {
        return None;
    }
    let text = node.text()?;
    match node.scalar_style()? {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => is_on_one_line(node).then_some(text),
        ScalarStyle::Literal | ScalarStyle::Folded => None,
        ScalarStyle::Plain if !is_on_one_line(node) => None,
        ScalarStyle::Plain => plain_text(node, text),
    }
}

fn plain_text<'t>(node: Node<'t>, text: &'t str) -> Option<&'t str> {
    let is_number = matches!(node.scalar(), Some(Scalar::Int(_)))
        && text.len() <= 9
        && (text == "0" || (!text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())));
    // `y` and `n` are booleans in the specification of YAML 1.1, but strings in most of its parsers.
    let is_string = node.tree().format() == Format::Yaml
        && is_plain_string(text)
        && !matches!(text, "y" | "n" | "Y" | "N");
    (is_number || is_string || matches!(text, "true" | "false")).then_some(text)
}

fn is_on_one_line(node: Node<'_>) -> bool {
    !node.source_text().contains(['\n', '\r'])
}
