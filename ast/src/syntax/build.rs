//! Builds the flat list of nodes while a reader walks the source.

use std::sync::OnceLock;

use crate::range::TextRange;
use crate::source::Source;
use crate::syntax::MAX_DEPTH;
use crate::syntax::comment::Comments;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::node::NodeId;
use crate::syntax::tree::{CollectionStyle, Content, Format, NO_NODE, NodeData, NodeKind, Properties, Tree};

/// Bytes of source per node to reserve; templates have one node per 10 to 20 bytes.
const BYTES_PER_NODE: usize = 14;

/// Bytes of source per tag or anchor to reserve.
const BYTES_PER_PROPERTY: usize = 256;

/// A tree under construction.
pub(super) struct Builder {
    pub(super) nodes: Vec<NodeData>,
    pub(super) decoded: String,
    pub(super) properties: Vec<Properties>,
    pub(super) documents: Vec<NodeId>,
    pub(super) comments: Vec<TextRange>,
    pub(super) errors: Vec<SyntaxError>,
    open: Vec<Open>,
    /// The length of the source in bytes.
    len: usize,
}

/// A collection whose end has not been reached.
struct Open {
    node: u32,
    last_child: u32,
}

/// The slot of the next node in the innermost open collection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Root,
    Item { previous_end: Option<u32>, sequence_start: u32, style: CollectionStyle },
    Key { previous_end: Option<u32>, mapping_start: u32 },
    Value { key_end: u32, mapping_start: u32, style: CollectionStyle },
}

impl Builder {
    pub(super) fn new(source: &Source) -> Self {
        let len = source.text().len();
        Self {
            len,
            nodes: Vec::with_capacity(len / BYTES_PER_NODE + 8),
            decoded: String::new(),
            properties: Vec::with_capacity(len / BYTES_PER_PROPERTY),
            documents: Vec::new(),
            comments: Vec::new(),
            errors: Vec::new(),
            open: Vec::with_capacity(16),
        }
    }

