//! Handles to the nodes of a tree. More methods of [`Node`] are in `sibling.rs`, `scalar.rs` and `text_ranges.rs`, and
//! in `model/function.rs`.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::range::TextRange;
use crate::syntax::tree::{
    CollectionStyle, Content, Format, NO_NODE, NodeData, NodeKind, Properties, ScalarStyle, Tree,
};

/// The index of a node in its tree; ids increase in the order of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The id as an index; those of a tree are dense from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A handle to a node of a tree; cheap to copy.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: NodeId,
    /// Whether the tag has been read as a function already, so that the node represents the function's argument.
    tag_hidden: bool,
}

/// A key and its value in a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'t> {
    /// The key.
    pub key: Node<'t>,
    /// The value; an empty plain scalar if the entry has none.
    pub value: Node<'t>,
}

impl<'t> Entry<'t> {
    /// The text of the key; `None` if the key is a collection.
    pub fn name(&self) -> Option<&'t str> {
        self.key.resolved().text()
    }

    /// Whether this is YAML's merge key, `<<`.
    pub fn is_merge(&self) -> bool {
        self.key.scalar_style() == Some(ScalarStyle::Plain)
            && self.key.text() == Some("<<")
            && self.key.tag().is_none()
            && self.key.tree().format() == Format::Yaml
    }

    /// The entries of the mapping from this one to `last`, which may be the same.
    pub fn through(self, last: Self) -> Entries<'t> {
        Entries(Children { tree: self.key.tree, next: self.key.id.0, end: last.value.data().end })
    }

    /// The range of bytes from the beginning of the key to the end of the value.
    pub fn range(&self) -> TextRange {
        self.key.range().cover(self.value.range())
    }
}

impl<'t> Node<'t> {
    pub(super) fn new(tree: &'t Tree, id: NodeId) -> Self {
        Self { tree, id, tag_hidden: false }
    }

