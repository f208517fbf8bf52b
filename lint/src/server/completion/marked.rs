//! The text with a marker at the cursor.

use cfn_ast::syntax::Format;
use cfn_ast::{Source, Tree};

/// The marker: letters and digits, as in any name.
pub(super) const MARKER: &str = "Zq9cursor";

/// What the marker was inserted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant {
    /// As the key of an entry.
    Key,
    /// As a value, or a part of one.
    Value,
}

/// A text with the marker.
pub(super) struct Marked {
    pub(super) tree: Tree,
    pub(super) variant: Variant,
}

/// Returns the readings of the text with a marker at a byte offset that have no more syntax errors than necessary. At the
/// beginning of a line what is typed can become a key or a value.
pub(super) fn variants(tree: &Tree, cursor: u32) -> Vec<Marked> {
    let text = tree.source().text();
    let Some((before, after)) = text.split_at_checked(cursor as usize) else { return Vec::new() };
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let rest = after.split(['\n', '\r']).next().unwrap_or_default();
    let mut variants = Vec::new();
    let is_key_place = tree.format() == Format::Json || is_key_place(line);
    if is_key_place && !rest.trim_ascii_start().trim_start_matches(['"', '\'']).starts_with(':') {
        variants.extend(best(tree, before, after, Variant::Key, &[": ", "\": \"\"", "': ", ": }", ": ]"]));
    } else if is_key_place {
        variants.extend(best(tree, before, after, Variant::Key, &[""]));
        return variants;
    }
    // An open variable has to be closed before anything else is.
    let endings: &[&str] = if is_in_variable(line, rest) {
        &["}", "}\"", "}'", "}\"]", "}']", "}]", "}\"}", "}'}"]
    } else {
        &["", "\"", "'", "]", "}", "\"]", "']", "\"}", "'}", "\"]}", "]}"]
    };
    variants.extend(best(tree, before, after, Variant::Value, endings));
    variants
}

/// Whether the cursor is between `${` and a missing `}`.
fn is_in_variable(line: &str, rest: &str) -> bool {
    let open = line.rfind("${").filter(|open| !line[*open..].contains('}'));
    let word_end = rest.find(|next: char| !next.is_ascii_alphanumeric() && !matches!(next, ':' | '.'));
    open.is_some() && !word_end.is_some_and(|end| rest[end..].starts_with('}'))
}

/// Whether what is typed in a line so far can be the beginning of a key.
fn is_key_place(line: &str) -> bool {
    let mut rest = line.trim_start_matches(' ');
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start_matches(' ');
    }
    let word = rest.trim_start_matches(['"', '\'']);
    let is_flow =
        rest.rsplit(['{', ',']).next().is_some_and(|word| rest.contains('{') && is_word(word.trim_ascii()));
    is_word(word) || is_flow
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'.' | b'_' | b'-' | b'"'))
}

/// Returns the reading with the fewest syntax errors among those with one of the endings after the marker.
fn best(tree: &Tree, before: &str, after: &str, variant: Variant, endings: &[&str]) -> Option<Marked> {
    let mut best: Option<Marked> = None;
    for ending in endings {
        let Ok(source) = Source::new([before, MARKER, ending, after].concat()) else { continue };
        let read = tree.parse_version(source);
        let has_marker = read.nodes().any(|node| {
            let texts = [node.text(), node.tag()];
            texts.into_iter().flatten().any(|text| text.contains(MARKER))
        });
        let is_better = best.as_ref().is_none_or(|best| read.errors().len() < best.tree.errors().len());
        if has_marker && is_better {
            let is_perfect = read.errors().is_empty();
            best = Some(Marked { tree: read, variant });
            if is_perfect {
                break;
            }
        }
    }
    best
}
