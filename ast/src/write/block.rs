//! Block scalars, `|` and `>`, whose value also depends on what follows them.

use crate::syntax::{Node, ScalarStyle, Tree};
use crate::write::enclosing_indent;

/// The treatment of line breaks at the end of a block scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chomping {
    /// One is kept: `|`.
    Clip,
    /// None is kept: `|-`.
    Strip,
    /// All are kept: `|+`.
    Keep,
}

/// A block scalar in a source.
#[derive(Clone, Copy, Debug)]
pub struct BlockScalar<'t> {
    node: Node<'t>,
    indent: usize,
    chomping: Chomping,
    has_indicator: bool,
}

impl<'t> BlockScalar<'t> {
    /// Returns the node as a block scalar; `None` for other nodes.
    pub fn of(node: Node<'t>) -> Option<Self> {
        if !matches!(node.scalar_style(), Some(ScalarStyle::Literal | ScalarStyle::Folded)) {
            return None;
        }
        let text = node.tree().source().slice(node.content_range());
        let header = header(text);
        let mut body = text.split(['\n', '\r']).skip(1).filter(|line| !line.trim_matches(' ').is_empty());
        // With an indicator the first line may be indented further than the text.
        let indicator = header.chars().find_map(|c| c.to_digit(10));
        let indent = match indicator {
            Some(digit) => enclosing_indent(node) + digit as usize,
            None => body.next().map_or(0, spaces),
        };
        let chomping = Chomping::of_header(header);
        Some(Self { node, indent, chomping, has_indicator: indicator.is_some() })
    }

    /// Returns the block scalar that a node ends with, which may be the node itself.
    pub fn at_end_of(node: Node<'t>) -> Option<Self> {
        Self::of(node.descendants().last()?)
    }

    /// Returns the number of spaces before its lines; 0 if all of them are blank.
    pub fn indent(self) -> usize {
        self.indent
    }

    /// Returns the treatment of the line breaks at its end.
    pub fn chomping(self) -> Chomping {
        self.chomping
    }

    /// Whether its value stays the same below a parent with another indentation.
    ///
    /// An indentation indicator, as in `|2`, counts from the parent's indentation; and to a block scalar without text
    /// belong the next comment lines that are indented further than its parent.
    pub fn is_movable(self) -> bool {
        !self.has_indicator && (self.indent > 0 || self.ends_here())
    }

    /// Whether nothing that follows the block scalar is a part of its value.
    pub fn ends_here(self) -> bool {
        block_ends_at(self.node.tree(), self.node.range().end(), self.indent, self.chomping)
    }

    /// Whether the value stays the same if the lines are indented by `indent` spaces, and if what follows byte
    /// `offset` comes directly after the last line that is not blank.
    pub fn keeps_text_at(self, offset: u32, indent: usize) -> bool {
        self.ends_here() && block_ends_at(self.node.tree(), offset, indent, self.chomping)
    }
}

impl Chomping {
    /// Returns the chomping in the header of a block scalar, such as `|2-`.
    pub fn of_header(header: &str) -> Self {
        match header.trim_start_matches(|c: char| !matches!(c, '+' | '-')).chars().next() {
            Some('-') => Self::Strip,
            Some(_) => Self::Keep,
            None => Self::Clip,
        }
    }
}

/// Whether the value of a block scalar whose last line ends at byte `offset` would end with that line, so that
/// nothing that follows is a part of it.
///
/// White space on the rest of the line would be a part of it, and so would blank lines and comments that are indented
/// as far as its lines. Without a line break at the end of the file, the value has none either (YAML 1.2.2, 8.1.1.2
/// and 8.1.1.3).
pub fn block_ends_at(tree: &Tree, offset: u32, indent: usize, chomping: Chomping) -> bool {
    let source = tree.source();
    let rest = &source.text()[offset as usize..];
    if rest.is_empty() {
        return chomping == Chomping::Strip;
    }
    if !rest.starts_with(['\n', '\r']) {
        return false;
    }
    for line in source.line_index(offset) + 1..source.line_count() {
        let text = source.line_text(line);
        if !text.trim_ascii().is_empty() {
            return !(text.trim_ascii_start().starts_with('#') && spaces(text) >= indent);
        }
        let is_end_of_file = text.is_empty() && line + 1 == source.line_count();
        let is_kept = chomping == Chomping::Keep && !is_end_of_file;
        if is_kept || text.contains('\t') || text.len() > indent {
            return false;
        }
    }
    true
}

/// The `|` or `>` with its indicators, up to the first white space.
fn header(text: &str) -> &str {
    text.split([' ', '\t', '\n', '\r']).next().unwrap_or_default()
}

fn spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
