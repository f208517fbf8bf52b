//! Scalars: strings plain, in quotes or as literal blocks, and everything else as it is written.

use super::super::DocumentStyle;
use super::super::number::{yaml_number, yaml_scalar};
use super::super::plain::{block_string, quoted};
use super::{After, At, Writer, is_absent};
use crate::syntax::{Format, Node, Scalar, ScalarStyle, is_plain_string};
use crate::write::yaml::{double_quoted, needs_escape_char};

/// The length from which a description is folded, in characters.
const LONG_PROSE: usize = 120;

impl<'t> Writer<'_, 't> {
    pub(super) fn scalar(&mut self, node: Node<'t>, at: At) {
        if is_absent(node) && !at.is_tagged {
            return;
        }
        match untyped_text(node) {
            Some(text) => self.string(text, node, at),
            None => self.word(&typed(node)),
        }
    }

    /// Writes a string; `node` is where it comes from.
    pub(super) fn string(&mut self, text: &str, node: Node<'t>, at: At) {
        if at.after == After::Start {
            // At the beginning of a line, markers and directives are possible.
            return self.word(&quoted(text));
        }
        if !text.contains('\n') {
            // A hyphen after that of an item would look like another item.
            let is_unclear = at.after == After::Dash && text.starts_with('-');
            let spelled = if is_unclear { quoted(text) } else { block_string(text) };
            if is_long_prose(text, node) {
                return self.folded(text, at, node);
            }
            return self.word(&spelled);
        }
        let width = if at.after == After::Dash { 2 } else { self.style.indent };
        match literal(text, width).filter(|_| !(at.after == After::Dash && is_line(text))) {
            Some(header) => self.literal(&header, text, at.column + width, node),
            None => self.word(&double_quoted(text)),
        }
    }

    /// Writes words as a folded block, whose lines are joined by spaces.
    fn folded(&mut self, text: &str, at: At, node: Node<'t>) {
        let column = at.column + self.style.indent;
        self.word(">-");
        if let Some(comment) = self.comments.beside(node) {
            self.append_comment(comment);
        }
        let mut room = 0;
        for word in text.split(' ') {
            let length = word.chars().count();
            if length < room {
                self.out.push(' ');
                room -= length + 1;
            } else {
                self.out.push('\n');
                self.out.extend(std::iter::repeat_n(' ', column));
                room = DocumentStyle::WIDTH.saturating_sub(column + length);
            }
            self.out.push_str(word);
        }
        self.no_comment_at = Some(self.out.len());
    }

    fn literal(&mut self, header: &str, text: &str, column: usize, node: Node<'t>) {
        self.word(header);
        if let Some(comment) = self.comments.beside(node) {
            self.append_comment(comment);
        }
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            self.out.push('\n');
            if !line.is_empty() {
                self.out.extend(std::iter::repeat_n(' ', column));
                self.out.push_str(line);
            }
        }
        self.no_comment_at = Some(self.out.len());
        if header.ends_with('+') {
            self.keeps_blanks_at = Some(self.out.len());
        }
    }
}

/// Whether a text is a description that does not fit on a line, and line breaks between its words read as spaces.
fn is_long_prose(text: &str, node: Node<'_>) -> bool {
    let is_description = || {
        let key = node.key().and_then(Node::text);
        key.is_some_and(|key| key.ends_with("Description"))
    };
    text.chars().count() > LONG_PROSE
        && is_description()
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.contains("  ")
        && !text.chars().any(needs_escape_char)
}

/// The text of a scalar that is a string to readers of YAML 1.1 and 1.2 alike; `None` if either reads another type, so
/// that it must remain as it is written.
pub(super) fn untyped_text(node: Node<'_>) -> Option<&str> {
    let text = node.as_str()?;
    let is_plain = node.scalar_style() == Some(ScalarStyle::Plain) && node.tree().format() == Format::Yaml;
    (!is_plain || node.tag().is_some_and(|tag| tag != "!") || is_plain_string(text)).then_some(text)
}

/// A scalar that is not a string, in a spelling with the same type.
pub(super) fn typed(node: Node<'_>) -> String {
    let text = node.text().unwrap_or_default();
    let is_tagged = node.tag().is_some_and(|tag| tag != "!");
    match (node.tree().format(), node.scalar()) {
        (Format::Json, Some(Scalar::Float(_))) => yaml_number(text),
        (Format::Yaml, Some(scalar)) if is_tagged => yaml_scalar(&scalar),
        (Format::Yaml, _) if text.is_empty() => "null".to_owned(),
        _ => text.to_owned(),
    }
}

/// Whether a text is one line with its line break, which a list of lines is easier to read with in quotes.
fn is_line(text: &str) -> bool {
    let line = text.trim_end_matches('\n');
    text.len() == line.len() + 1 && !line.contains(['\n', '"', '\\']) || line.is_empty()
}

/// Returns the header of a literal block with a text, whose lines are indented by `width` below the parent; `None` if
/// a block cannot contain the text.
fn literal(text: &str, width: usize) -> Option<String> {
    let is_blank = text.bytes().all(|b| b == b'\n');
    let is_clear = !text.chars().any(|c| !matches!(c, '\n' | '\t') && needs_escape_char(c));
    if is_blank || !is_clear {
        return None;
    }
    // The indentation is that of the first line, unless it is given.
    let first = text.trim_start_matches('\n');
    let indicator = if first.starts_with([' ', '\t']) { width.to_string() } else { String::new() };
    let chomping = match text.len() - text.trim_end_matches('\n').len() {
        0 => "-",
        1 => "",
        _ => "+",
    };
    (width < 10).then(|| format!("|{indicator}{chomping}"))
}
