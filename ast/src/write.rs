//! Writers for single scalars, and edits that remove single entries.
//!
//! Every writer checks its spelling: it is parsed again and must have the same value. Whole documents are written only by
//! [`convert`](crate::convert), which proves the result.

mod block;
mod delete;
mod document;
mod json;
mod yaml;

use crate::source::Newline;
use crate::syntax::{Format, Node, NodeKind};

pub use block::{BlockScalar, Chomping, block_ends_at};
pub use delete::{delete_after, delete_entry, delete_item};
pub(crate) use document::document;
pub use document::{DocumentStyle, Obstacle, Unwritable};
pub use json::json_string;
pub use yaml::{Quotes, literal_block, quoted, scalar};

/// The place for which a scalar is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScalarContext {
    /// The notation of the file.
    pub format: Format,
    /// Whether it is inside a flow collection, where blocks are not allowed and more characters need quotes.
    pub in_flow: bool,
    /// Whether it is the key of a mapping.
    pub is_key: bool,
    /// The number of spaces before the lines of a block scalar.
    pub block_indent: usize,
    /// The line break of the file.
    pub newline: Newline,
}

impl ScalarContext {
    /// Returns the place of a value in a collection, or at the root; a block scalar is indented by `block_indent`
    /// spaces.
    pub fn in_collection(collection: Option<Node<'_>>, tree: &crate::Tree, block_indent: usize) -> Self {
        Self {
            format: tree.format(),
            in_flow: collection.is_some_and(Node::in_flow),
            is_key: false,
            block_indent,
            newline: tree.source().newline(),
        }
    }

    /// Returns the place of a node, for a replacement of its content.
    pub fn of(node: Node<'_>) -> Self {
        let is_key = node.is_key();
        let indent = enclosing_indent(node) + DEFAULT_INDENT;
        Self { is_key, ..Self::in_collection(node.parent(), node.tree(), indent) }
    }
}

/// The number of spaces by which most templates indent.
pub const DEFAULT_INDENT: usize = 2;

/// Returns the column, counted from 0, of the key or dash of the block entry that contains the node. Lines below the
/// node must be indented further.
pub fn enclosing_indent(node: Node<'_>) -> usize {
    let mut child = node;
    for parent in node.ancestors() {
        match parent.kind() {
            NodeKind::Mapping(crate::syntax::CollectionStyle::Block) => {
                let key = if child.is_key() { Some(child) } else { child.key() };
                return key.map_or(0, |key| column(key, key.range().start()));
            }
            NodeKind::Sequence(crate::syntax::CollectionStyle::Block) => {
                return column(parent, parent.content_range().start());
            }
            _ => child = parent,
        }
    }
    0
}

/// Returns the column of a byte, counted from 0 in bytes.
pub fn column(node: Node<'_>, offset: u32) -> usize {
    let source = node.tree().source();
    let line = source.line_range(source.line_index(offset));
    let bom = if line.start() == 0 { source.bom_len() } else { 0 };
    (offset - line.start()).saturating_sub(bom) as usize
}
