//! The origins of the nodes of an expansion.

use crate::range::TextRange;
use crate::syntax::{Node, NodeId, Tree};

use super::{Expansion, Snippets};

/// The origin of a node of an expansion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The node of the template or of the snippet.
    pub node: NodeId,
    /// The index of the snippet among those that were inserted; `None` for the template itself.
    pub snippet: Option<u16>,
    /// The index of the round of the innermost loop around the node; `None` outside of loops.
    pub round: Option<u32>,
    /// Whether the node is a scalar with the same text as its origin.
    pub is_verbatim: bool,
}

/// One round of a loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The name of the loop's variable.
    pub variable: String,
    /// The value of the variable in this round.
    pub value: String,
    /// The origin of the value: an item of the collection, or the whole collection.
    pub item: Origin,
    /// Whether every stack has this round, rather than only those that leave a parameter at its default.
    pub is_certain: bool,
}

/// A snippet that was inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Included {
    /// The path of the snippet, as written in the template.
    pub path: String,
    /// The scalar in the template that contains the path.
    pub location: NodeId,
}

/// A range of bytes in the template or in a snippet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceLocation<'e> {
    /// The snippet; `None` for the template itself.
    pub snippet: Option<&'e Included>,
    /// The range of bytes.
    pub range: TextRange,
    /// The index of the round of the innermost loop around the bytes; `None` outside of loops.
    pub round: Option<u32>,
}

/// The origins of all nodes, in the order of the nodes.
#[derive(Debug, Default)]
pub(super) struct Origins {
    nodes: Vec<Origin>,
    pub(super) rounds: Vec<Round>,
    /// The snippets in the order in which they were inserted.
    pub(super) snippets: Vec<Included>,
}

impl Origins {
    pub(super) fn push(&mut self, origin: Origin) {
        self.nodes.push(origin);
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn get(&self, node: NodeId) -> Origin {
        self.nodes[node.index()]
    }

    pub(super) fn round(&self, round: u32) -> &Round {
        &self.rounds[round as usize]
    }

    fn included(&self, origin: Origin) -> Option<&Included> {
        origin.snippet.map(|index| &self.snippets[usize::from(index)])
    }
}

/// Returns the location in the sources that bytes of an expansion come from.
pub(super) fn location<'e>(
    expansion: &'e Expansion,
    range: TextRange,
    source: &Tree,
    snippets: &Snippets,
) -> Option<SourceLocation<'e>> {
    let finder = Finder { expansion, source, snippets };
    let start = expansion.tree.node_at(range.start())?;
    let node =
        std::iter::once(start).chain(start.ancestors()).find(|node| node.range().contains_range(range))?;
    let origin = expansion.origins.get(node.id());
    let snippet = expansion.origins.included(origin);
    Some(SourceLocation { snippet, range: finder.range_in(node, range)?, round: origin.round })
}

struct Finder<'e> {
    expansion: &'e Expansion,
    source: &'e Tree,
    snippets: &'e Snippets,
}

impl<'e> Finder<'e> {
    fn source_of(&self, node: Node<'e>) -> Option<Node<'e>> {
        let origins = &self.expansion.origins;
        let origin = origins.get(node.id());
        let tree = match origins.included(origin) {
            Some(included) => self.snippets.get(&included.path)?,
            None => self.source,
        };
        Some(tree.node(origin.node))
    }

    /// The bytes of the source that a part of a node comes from.
    fn range_in(&self, node: Node<'e>, range: TextRange) -> Option<TextRange> {
        let source = self.source_of(node)?;
        // The expansion is written in a notation of its own, so parts correspond by their role and not by their
        // offsets.
        if Some(range) == node.tag_range() {
            return Some(source.tag_range().unwrap_or(source.range()));
        }
        if range == node.range() {
            return Some(source.range());
        }
        if range == node.content_range() {
            return Some(source.content_range());
        }
        let part = if node.is_scalar() {
            self.range_in_scalar(node, source, range)
        } else {
            self.range_of_children(node, range)
        };
        Some(part.unwrap_or(source.range()))
    }

    fn range_in_scalar(&self, node: Node<'e>, source: Node<'e>, range: TextRange) -> Option<TextRange> {
        let is_verbatim = self.expansion.origins.get(node.id()).is_verbatim;
        is_verbatim.then(|| Some(source.text_range(node.text_part(range)?)))?
    }

    /// The range from the first child within the bytes to the last one; `None` if they come from different collections.
    fn range_of_children(&self, node: Node<'e>, range: TextRange) -> Option<TextRange> {
        let within = |child: &Node<'e>| range.contains_range(child.range());
        let mut sources = node.children().filter(within).filter_map(|child| self.source_of(child));
        let first = sources.next()?;
        let last = sources.last().unwrap_or(first);
        let is_one_collection = first.parent() == last.parent() && first.id() <= last.id();
        is_one_collection.then(|| first.range().cover(last.range()))
    }
}
