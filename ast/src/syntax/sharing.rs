//! Anchors, aliases and merge keys.

use crate::syntax::node::Node;

impl Node<'_> {
    /// Whether there are anchors, aliases or merge keys in the node.
    pub fn has_shared_content(self) -> bool {
        self.descendants().any(|inner| {
            inner.anchor_range().is_some()
                || inner.is_alias()
                || (inner.is_key() && inner.text() == Some("<<"))
        })
    }
}
