//! YAML scalars, each in the shortest spelling that every parser reads as the same string.

use std::fmt::Write;

use crate::source::Source;
use crate::syntax::{Format, Scalar, ScalarStyle, Tree, is_plain_string};
use crate::write::{ScalarContext, json_string};

/// The quotes to use if both kinds are possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quotes {
    /// `'text'`
    #[default]
    Single,
    /// `"text"`
    Double,
}

/// Returns the text as a scalar, without quotes if they are not needed.
///
/// Text with several lines is spelled in double quotes on one line; use [`literal_block`] first if a block is possible.
///
/// ```
/// use cfn_ast::write::{ScalarContext, scalar};
/// use cfn_ast::{Source, Tree};
///
/// let tree = Tree::parse(Source::new("Name: old\n")?);
/// let node = tree.root().and_then(|root| root.get("Name")).ok_or("no name")?;
/// assert_eq!(scalar("new", ScalarContext::of(node)), "new");
/// assert_eq!(scalar("yes", ScalarContext::of(node)), "'yes'");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn scalar(text: &str, place: ScalarContext) -> String {
    let is_plain = place.format == Format::Yaml && is_plain_safe(text, place.in_flow);
    if is_plain && (is_word(text) || reads_back(text, text, place)) {
        return text.to_owned();
    }
    quoted(text, Quotes::Single, place)
}

/// Returns the text in the given quotes, or in double quotes if it needs their escapes.
pub fn quoted(text: &str, quotes: Quotes, place: ScalarContext) -> String {
    if place.format == Format::Json {
        return json_string(text);
    }
    if quotes == Quotes::Single && !needs_escape(text) {
        let single = format!("'{}'", text.replace('\'', "''"));
        if reads_back(&single, text, place) {
            return single;
        }
    }
    double_quoted(text)
}

/// Returns the text as a literal block scalar, `|`, without a line break after the last line.
///
/// Returns `None` if a block scalar is not allowed in the place, or if a reader could not see what belongs to the
/// text: a line that ends with white space, a first line that is indented, control characters.
pub fn literal_block(text: &str, place: ScalarContext) -> Option<String> {
    let is_clear = !text.is_empty()
        && !text.starts_with([' ', '\n'])
        && text.lines().all(|line| !line.ends_with([' ', '\t']))
        && !text.chars().any(|c| c != '\n' && needs_escape_char(c));
    if !is_clear || place.in_flow || place.is_key || place.format == Format::Json {
        return None;
    }
    let body = text.strip_suffix('\n').unwrap_or(text);
    let chomping = match text.len() - text.trim_end_matches('\n').len() {
        0 => "-",
        1 => "",
        _ => "+",
    };
    let newline = place.newline.as_str();
    let mut out = format!("|{chomping}");
    for line in body.split('\n') {
        out.push_str(newline);
        if !line.is_empty() {
            out.push_str(&" ".repeat(place.block_indent));
            out.push_str(line);
        }
    }
    let in_file = if chomping == "-" { out.clone() } else { format!("{out}{newline}") };
    reads_back(&in_file, text, place).then_some(out)
}

pub(super) fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0' => out.push_str("\\0"),
            '\u{85}' => out.push_str("\\N"),
            '\u{2028}' => out.push_str("\\L"),
            '\u{2029}' => out.push_str("\\P"),
            c if needs_escape_char(c) => {
                let code = c as u32;
                let _ =
                    if code < 0x100 { write!(out, "\\x{code:02x}") } else { write!(out, "\\u{code:04x}") };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

pub(super) fn needs_escape(text: &str) -> bool {
    text.chars().any(needs_escape_char)
}

/// Whether YAML requires an escape for a character, or a parser may read it as a line break or a byte-order mark.
pub(super) fn needs_escape_char(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether every YAML parser reads the plain text as the same string; stricter than YAML itself.
pub(super) fn is_plain_safe(text: &str, in_flow: bool) -> bool {
    let first_fits = text.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '.'));
    let inner = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | ':' | '-' | '+' | '=' | '@' | ' ')
    };
    let outside_flow = |c: char| matches!(c, ',' | '(' | ')');
    first_fits
        && text.chars().all(|c| inner(c) || (!in_flow && outside_flow(c)))
        && !text.contains(": ")
        && !text.ends_with([':', ' '])
        && is_plain_string(text)
        && !matches!(text, "y" | "n" | "Y" | "N")
}

/// Whether the text consists of letters, digits and periods, which have no special meaning anywhere.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
}

/// Whether the spelling is parsed as a string with this text in its place.
fn reads_back(spelling: &str, text: &str, place: ScalarContext) -> bool {
    let document = match (place.is_key, place.in_flow) {
        (true, true) => format!("{{{spelling}: x, z: z}}"),
        (true, false) => format!("{spelling}: x\n"),
        (false, true) => format!("{{k: [{spelling}, z], z: {spelling}}}"),
        (false, false) => format!("k: {spelling}"),
    };
    let Ok(source) = Source::new(document) else { return false };
    let tree = Tree::parse(source);
    let Some(entry) = tree.root().and_then(|root| root.entries().next()) else { return false };
    let found = match (place.is_key, place.in_flow) {
        (true, _) => Some(entry.key),
        (false, true) => entry.value.item(0),
        (false, false) => Some(entry.value),
    };
    let is_text = found.and_then(crate::Node::scalar) == Some(Scalar::Text(text));
    let style_fits = place.is_key || found.and_then(crate::Node::scalar_style) != Some(ScalarStyle::Folded);
    tree.errors().is_empty() && is_text && style_fits
}
