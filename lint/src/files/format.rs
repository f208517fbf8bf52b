//! Decides whether a file is meant to be JSON.

use std::path::Path;

use cfn_ast::syntax::{Format, ScalarStyle};
use cfn_ast::{Node, Source, Tree};

/// Parses a template as YAML or as JSON, whichever it is meant to be.
///
/// CloudFormation parses JSON as YAML and therefore accepts a trailing comma or single quotes. JSON parsers do not, and
/// the short form of a function that a fix writes would make the file unreadable for them. So a file that is meant to be
/// JSON must be JSON, and is a syntax error otherwise.
///
/// A file is meant to be JSON if its extension is `.json` and it does not begin as block YAML. `.yaml` and `.yml` files are
/// YAML. Any other file, or one without a name, is JSON if it begins with a brace and a key in double quotes, and
/// contains neither unquoted keys nor tags.
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

/// A text without leading white space and comments, in the style of JavaScript or of YAML.
fn without_comments(text: &str) -> &str {
    let mut rest = text.trim_ascii_start();
    loop {
        let comment_end = if rest.starts_with("//") || rest.starts_with('#') {
            rest.find(['\n', '\r'])
        } else if rest.starts_with("/*") {
            rest.find("*/").map(|at| at + "*/".len())
        } else {
            return rest;
        };
        rest = rest[comment_end.unwrap_or(rest.len())..].trim_ascii_start();
    }
}

fn begins_with_quoted_key(text: &str) -> bool {
    text.trim_ascii_start().strip_prefix('{').is_some_and(|rest| without_comments(rest).starts_with('"'))
}

/// Whether a tree contains YAML syntax that nobody would write by mistake.
fn has_yaml(tree: &Tree) -> bool {
    let is_plain_key = |node: Node<'_>| {
        let is_plain = node.is_key() && node.scalar_style() == Some(ScalarStyle::Plain);
        // In YAML, a JavaScript comment is the beginning of the next key.
        is_plain && !node.source_text().starts_with('/')
    };
    tree.errors().is_empty()
        && tree.nodes().any(|node| {
            node.tag().is_some() || node.anchor_range().is_some() || node.is_alias() || is_plain_key(node)
        })
}
