//! Reading suppressions in `Metadata`, of the template or of one resource.

use cfn_ast::model::ForEach;
use cfn_ast::syntax::Entry;
use cfn_ast::{Node, Tree};

use super::{Origin, Reach, Suppression, Word};
use crate::rule::Registry;

pub(super) fn suppressions(tree: &Tree, registry: Registry) -> Vec<Suppression> {
    let Some(root) = tree.root() else { return Vec::new() };
    let of_file = lists(root, Reach::File, registry);
    let mut resources = Vec::new();
    add_resources(root.get("Resources"), &mut resources);
    let of_resources =
        resources.into_iter().flat_map(|entry| lists(entry.value, Reach::Within(entry.range()), registry));
    of_file.into_iter().chain(of_resources).collect()
}

/// Adds the resources of a mapping, and those in the bodies of its loops.
fn add_resources<'t>(owner: Option<Node<'t>>, resources: &mut Vec<Entry<'t>>) {
    for entry in owner.into_iter().flat_map(Node::entries) {
        if entry.name().is_some_and(ForEach::is_key) {
            add_resources(entry.value.item(2), resources);
        } else {
            resources.push(entry);
        }
    }
}

fn lists(owner: Node<'_>, reach: Reach, registry: Registry) -> Vec<Suppression> {
    let Some(metadata) = owner.get("Metadata") else { return Vec::new() };
    let own = metadata.get("cfn-tidy").and_then(|node| node.get("ignore")).map(|list| Suppression {
        reach,
        origin: Origin::Metadata,
        words: scalars(list).map(|(node, text)| Word::new(registry, text, node.range())).collect(),
    });
    let config = metadata.get("cfn-lint").and_then(|node| node.get("config"));
    let foreign = config.and_then(|config| config.get("ignore_checks")).map(|list| Suppression {
        reach,
        origin: Origin::CfnLint,
        words: scalars(list).map(|(node, text)| Word::new(registry, text, node.range())).collect(),
    });
    own.into_iter().chain(foreign).collect()
}

/// Returns the items of a list, or the value itself if it is not a list.
fn scalars(list: Node<'_>) -> impl Iterator<Item = (Node<'_>, &str)> {
    let single = list.is_scalar().then_some(list);
    single.into_iter().chain(list.items()).filter_map(|node| Some((node, node.text()?)))
}
