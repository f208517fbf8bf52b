//! The stored form of a tree: one flat list of nodes in the order of the source.

use std::sync::OnceLock;

use crate::range::TextRange;
use crate::source::Source;
use crate::syntax::comment::Comments;
use crate::syntax::error::SyntaxError;
use crate::syntax::node::{Node, NodeId};
use crate::syntax::{parse, sibling};

/// The notation that a source was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML, also where the file calls itself JSON but is only YAML's flow notation.
    Yaml,
    /// JSON as of RFC 8259.
    Json,
}

/// The notation of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScalarStyle {
    /// Without quotes: `text`. In JSON, a number or a literal name.
    Plain,
    /// `'text'`
    SingleQuoted,
    /// `"text"`; every string of JSON.
    DoubleQuoted,
    /// The block that keeps its line breaks, `|`.
    Literal,
    /// The block that folds its line breaks, `>`.
    Folded,
}

/// The notation of a sequence or mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CollectionStyle {
    /// By indentation.
    Block,
    /// By brackets: `[a, b]`, `{a: b}`; every collection of JSON.
    Flow,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// One value.
    Scalar(ScalarStyle),
    /// A list of nodes.
    Sequence(CollectionStyle),
    /// A list of keys with values.
    Mapping(CollectionStyle),
    /// `*name`, which stands for the node that carries the anchor `&name`.
    Alias,
}

/// The lossless syntax tree of one source.
///
/// Reading never fails: what cannot be read is among [`Tree::errors`], and the tree holds what came before it.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(super) source: Source,
    pub(super) format: Format,
    pub(super) nodes: Vec<NodeData>,
    pub(super) decoded: String,
    pub(super) properties: Vec<Properties>,
    pub(super) documents: Vec<NodeId>,
    pub(super) comments: Comments,
    pub(super) errors: Vec<SyntaxError>,
    /// Found when somebody asks.
    pub(super) last_of_equal_keys: OnceLock<Vec<NodeId>>,
}

/// A node, 36 bytes. Children follow their parent, so a subtree is one run of the list.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeData {
    /// The bytes of the node without its tag and anchor.
    pub(super) range: TextRange,
    /// The place after the node's last descendant.
    pub(super) end: u32,
    pub(super) parent: u32,
    pub(super) content: Content,
    /// A place in `properties` plus one; 0 for none.
    pub(super) properties: u32,
    pub(super) kind: NodeKind,
    pub(super) is_key: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Content {
    /// The text of a scalar that stands in the source as it is.
    Source(TextRange),
    /// The text of a scalar that had to be decoded.
    Decoded(TextRange),
    /// How many children a collection has; a mapping counts keys and values.
    Children(u32),
    /// The node that an alias stands for.
    Target(NodeId),
}

/// The tag and the anchor in front of a node.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Properties {
    pub(super) tag: Option<TagData>,
    /// `&name`
    pub(super) anchor: Option<TextRange>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct TagData {
    /// `!Ref`, as written.
    pub(super) range: TextRange,
    /// Begins with one exclamation mark and names something: `!Ref`, not `!!str` and not `!`.
    pub(super) is_local: bool,
    /// The tag after handles and escapes are resolved, where that differs from what is written.
    pub(super) resolved: Option<TextRange>,
}

/// Stands for "no parent".
pub(super) const NO_NODE: u32 = u32::MAX;

impl Tree {
    /// Reads a source, as JSON where it begins with `{` or `[` and is JSON, else as YAML.
    pub fn parse(source: Source) -> Self {
        parse::parse(source)
    }

    /// Reads a source as JSON and nothing else, as the fragment of a macro is.
    pub fn parse_json(source: Source) -> Self {
        parse::parse_json(source)
    }

    /// The source, byte for byte.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The notation that the source was read as.
    pub fn format(&self) -> Format {
        self.format
    }

    /// What could not be read, in the order of the source.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// The comments, in the order of the source.
    pub fn comments(&self) -> &Comments {
        &self.comments
    }

    /// The root of the first document; none when the source holds no node.
    pub fn root(&self) -> Option<Node<'_>> {
        self.documents.first().map(|&id| self.node(id))
    }

    /// The roots of all documents.
    pub fn documents(&self) -> impl Iterator<Item = Node<'_>> {
        self.documents.iter().map(|&id| self.node(id))
    }

    /// The node with the given id.
    ///
    /// # Panics
    /// Panics when the id belongs to another tree.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        assert!(id.index() < self.nodes.len(), "the node id belongs to another tree");
        Node::new(self, id)
    }

    /// Every node in the order of the source.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32).map(|i| Node::new(self, NodeId(i)))
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// The deepest node whose bytes, tag and anchor included, hold `offset`.
    pub fn node_at(&self, offset: u32) -> Option<Node<'_>> {
        // Nodes stand in the order of the source, so it is the last one that begins before, or one around that.
        let (mut first, mut behind) = (0, self.nodes.len() as u32);
        while first < behind {
            let middle = first.midpoint(behind);
            if Node::new(self, NodeId(middle)).range().start() <= offset {
                first = middle + 1;
            } else {
                behind = middle;
            }
        }
        let last = Node::new(self, NodeId(first.checked_sub(1)?));
        std::iter::once(last).chain(last.ancestors()).find(|node| offset < node.range().end())
    }

    /// Whether a text stands anywhere in the source or in decoded scalars and tags; far faster than a walk.
    pub(crate) fn mentions(&self, text: &str) -> bool {
        let finder = memchr::memmem::Finder::new(text);
        [self.source.text(), &self.decoded].iter().any(|all| finder.find(all.as_bytes()).is_some())
    }

    /// The last key of each name that a mapping has more than once.
    pub(super) fn last_of_equal_keys(&self) -> &[NodeId] {
        self.last_of_equal_keys.get_or_init(|| sibling::last_of_equal_keys(self))
    }

    pub(super) fn data(&self, id: NodeId) -> &NodeData {
        &self.nodes[id.index()]
    }

    pub(super) fn properties(&self, id: NodeId) -> Properties {
        match self.data(id).properties {
            0 => Properties::default(),
            place => self.properties[place as usize - 1],
        }
    }
}
