//! The siblings of a node in its collection, found without a walk over the collection.

use rustc_hash::FxHashMap;

use crate::syntax::node::{Entry, Node, NodeId};
use crate::syntax::tree::{CollectionStyle, Tree};
use crate::syntax::trivia::indicator;

impl<'t> Node<'t> {
    /// The child before this one; for a value in a mapping, its key.
    pub fn previous_sibling(self) -> Option<Self> {
        let parent = self.parent()?;
        let before = self.tree().node(NodeId(self.id().0.checked_sub(1)?));
        let mut around = std::iter::once(before).chain(before.ancestors());
        around.find(|node| node.parent() == Some(parent))
    }

    /// The child after this one; for a key in a mapping, its value.
    pub fn next_sibling(self) -> Option<Self> {
        let next = NodeId(subtree_end(self));
        (next.0 < subtree_end(self.parent()?)).then(|| self.tree().node(next))
    }

    /// The first node after this one and everything below it, in the order of the source.
    pub(crate) fn following(self) -> Option<Self> {
        let end = subtree_end(self);
        ((end as usize) < self.tree().node_count()).then(|| Self::new(self.tree(), NodeId(end)))
    }

    /// Whether the node is a key that a question mark announces, `? key`.
    pub fn is_explicit_key(self) -> bool {
        let Some(mapping) = self.parent().filter(|_| self.is_key()) else { return false };
        let is_flow = mapping.collection_style() == Some(CollectionStyle::Flow);
        let start = match self.previous_sibling() {
            Some(previous) => previous.range().end() + u32::from(is_flow),
            None => mapping.content_range().start() + u32::from(is_flow),
        };
        start <= self.range().start() && indicator(self.tree().source().text(), start, b'?').is_some()
    }
}

impl<'t> Entry<'t> {
    /// The entry before this one in its mapping.
    pub fn previous(&self) -> Option<Self> {
        let value = self.key.previous_sibling()?;
        Some(Self { key: value.previous_sibling()?, value })
    }

    /// The entry after this one in its mapping.
    pub fn next(&self) -> Option<Self> {
        let key = self.value.next_sibling()?;
        Some(Self { key, value: key.next_sibling()? })
    }

    /// Whether this is the last of several entries with the same key, so that another one would be used without it.
    pub fn hides_another(&self) -> bool {
        self.key.tree().last_of_equal_keys().binary_search(&self.key.id()).is_ok()
    }
}

/// The index after that of the last node of a subtree.
fn subtree_end(node: Node<'_>) -> u32 {
    node.tree().data(node.id()).end
}

/// The last key of each name that occurs more than once in a mapping, in the order of the source.
pub(super) fn last_of_equal_keys(tree: &Tree) -> Vec<NodeId> {
    let mut ids = Vec::new();
    for mapping in tree.nodes().filter(|node| node.is_mapping() && node.child_count() > 2) {
        let mut last: FxHashMap<&str, (NodeId, bool)> = FxHashMap::default();
        for entry in mapping.entries() {
            let Some(name) = entry.name() else { continue };
            let repeats = last.contains_key(name);
            last.insert(name, (entry.key.id(), repeats));
        }
        ids.extend(last.into_values().filter(|(_, repeats)| *repeats).map(|(id, _)| id));
    }
    ids.sort_unstable();
    ids
}
