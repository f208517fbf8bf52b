//! The stored form of a tree: one flat list of nodes in the order of the source.

#[cfg(feature = "uselatest")]
use std::sync::Arc;
use std::sync::OnceLock;

use crate::range::TextRange;
use crate::source::Source;
use crate::syntax::comment::Comments;
use crate::syntax::error::SyntaxError;
use crate::syntax::node::{Node, NodeId};
use crate::syntax::sharing::Sharing;
use crate::syntax::{parse, sibling};

/// The notation that a source was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML, including a file that looks like JSON but is only valid as YAML's flow notation.
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
    /// A literal block, `|`, which keeps its line breaks.
    Literal,
    /// A folded block, `>`, which folds its line breaks.
    Folded,
}

/// The notation of a sequence or mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CollectionStyle {
    /// Structured by indentation.
    Block,
    /// Structured by brackets: `[a, b]`, `{a: b}`; every collection of JSON.
    Flow,
}

/// The kind of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// A single value.
    Scalar(ScalarStyle),
    /// A list of nodes.
    Sequence(CollectionStyle),
    /// A list of entries, each a key with a value.
    Mapping(CollectionStyle),
    /// `*name`, which refers to the node with the anchor `&name`.
    Alias,
}

/// The lossless syntax tree of one source.
///
/// Reading never fails: mistakes are in [`Tree::errors`], and the tree contains everything that could be read.
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
    /// The name of the macro Uselatest; `None` for the default.
    #[cfg(feature = "uselatest")]
    pub(super) macro_name: Option<Arc<str>>,
    /// Computed at the first use.
    pub(super) last_of_equal_keys: OnceLock<Vec<NodeId>>,
    /// Computed at the first use.
    pub(super) sharing: OnceLock<Sharing>,
}

/// A node, in 36 bytes. Children follow their parent, so a subtree is a contiguous part of the list.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeData {
    /// The range of bytes of the node without its tag and anchor.
    pub(super) range: TextRange,
    /// The index after that of the node's last descendant.
    pub(super) end: u32,
    pub(super) parent: u32,
    pub(super) content: Content,
    /// An index in `properties` plus one; 0 without tag and anchor.
    pub(super) properties: u32,
    pub(super) kind: NodeKind,
    pub(super) is_key: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Content {
    /// The text of a scalar that the source contains literally.
    Source(TextRange),
    /// The text of a scalar that had to be decoded.
    Decoded(TextRange),
    /// The number of children of a collection; in a mapping keys and values are both counted.
    Children(u32),
    /// The node that an alias refers to.
    Target(NodeId),
}

/// The tag and the anchor before a node.
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
    /// Whether the tag is one exclamation mark followed by a name: `!Ref`, but not `!!str` or `!`.
    pub(super) is_local: bool,
    /// The resolved tag in `decoded`, if it differs from the written one.
    pub(super) resolved: Option<TextRange>,
}

/// The name of the macro Uselatest, unless it is deployed under another one.
#[cfg(feature = "uselatest")]
pub const DEFAULT_MACRO_NAME: &str = "Uselatest";

/// The index that means "no node".
pub(super) const NO_NODE: u32 = u32::MAX;

