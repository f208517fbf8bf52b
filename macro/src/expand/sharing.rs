//! Nodes that several parts of a template share through the aliases of YAML.

use std::collections::BTreeMap;

use cfn_ast::syntax::{Format, Node, NodeId, Tree};

/// The aliases of a tree, by the node that they refer to.
#[derive(Clone, Debug, Default)]
pub(super) struct Sharing<'t>(BTreeMap<NodeId, Vec<Node<'t>>>);

impl<'t> Sharing<'t> {
    pub(super) fn of(tree: &'t Tree) -> Self {
        let mut aliases: BTreeMap<_, Vec<_>> = BTreeMap::new();
        // JSON has no aliases, and is what the macro reads in a deployment.
        if tree.format() == Format::Yaml {
            for alias in tree.nodes() {
                if let Some(target) = alias.alias_target() {
                    aliases.entry(target.id()).or_default().push(alias);
                }
            }
        }
        Self(aliases)
    }

    /// Whether a node occurs exactly this often in the template with its aliases replaced by what they refer to.
    ///
    /// Each occurrence is a path from the node up to the root, which may continue at an alias of any node on it. The
    /// search ends as soon as there are too many paths, so aliases that contain themselves do no harm.
    pub(super) fn occurs(&self, node: Node<'t>, times: usize) -> bool {
        let mut pending = vec![node];
        let mut paths = 0;
        while let Some(node) = pending.pop() {
            paths += 1;
            for above in std::iter::once(node).chain(node.ancestors()) {
                pending.extend(self.0.get(&above.id()).into_iter().flatten());
            }
            if paths + pending.len() > times {
                return false;
            }
        }
        paths == times
    }

    /// The innermost anchor at or above a node that aliases refer to.
    pub(super) fn anchor_of(&self, node: Node<'t>) -> Option<&'t str> {
        let mut around = std::iter::once(node).chain(node.ancestors());
        anchor(around.find(|around| self.0.contains_key(&around.id()))?)
    }

    /// The first anchor in `node`, other than its own, to which an alias refers that is not `removed`.
    pub(super) fn anchor_inside(
        &self,
        node: Node<'t>,
        removed: impl Fn(Node<'t>) -> bool,
    ) -> Option<&'t str> {
        let inside = self.0.range(node.id()..).take_while(|(id, _)| node.contains(node.tree().node(**id)));
        let mut inside = inside.filter(|(id, _)| **id != node.id());
        let (id, _) = inside.find(|(_, aliases)| aliases.iter().any(|alias| !removed(*alias)))?;
        anchor(node.tree().node(*id))
    }
}

fn anchor(node: Node<'_>) -> Option<&str> {
    Some(node.tree().source().slice(node.anchor_range()?))
}
