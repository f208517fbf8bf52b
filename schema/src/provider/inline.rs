//! Definitions that are used once are moved to where they are used.

use std::collections::BTreeMap;

use crate::model::{Node, TypeFacts};

/// The number of nested schemas below which no definition is moved.
const DEPTH: usize = 100;

/// Moves each definition to which one schema refers, and whose name therefore says little, to that schema. Those that
/// are used more often, or by themselves, keep their name.
pub(super) fn inline(facts: &mut TypeFacts) {
    let mut uses = BTreeMap::new();
    count(&facts.root, &mut uses);
    for definition in facts.definitions.values() {
        count(definition, &mut uses);
    }
    // A reference with keywords beside it keeps its definition.
    uses.retain(|_, uses| uses.plain == 1 && uses.all == 1);
    let mut once = BTreeMap::new();
    for name in uses.keys() {
        once.extend(facts.definitions.remove_entry(name));
    }
    replace(&mut facts.root, &mut once, 0);
    for definition in facts.definitions.values_mut() {
        replace(definition, &mut once, 0);
    }
    // Those that would be nested too deeply.
    while let Some((name, mut definition)) = once.pop_first() {
        replace(&mut definition, &mut once, 0);
        facts.definitions.insert(name, definition);
    }
}

#[derive(Default)]
struct Uses {
    all: usize,
    /// By schemas that say nothing else.
    plain: usize,
}

fn count(node: &Node, uses: &mut BTreeMap<String, Uses>) {
    if let Some(name) = &node.reference {
        let uses = uses.entry(name.clone()).or_default();
        uses.all += 1;
        uses.plain += usize::from(node.keywords.is_empty());
    }
    for child in node.children() {
        count(child, uses);
    }
}

fn replace(node: &mut Node, once: &mut BTreeMap<String, Node>, depth: usize) {
    if node.keywords.is_empty()
        && depth < DEPTH
        && let Some(definition) = node.reference.as_ref().and_then(|name| once.remove(name))
    {
        *node = definition;
        return replace(node, once, depth + 1);
    }
    for child in node.children_mut() {
        replace(child, once, depth + 1);
    }
}