    pub(super) fn error(&mut self, range: TextRange, kind: SyntaxErrorKind) {
        self.errors.push(SyntaxError { range, kind });
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The slot that the next node will fill.
    pub(super) fn slot(&self) -> Slot {
        let Some(open) = self.open.last() else { return Slot::Root };
        let collection = &self.nodes[open.node as usize];
        let previous = (open.last_child != NO_NODE).then(|| self.nodes[open.last_child as usize].range);
        let previous_end = previous.map(TextRange::end);
        match (collection.kind, collection.content, previous) {
            // Keys and values alternate, so an odd number of children ends with a key.
            (NodeKind::Mapping(style), Content::Children(count), Some(key)) if count % 2 == 1 => {
                Slot::Value { key_end: key.end(), mapping_start: collection.range.start(), style }
            }
            (NodeKind::Sequence(style), ..) => {
                Slot::Item { previous_end, sequence_start: collection.range.start(), style }
            }
            _ => Slot::Key { previous_end, mapping_start: collection.range.start() },
        }
    }

    /// Adds a scalar or an alias.
    pub(super) fn leaf(
        &mut self,
        kind: NodeKind,
        range: TextRange,
        content: Content,
        properties: Properties,
    ) -> NodeId {
        let id = self.push(kind, range, content, properties);
        // `!Ref X: value`: the value of a function cannot be a key.
        if self.nodes[id.index()].is_key && kind != NodeKind::Alias && self.has_local_tag(id) {
            self.error(range, SyntaxErrorKind::ComplexKey);
        }
        id
    }

    /// Begins a sequence or mapping; returns false if it is nested too deeply.
    pub(super) fn open(&mut self, kind: NodeKind, range: TextRange, properties: Properties) -> bool {
        if self.open.len() == MAX_DEPTH {
            self.error(range, SyntaxErrorKind::TooDeep);
            return false;
        }
        let id = self.push(kind, range, Content::Children(0), properties);
        // `{{ name }}:` is a mapping as the key of a mapping that is a key itself: one mistake, reported once.
        let is_in_key = self.open.last().is_some_and(|open| self.nodes[open.node as usize].is_key);
        if self.nodes[id.index()].is_key && !is_in_key {
            self.error(range, SyntaxErrorKind::ComplexKey);
        }
        self.open.push(Open { node: id.0, last_child: NO_NODE });
        true
    }

    /// Ends the innermost collection. A block collection ends with its last child; anything that follows is trivia.
    pub(super) fn close(&mut self, end: u32) {
        let Some(open) = self.open.pop() else { return };
        let next = self.nodes.len() as u32;
        let last_end = self.nodes.get(open.last_child as usize).map(|child| child.range.end());
        let first_start = (open.last_child != NO_NODE).then(|| self.outer_start(open.node + 1));
        let node = &mut self.nodes[open.node as usize];
        node.end = next;
        let (NodeKind::Sequence(style) | NodeKind::Mapping(style)) = node.kind else { return };
        node.range = match (style, first_start, last_end) {
            // After a mistake `end` is where reading stopped, which may lie before the last child.
            (CollectionStyle::Flow, ..) => {
                let least = last_end.unwrap_or_default().max(node.range.start());
                TextRange::new(node.range.start(), end.max(least))
            }
            // The parser's event may lie after the tag or anchor of the first child.
            (CollectionStyle::Block, Some(first), Some(last)) => {
                let start = node.range.start().min(first);
                TextRange::new(start, last.max(start))
            }
            (CollectionStyle::Block, ..) => node.range,
        };
    }

    /// Ends the open collections except for the outermost `depth` ones, at the byte where reading stopped.
    pub(super) fn close_to(&mut self, depth: usize, end: u32) {
        self.complete_entry(end);
        while self.open.len() > depth {
            self.close(end);
            self.complete_entry(end);
        }
    }

    /// Adds an absent value if the last key has none yet: entries are always pairs.
    fn complete_entry(&mut self, end: u32) {
        if let Slot::Value { key_end, .. } = self.slot() {
            let absent = TextRange::empty(end.max(key_end));
            let kind = NodeKind::Scalar(super::ScalarStyle::Plain);
            self.push(kind, absent, Content::Source(absent), Properties::default());
        }
    }

    /// Whether the root is an open block mapping, so that its next entry can begin on any line.
    pub(super) fn is_in_block(&self) -> bool {
        let root = self.open.first().map(|open| self.nodes[open.node as usize].kind);
        matches!(root, Some(NodeKind::Mapping(CollectionStyle::Block)))
    }

    /// The outermost bracket that has not been closed.
    pub(super) fn outermost_bracket(&self) -> Option<TextRange> {
        let is_flow = |kind| {
            matches!(
                kind,
                NodeKind::Sequence(CollectionStyle::Flow) | NodeKind::Mapping(CollectionStyle::Flow)
            )
        };
        let mut open = self.open.iter().map(|open| &self.nodes[open.node as usize]);
        let start = open.find(|node| is_flow(node.kind))?.range.start();
        Some(TextRange::new(start, start + 1))
    }

    /// Removes everything from byte `offset` on. The collections that contained it are open again.
    pub(super) fn rewind(&mut self, offset: u32) {
        let mut kept = self.nodes.partition_point(|node| node.range.start() < offset);
        // A scalar over several lines may begin before the offset and have swallowed the text after it.
        let is_cut = |node: &NodeData| matches!(node.kind, NodeKind::Scalar(_)) && node.range.end() > offset;
        if kept > 0 && is_cut(&self.nodes[kept - 1]) {
            kept -= 1;
        }
        self.comments.retain(|comment| comment.start() < offset);
        self.errors.retain(|error| error.range.start() < offset);
        let Some(first) = self.nodes.get(kept) else { return };
        let mut ancestors = Vec::new();
        let mut parent = first.parent;
        while parent != NO_NODE {
            ancestors.push(parent);
            parent = self.nodes[parent as usize].parent;
        }
        self.nodes.truncate(kept);
        self.open = ancestors.iter().rev().map(|&node| Open { node, last_child: NO_NODE }).collect();
        for &ancestor in &ancestors {
            self.nodes[ancestor as usize].end = kept as u32;
        }
        // Some children may have been removed, so that counts and last children are no longer right.
        for depth in 0..self.open.len() {
            self.count_children(depth);
        }
    }

    fn count_children(&mut self, depth: usize) {
        let collection = self.open[depth].node;
        let (mut next, mut count, mut last) = (collection + 1, 0, NO_NODE);
        while (next as usize) < self.nodes.len() {
            (last, count) = (next, count + 1);
            next = self.nodes[next as usize].end;
        }
        self.nodes[collection as usize].content = Content::Children(count);
        self.open[depth].last_child = last;
    }

    /// The end of the last node so far.
    pub(super) fn last_end(&self) -> u32 {
        self.nodes.last().map_or(0, |node| node.range.end())
    }

    pub(super) fn is_open(&self, id: NodeId) -> bool {
        self.open.iter().any(|open| open.node == id.0)
    }

    pub(super) fn decode(&mut self, text: &str) -> Content {
        let start = self.decoded.len() as u32;
        self.decoded.push_str(text);
        Content::Decoded(TextRange::new(start, self.decoded.len() as u32))
    }

    /// The first byte of a node, its tag and anchor included.
    fn outer_start(&self, node: u32) -> u32 {
        let data = &self.nodes[node as usize];
        let Some(index) = data.properties.checked_sub(1) else { return data.range.start() };
        let Properties { tag, anchor } = self.properties[index as usize];
        let starts = [tag.map(|tag| tag.range.start()), anchor.map(TextRange::start)];
        starts.into_iter().flatten().fold(data.range.start(), u32::min)
    }

    fn has_local_tag(&self, id: NodeId) -> bool {
        let Some(index) = self.nodes[id.index()].properties.checked_sub(1) else { return false };
        self.properties[index as usize].tag.is_some_and(|tag| tag.is_local)
    }

    fn push(&mut self, kind: NodeKind, range: TextRange, content: Content, properties: Properties) -> NodeId {
        let id = self.nodes.len() as u32;
        let is_key = matches!(self.slot(), Slot::Key { .. });
        let parent = if let Some(open) = self.open.last_mut() {
            open.last_child = id;
            if let Content::Children(count) = &mut self.nodes[open.node as usize].content {
                *count += 1;
            }
            open.node
        } else {
            self.documents.push(NodeId(id));
            NO_NODE
        };
        let properties = if properties.tag.is_some() || properties.anchor.is_some() {
            self.properties.push(properties);
            self.properties.len() as u32
        } else {
            0
        };
        if self.nodes.len() == self.nodes.capacity() {
            self.grow(range.start() as usize);
        }
        self.nodes.push(NodeData { range, end: id + 1, parent, content, properties, kind, is_key });
        NodeId(id)
    }

    /// Reserves room for as many nodes as the rest of the source will need if it continues as it began.
    fn grow(&mut self, read: usize) {
        let count = self.nodes.len();
        let rest = self.len.saturating_sub(read) * count / read.max(1);
        self.nodes.reserve_exact(rest.clamp(count / 4, count) + 8);
    }

    pub(super) fn finish(mut self, source: Source, format: Format) -> Tree {
        let end = source.text().len() as u32;
        self.close_to(0, end);
        self.errors.sort_by_key(|error| error.range);
        Tree {
            source,
            format,
            nodes: self.nodes,
            decoded: self.decoded,
            properties: self.properties,
            documents: self.documents,
            comments: Comments::new(self.comments),
            errors: self.errors,
            #[cfg(feature = "uselatest")]
            macro_name: None,
            last_of_equal_keys: OnceLock::new(),
            sharing: OnceLock::new(),
        }
    }
}
