//! Telling whether a text is meant as JSON.

use std::path::Path;

use cfn_ast::syntax::{Format, ScalarStyle};
use cfn_ast::{Node, Source, Tree};

/// Reads a template in the notation that it is meant in.
///
/// CloudFormation reads JSON as YAML, so it accepts a trailing comma or single quotes in it. Readers of JSON do not, and a
/// short form of a function, written into such a file, would make it a file that no reader of JSON can be given again. So
/// what is meant as JSON has to be JSON, and gets a syntax error otherwise.
///
/// The extension `.json` says so, unless the text begins as block YAML, and `.yaml` and `.yml` say the opposite. A text of
/// another name, or of none, is meant as JSON where it begins with a brace and a key in double quotes, and has neither
/// keys without quotes nor tags.
pub fn parse_template(source: Source, path: &Path) -> Tree {
    let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
    let text = source.text().trim_start_matches('\u{feff}');
    match extension.as_deref() {
        Some("json") if without_comments(text).starts_with(['{', '[']) => Tree::parse_json(source),
        Some("json" | "yaml" | "yml") => Tree::parse(source),
        _ if begins_with_quoted_key(text) => {
            let tree = Tree::parse(source);
            let is_fine = tree.format() == Format::Json || has_yaml(&tree);
            if is_fine { tree } else { Tree::parse_json(tree.source().clone()) }
        }
        _ => Tree::parse(source),
    }
}

/// A text without the white space and comments at its beginning, be they those of JavaScript or of YAML.
fn without_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let comment_end = if rest.starts_with("//") || rest.starts_with('#') {
            rest.find(['\n', '\r'])
        } else if rest.starts_with("/*") {
            rest.find("*/").map(|at| at + "*/".len())
        } else {
            return rest;
        };
        rest = rest[comment_end.unwrap_or(rest.len())..].trim_start();
    }
}

fn begins_with_quoted_key(text: &str) -> bool {
    text.trim_start().strip_prefix('{').is_some_and(|rest| without_comments(rest).starts_with('"'))
}

/// Whether a tree has what only YAML has and nobody would write by mistake.
fn has_yaml(tree: &Tree) -> bool {
    let is_plain_key = |node: Node<'_>| {
        let is_plain = node.is_key() && node.scalar_style() == Some(ScalarStyle::Plain);
        // A comment of JavaScript is the beginning of the next key in YAML.
        is_plain && !node.source_text().starts_with('/')
    };
    tree.errors().is_empty()
        && tree.nodes().any(|node| {
            node.tag().is_some() || node.anchor_range().is_some() || node.is_alias() || is_plain_key(node)
        })
}