impl Tree {
    /// Reads a source: as JSON if it begins with `{` after white space and is valid JSON, otherwise as YAML.
    ///
    /// If such a source is neither, the errors are those of JSON.
    ///
    /// Reading continues after a mistake, which has its range:
    ///
    /// ```
    /// use cfn_ast::{Source, Tree};
    ///
    /// let tree = Tree::parse(Source::new("Outputs: {A: [1}\nResources: {}\n")?);
    /// let error = &tree.errors()[0];
    /// println!("byte {}: {}", error.range.start(), error.kind);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// A node is a handle; keys, items and text are found from there:
    ///
    /// ```
    /// use cfn_ast::{Source, Tree};
    ///
    /// let tree = Tree::parse(Source::new("Tags: [{Key: team, Value: ü}]  # for billing")?);
    /// let root = tree.root().ok_or("no root")?;
    /// let tag = root.get("Tags").and_then(|tags| tags.item(0)).ok_or("no tag")?;
    /// assert_eq!(tag.get("Value").and_then(|value| value.text()), Some("ü"));
    /// assert_eq!(tag.source_text(), "{Key: team, Value: ü}");
    /// let names: Vec<_> = tag.entries().filter_map(|entry| entry.name()).collect();
    /// assert_eq!(names, ["Key", "Value"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(source: Source) -> Self {
        parse::parse(source)
    }

    /// Reads a source as JSON only, which is the format of a macro's fragment.
    pub fn parse_json(source: Source) -> Self {
        parse::parse_json(source)
    }

    /// Reads another version of the source as YAML or JSON, with the same name of the macro.
    #[must_use]
    pub fn parse_version(&self, source: Source) -> Self {
        Self {
            #[cfg(feature = "uselatest")]
            macro_name: self.macro_name.clone(),
            ..parse::parse(source)
        }
    }

    /// Sets the name under which the macro Uselatest is deployed; `None` for the default.
    #[cfg(feature = "uselatest")]
    #[must_use]
    pub fn with_macro_name(mut self, name: Option<&str>) -> Self {
        self.macro_name = name.map(Arc::from);
        self
    }

    /// The name under which templates call the macro Uselatest, [`DEFAULT_MACRO_NAME`] unless another one is set.
    #[cfg(feature = "uselatest")]
    pub fn macro_name(&self) -> &str {
        self.macro_name.as_deref().unwrap_or(DEFAULT_MACRO_NAME)
    }

    /// The source, byte for byte.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The notation that the source was read as.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The syntax errors, in the order of the source.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// The comments, in the order of the source.
    pub fn comments(&self) -> &Comments {
        &self.comments
    }

    /// The root of the first document; `None` if the source contains no node.
    pub fn root(&self) -> Option<Node<'_>> {
        self.documents.first().map(|&id| self.node(id))
    }

    /// The roots of all documents.
    pub fn documents(&self) -> impl Iterator<Item = Node<'_>> {
        self.documents.iter().map(|&id| self.node(id))
    }

    /// Returns the node with this id.
    ///
    /// # Panics
    /// Panics if the id is out of bounds, because it belongs to another tree.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        assert!(id.index() < self.nodes.len(), "the node id belongs to another tree");
        Node::new(self, id)
    }

    /// Every node in the order of the source.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32).map(|i| Node::new(self, NodeId(i)))
    }

    /// The number of nodes.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the innermost node whose bytes, tag and anchor included, contain byte `offset`.
    pub fn node_at(&self, offset: u32) -> Option<Node<'_>> {
        // Nodes are in the order of the source, so it is the last one that begins before the offset, or one around
        // that.
        let (mut first, mut end) = (0, self.nodes.len() as u32);
        while first < end {
            let middle = first.midpoint(end);
            if Node::new(self, NodeId(middle)).range().start() <= offset {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        let last = Node::new(self, NodeId(first.checked_sub(1)?));
        std::iter::once(last).chain(last.ancestors()).find(|node| offset < node.range().end())
    }

    /// Whether a text appears anywhere in the source or in decoded scalars and tags; far faster than a walk.
    pub(crate) fn mentions(&self, text: &str) -> bool {
        let finder = memchr::memmem::Finder::new(text);
        [self.source.text(), &self.decoded].iter().any(|all| finder.find(all.as_bytes()).is_some())
    }

    /// The last key of each name that occurs more than once in a mapping, in the order of the source.
    pub(super) fn last_of_equal_keys(&self) -> &[NodeId] {
        self.last_of_equal_keys.get_or_init(|| sibling::last_of_equal_keys(self))
    }

    pub(super) fn sharing(&self) -> &Sharing {
        self.sharing.get_or_init(|| Sharing::of(self))
    }

    pub(super) fn data(&self, id: NodeId) -> &NodeData {
        &self.nodes[id.index()]
    }

    pub(super) fn properties(&self, id: NodeId) -> Properties {
        match self.data(id).properties {
            0 => Properties::default(),
            index => self.properties[index as usize - 1],
        }
    }
}