    fn data(self) -> &'t NodeData {
        self.tree.data(self.id)
    }

    fn properties(self) -> Properties {
        self.tree.properties(self.id)
    }

    /// The tree that the node belongs to.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// The id of the node in its tree.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The kind of the node.
    pub fn kind(self) -> NodeKind {
        self.data().kind
    }

    /// The range of bytes of the node with its tag and anchor, which an edit of the node replaces.
    pub fn range(self) -> TextRange {
        let Properties { tag, anchor } = self.properties();
        let range = [tag.map(|tag| tag.range), anchor]
            .into_iter()
            .flatten()
            .fold(self.data().range, TextRange::cover);
        if self.tag_hidden { self.data().range } else { range }
    }

    /// The range of bytes of the node without its tag and anchor; for a scalar with its quotes or block header.
    pub fn content_range(self) -> TextRange {
        self.data().range
    }

    /// The text of the source in [`Node::range`].
    pub fn source_text(self) -> &'t str {
        self.tree.source.slice(self.range())
    }

    /// The tag in its resolved form, `!Ref` or `tag:yaml.org,2002:str`; always `None` in JSON.
    pub fn tag(self) -> Option<&'t str> {
        if self.tag_hidden {
            return None;
        }
        self.properties().tag.map(|tag| match tag.resolved {
            Some(decoded) => &self.tree.decoded[decoded.as_usize()],
            None => self.tree.source.slice(tag.range),
        })
    }

    /// The name that follows the exclamation mark of a local tag: `Ref` for `!Ref`.
    pub fn local_tag(self) -> Option<&'t str> {
        self.tag()?.strip_prefix('!').filter(|name| !name.is_empty())
    }

    /// The range of bytes of the tag.
    pub fn tag_range(self) -> Option<TextRange> {
        if self.tag_hidden { None } else { self.properties().tag.map(|tag| tag.range) }
    }

    /// The range of bytes of the anchor, `&name`.
    pub fn anchor_range(self) -> Option<TextRange> {
        self.properties().anchor
    }

    /// Returns the node as if it had no tag: the argument of the function that the tag names.
    #[must_use]
    pub fn without_tag(self) -> Self {
        Self { tag_hidden: true, ..self }
    }

    /// The decoded text of a scalar: without quotes, escapes and indentation. Empty for an absent value, `None` for
    /// collections and aliases.
    pub fn text(self) -> Option<&'t str> {
        match self.data().content {
            Content::Source(range) => Some(self.tree.source.slice(range)),
            Content::Decoded(range) => Some(&self.tree.decoded[range.as_usize()]),
            Content::Children(_) | Content::Target(_) => None,
        }
    }

    /// The range of bytes of a scalar's text, if the source contains the text literally: for `'text'` the bytes between
    /// the quotes.
    ///
    /// `None` if the text had to be decoded, and for collections and aliases.
    pub fn verbatim_text_range(self) -> Option<TextRange> {
        match self.data().content {
            Content::Source(range) => Some(range),
            _ => None,
        }
    }

    /// The notation of a scalar; `None` for other nodes.
    pub fn scalar_style(self) -> Option<ScalarStyle> {
        match self.kind() {
            NodeKind::Scalar(style) => Some(style),
            _ => None,
        }
    }

    /// The notation of a sequence or mapping; `None` for other nodes.
    pub fn collection_style(self) -> Option<CollectionStyle> {
        match self.kind() {
            NodeKind::Sequence(style) | NodeKind::Mapping(style) => Some(style),
            _ => None,
        }
    }

    /// Whether this is a scalar.
    pub fn is_scalar(self) -> bool {
        matches!(self.kind(), NodeKind::Scalar(_))
    }

    /// Whether this is a sequence.
    pub fn is_sequence(self) -> bool {
        matches!(self.kind(), NodeKind::Sequence(_))
    }

    /// Whether this is a mapping.
    pub fn is_mapping(self) -> bool {
        matches!(self.kind(), NodeKind::Mapping(_))
    }

    /// Whether this is an alias.
    pub fn is_alias(self) -> bool {
        matches!(self.kind(), NodeKind::Alias)
    }

    /// Whether the node is a flow collection or lies in one.
    pub fn in_flow(self) -> bool {
        let flow = |node: Self| node.collection_style() == Some(CollectionStyle::Flow);
        flow(self) || self.ancestors().any(flow)
    }

    /// The node that an alias refers to; `None` for other nodes.
    pub fn alias_target(self) -> Option<Self> {
        match self.data().content {
            Content::Target(id) => Some(Self::new(self.tree, id)),
            _ => None,
        }
    }

    /// Returns the node, or the node that it refers to if it is an alias.
    #[must_use]
    pub fn resolved(self) -> Self {
        self.alias_target().unwrap_or(self)
    }

    /// The collection that contains the node.
    pub fn parent(self) -> Option<Self> {
        match self.data().parent {
            NO_NODE => None,
            parent => Some(Self::new(self.tree, NodeId(parent))),
        }
    }

    /// The collections that contain the node, the innermost first.
    pub fn ancestors(self) -> impl Iterator<Item = Self> + 't {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// The key of this node; `None` if the node is not the value of an entry.
    pub fn key(self) -> Option<Self> {
        let parent = self.parent().filter(|parent| parent.is_mapping() && !self.is_key())?;
        // The node before a value is its key or, if that is a collection, lies in it.
        let mut before = Self::new(self.tree, NodeId(self.id.0 - 1));
        while before.data().parent != parent.id.0 {
            before = before.parent()?;
        }
        Some(before)
    }

    /// Whether the node is a key of its mapping.
    pub fn is_key(self) -> bool {
        self.data().is_key
    }

    /// The entry whose key or value the node is.
    pub fn own_entry(self) -> Option<Entry<'t>> {
        if !self.is_key() {
            return Some(Entry { key: self.key()?, value: self });
        }
        let value = NodeId(self.data().end);
        Some(Entry { key: self, value: Self::new(self.tree, value) })
    }

    /// The index of the node among its siblings, counted from 0; in a mapping keys and values are both counted.
    pub fn child_index(self) -> usize {
        self.parent().map_or(0, |parent| parent.children().take_while(|child| child.id < self.id).count())
    }

    /// The number of children of a collection; in a mapping keys and values are both counted. 0 for other nodes.
    pub fn child_count(self) -> usize {
        match self.data().content {
            Content::Children(count) => count as usize,
            _ => 0,
        }
    }

    /// The children in the order of the source; in a mapping keys and values alternate.
    pub fn children(self) -> Children<'t> {
        let next = if self.child_count() == 0 { self.data().end } else { self.id.0 + 1 };
        Children { tree: self.tree, next, end: self.data().end }
    }

    /// The node and everything below it, in the order of the source.
    pub fn descendants(self) -> Descendants<'t> {
        Descendants { tree: self.tree, next: self.id.0, end: self.data().end }
    }

    /// Whether `other` is this node or lies below it.
    pub fn contains(self, other: Self) -> bool {
        self.id <= other.id && other.id.0 < self.data().end
    }

    /// The items of a sequence; empty for other nodes.
    pub fn items(self) -> Items<'t> {
        let end = self.data().end;
        Children { tree: self.tree, next: if self.is_sequence() { self.id.0 + 1 } else { end }, end }
    }

    /// The entries of a mapping; empty for other nodes.
    pub fn entries(self) -> Entries<'t> {
        let end = self.data().end;
        Entries(Children { tree: self.tree, next: if self.is_mapping() { self.id.0 + 1 } else { end }, end })
    }

    /// The value of the last entry with this key, which is the one that CloudFormation uses.
    pub fn get(self, key: &str) -> Option<Self> {
        self.entry(key).map(|entry| entry.value)
    }

    /// The last entry with this key.
    pub fn entry(self, key: &str) -> Option<Entry<'t>> {
        self.entries().filter(|entry| entry.name() == Some(key)).last()
    }

    /// The item of a sequence at an index, counted from 0.
    pub fn item(self, index: usize) -> Option<Self> {
        self.items().nth(index)
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.id == other.id && self.tag_hidden == other.tag_hidden
    }
}

