//! Anchors, aliases and merge keys, found without a walk over the nodes.

use crate::syntax::node::{Node, NodeId};
use crate::syntax::tree::Tree;

/// The nodes of a tree that share their content with others, in the order of the source.
#[derive(Clone, Debug, Default)]
pub(super) struct Sharing {
    /// Nodes with an anchor, aliases, and keys `<<` of any notation.
    nodes: Vec<NodeId>,
    /// Mappings with a merge key.
    merging: Vec<NodeId>,
}

impl Sharing {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut sharing = Self::default();
        for node in tree.nodes() {
            let is_named_as_merge = node.is_key() && node.text() == Some("<<");
            if node.anchor_range().is_some() || node.is_alias() || is_named_as_merge {
                sharing.nodes.push(node.id());
            }
            if is_named_as_merge && node.own_entry().is_some_and(|entry| entry.is_merge()) {
                sharing.merging.extend(node.parent().map(Node::id));
            }
        }
        sharing.merging.sort_unstable();
        sharing
    }
}

impl Node<'_> {
    /// Whether there are anchors, aliases or merge keys in the node.
    pub fn has_shared_content(self) -> bool {
        let nodes = &self.tree().sharing().nodes;
        let next = nodes.partition_point(|id| *id < self.id());
        nodes.get(next).is_some_and(|&id| self.contains(self.tree().node(id)))
    }

    /// Whether the node or one around it has an anchor, so that aliases can repeat it elsewhere.
    pub fn is_anchored(self) -> bool {
        std::iter::once(self).chain(self.ancestors()).any(|outer| outer.anchor_range().is_some())
    }

    /// Whether this is a mapping with a merge key, so that it also has the entries of others.
    pub fn merges_others(self) -> bool {
        self.tree().sharing().merging.binary_search(&self.id()).is_ok()
    }
}
