//! Where the nodes of an expansion come from.

use crate::range::TextRange;
use crate::syntax::{Node, NodeId, Tree};

use super::{Expansion, Snippets};

/// Where a node of an expansion comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The node, of the template or of the snippet.
    pub node: NodeId,
    /// The snippet, by its place among those that were put in; none for the template itself.
    pub snippet: Option<u16>,
    /// The round of the innermost loop around it.
    pub round: Option<u32>,
    /// Whether it is a scalar with the same text.
    pub is_verbatim: bool,
}

/// One round of a loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The name of the loop's variable.
    pub variable: String,
    /// The value that it has in this round.
    pub value: String,
    /// What gives the value: an item of the collection, or all of it.
    pub item: Origin,
    /// Whether every stack has this round, rather than those that leave a parameter at its default.
    pub is_certain: bool,
}

/// A snippet that was put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Included {
    /// The path that the template names it by.
    pub path: String,
    /// The scalar of the template with the path.
    pub location: NodeId,
}

/// Bytes of the template, or of a snippet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceLocation<'e> {
    /// The snippet; none for the template itself.
    pub snippet: Option<&'e Included>,
    /// The bytes.
    pub range: TextRange,
    /// The round of the innermost loop around it.
    pub round: Option<u32>,
}

/// The origins of all nodes, in the order of the nodes.
#[derive(Debug, Default)]
pub(super) struct Origins {
    nodes: Vec<Origin>,
    pub(super) rounds: Vec<Round>,
    /// The snippets in the order in which they were put in.
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
        origin.snippet.map(|place| &self.snippets[usize::from(place)])
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
    let holder =
        std::iter::once(start).chain(start.ancestors()).find(|node| node.range().contains_range(range))?;
    let origin = expansion.origins.get(holder.id());
    let snippet = expansion.origins.included(origin);
    Some(SourceLocation { snippet, range: finder.range_in(holder, range)?, round: origin.round })
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

    /// The bytes of the source behind a part of a node.
    fn range_in(&self, node: Node<'e>, range: TextRange) -> Option<TextRange> {
        let source = self.source_of(node)?;
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

    /// From the first child within the bytes to the last one, where they come from one collection.
    fn range_of_children(&self, node: Node<'e>, range: TextRange) -> Option<TextRange> {
        let within = |child: &Node<'e>| range.contains_range(child.range());
        let mut sources = node.children().filter(within).filter_map(|child| self.source_of(child));
        let first = sources.next()?;
        let last = sources.last().unwrap_or(first);
        let is_one = first.parent() == last.parent() && first.id() <= last.id();
        is_one.then(|| first.range().cover(last.range()))
    }
}