impl Eq for Node<'_> {}

impl Hash for Node<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
        self.tag_hidden.hash(state);
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}@{:?}", self.kind(), self.range())
    }
}

/// An iterator over the children of a node in the order of the source.
#[derive(Clone, Debug)]
pub struct Children<'t> {
    tree: &'t Tree,
    next: u32,
    end: u32,
}

/// An iterator over the items of a sequence.
pub type Items<'t> = Children<'t>;

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.next >= self.end {
            return None;
        }
        let node = Node::new(self.tree, NodeId(self.next));
        self.next = node.data().end;
        Some(node)
    }
}

/// An iterator over the entries of a mapping in the order of the source.
#[derive(Clone, Debug)]
pub struct Entries<'t>(Children<'t>);

impl<'t> Iterator for Entries<'t> {
    type Item = Entry<'t>;

    fn next(&mut self) -> Option<Entry<'t>> {
        Some(Entry { key: self.0.next()?, value: self.0.next()? })
    }
}

/// An iterator over a node and everything below it, in the order of the source.
#[derive(Clone, Debug)]
pub struct Descendants<'t> {
    tree: &'t Tree,
    next: u32,
    end: u32,
}

impl<'t> Descendants<'t> {
    /// Continues after `node`, skipping everything below it.
    pub fn skip_subtree(&mut self, node: Node<'t>) {
        self.next = self.next.max(node.data().end);
    }
}

impl<'t> Iterator for Descendants<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.next >= self.end {
            return None;
        }
        let node = Node::new(self.tree, NodeId(self.next));
        self.next += 1;
        Some(node)
    }
}
