//! Loops (AWS CloudFormation Template Reference, "Fn::ForEach").

use crate::model::context::{SECTION_COUNT, Section};
use crate::model::section::{Named, declared};
use crate::syntax::{Entry, Node, Tree};

const PREFIX: &str = "Fn::ForEach::";

/// A `Fn::ForEach` of `AWS::LanguageExtensions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForEach<'t> {
    /// The key, `Fn::ForEach::Name`.
    pub key: Node<'t>,
    /// The name of the loop.
    pub name: &'t str,
    /// The scalar with the name of the loop's variable.
    pub identifier: Node<'t>,
    /// What the variable goes through: a list, or a reference to one.
    pub collection: Node<'t>,
    /// The mapping that is repeated.
    pub body: Node<'t>,
}

impl<'t> ForEach<'t> {
    /// Whether a key begins a loop.
    pub fn is_key(key: &str) -> bool {
        key.starts_with(PREFIX)
    }

    /// The loop of an entry.
    pub fn from_entry(entry: Entry<'t>) -> Option<Self> {
        let name = entry.name()?.strip_prefix(PREFIX)?;
        let items: Vec<_> = entry.value.items().take(4).collect();
        let &[identifier, collection, body] = items.as_slice() else { return None };
        Some(Self { key: entry.key, name, identifier, collection, body })
    }

    /// The name of the loop's variable.
    pub fn variable(&self) -> Option<&'t str> {
        self.identifier.text()
    }

    /// What the loop makes several of: resources, conditions, outputs, or properties of a resource. Loops inside it
    /// are left out.
    pub fn declarations(&self) -> impl Iterator<Item = Named<'t>> {
        declared(Some(self.body))
    }
}

/// The loops of a template in the order of the source, outer ones before inner ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Loops<'t> {
    all: Vec<ForEach<'t>>,
    /// For each loop the place of the loop around it.
    outer: Vec<Option<usize>>,
    /// For each loop the section whose declarations it makes; none for one in the properties of a resource.
    sections: Vec<Option<Section>>,
    malformed: Vec<Entry<'t>>,
}

impl<'t> Loops<'t> {
    pub(super) fn of(tree: &'t Tree, sections: &[Option<Entry<'t>>; SECTION_COUNT]) -> Self {
        if !tree.mentions(PREFIX) {
            return Self::default();
        }
        let keys = tree.nodes().filter(|node| node.is_key() && node.text().is_some_and(ForEach::is_key));
        let mut loops = Self::default();
        for entry in keys.filter_map(Node::own_entry) {
            match ForEach::from_entry(entry) {
                Some(each) => loops.all.push(each),
                None => loops.malformed.push(entry),
            }
        }
        loops.outer = outer_loops(&loops.all);
        for (each, outer) in loops.all.iter().zip(&loops.outer) {
            let holder = each.key.parent();
            let outer = outer.filter(|&outer| Some(loops.all[outer].body) == holder);
            let section = Section::all().find(|&s| sections[s as usize].map(|entry| entry.value) == holder);
            loops.sections.push(outer.map_or(section, |outer| loops.sections[outer]));
        }
        loops
    }

    pub(super) fn all(&self) -> &[ForEach<'t>] {
        &self.all
    }

    /// The loops that make declarations of a section.
    pub(super) fn in_section(&self, section: Section) -> impl Iterator<Item = &ForEach<'t>> {
        let with_section = self.all.iter().zip(&self.sections);
        with_section.filter(move |(_, found)| **found == Some(section)).map(|(each, _)| each)
    }

    /// Whether a mapping stands in a loop as a declaration of the section.
    pub(super) fn declare(&self, section: Section, mapping: Node<'t>) -> bool {
        let Some(innermost) = self.places_around(mapping).next() else { return false };
        let is_loop = mapping.key().and_then(Node::text).is_some_and(ForEach::is_key);
        let is_in_body = mapping.parent() == Some(self.all[innermost].body);
        is_in_body && !is_loop && self.sections[innermost] == Some(section)
    }

    pub(super) fn malformed(&self) -> &[Entry<'t>] {
        &self.malformed
    }

    /// The loops whose bodies hold a node, the innermost first.
    pub(super) fn around(&self, node: Node<'t>) -> impl Iterator<Item = &ForEach<'t>> {
        self.places_around(node).map(|place| &self.all[place])
    }

    /// The loop that has a node in its identifier or collection.
    pub(super) fn with_header(&self, node: Node<'t>) -> Option<&ForEach<'t>> {
        let behind = self.all.partition_point(|each| each.key.id() <= node.id());
        let nearest = self.all.get(behind.checked_sub(1)?)?;
        (nearest.identifier.contains(node) || nearest.collection.contains(node)).then_some(nearest)
    }

    fn places_around(&self, node: Node<'t>) -> impl Iterator<Item = usize> {
        let behind = self.all.partition_point(|each| each.body.id() <= node.id());
        let places = std::iter::successors(behind.checked_sub(1), |&place| self.outer[place]);
        places.filter(move |&place| self.all[place].body.contains(node))
    }
}

/// Loops stand in the order of the source, so the loop around one is the last before it that is not over.
fn outer_loops(loops: &[ForEach<'_>]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut outer = Vec::with_capacity(loops.len());
    for (place, each) in loops.iter().enumerate() {
        while open.last().is_some_and(|&last| !loops[last].body.contains(each.body)) {
            open.pop();
        }
        outer.push(open.last().copied());
        open.push(place);
    }
    outer
}
