//! References that lead in a cycle without a property or an item in between.

use std::collections::BTreeMap;

use super::ProviderError;
use super::node::Reader;
use crate::model::{Argument, Node, TypeFacts};

/// Reports each definition whose schema contains itself, for the same value.
pub(super) fn report(facts: &TypeFacts, reader: &mut Reader<'_>) {
    let mut targets: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, definition) in &facts.definitions {
        let mut found = Vec::new();
        references_in_place(definition, &mut found);
        targets.insert(name, found);
    }
    let mut search = Search { targets: &targets, states: BTreeMap::new() };
    for name in targets.keys() {
        if let Some(cycle) = search.cycle_from(name) {
            let place = reader.place_of_definition(cycle[0]);
            let following = cycle[1..].iter().chain(&cycle[..1]);
            let definitions = following.map(|name| (*name).to_owned()).collect();
            reader.problem(ProviderError::Cycle { place, definitions });
        }
    }
}

/// Adds the definitions that apply to the same value as a schema.
fn references_in_place<'n>(node: &'n Node, found: &mut Vec<&'n str>) {
    found.extend(node.reference.as_deref());
    for (keyword, argument) in node.keywords.iter().filter(|(keyword, _)| keyword.is_in_place()) {
        match argument {
            Argument::Node(child) => references_in_place(child, found),
            Argument::Nodes(children) => {
                for child in children {
                    references_in_place(child, found);
                }
            }
            Argument::NamedNodes(children) => {
                for child in children.values() {
                    references_in_place(child, found);
                }
            }
            _ => debug_assert!(false, "{keyword:?} is not a keyword with schemas"),
        }
    }
}

/// Whether a definition is on the current path, or was searched completely.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
}

/// A search in depth, without recursion: a document may have as many definitions as its author likes.
struct Search<'s> {
    targets: &'s BTreeMap<&'s str, Vec<&'s str>>,
    states: BTreeMap<&'s str, State>,
}

impl<'s> Search<'s> {
    /// The first cycle that a definition leads to, of those that no earlier search has found.
    fn cycle_from(&mut self, start: &'s str) -> Option<Vec<&'s str>> {
        if self.states.contains_key(start) {
            return None;
        }
        let mut cycle = None;
        // The definitions of the current path, each with the number of its references that were followed.
        let mut path = vec![(start, 0)];
        self.states.insert(start, State::Open);
        while let Some((name, followed)) = path.last_mut() {
            let name = *name;
            let next = self.targets.get(name).and_then(|targets| targets.get(*followed)).copied();
            *followed += 1;
            let Some(next) = next else {
                self.states.insert(name, State::Done);
                path.pop();
                continue;
            };
            match self.states.get(next) {
                None => {
                    self.states.insert(next, State::Open);
                    path.push((next, 0));
                }
                Some(State::Open) if cycle.is_none() => {
                    let names = path.iter().map(|(name, _)| *name);
                    cycle = Some(names.skip_while(|name| *name != next).collect());
                }
                Some(_) => {}
            }
        }
        cycle
    }
}
