//! Loops (AWS CloudFormation Template Reference, "`Fn::ForEach`").

use crate::model::declarations::declaration::{Named, declared};
use crate::model::section::{SECTION_COUNT, Section};
use crate::syntax::{Entry, Node, Tree};

const PREFIX: &str = "Fn::ForEach::";

/// A loop: a `Fn::ForEach` of `AWS::LanguageExtensions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForEach<'t> {
    /// The key, `Fn::ForEach::Name`.
    pub key: Node<'t>,
    /// The name of the loop.
    pub name: &'t str,
    /// The scalar with the name of the loop's variable.
    pub identifier: Node<'t>,
    /// The values that the variable iterates over: a list, or a function that returns one.
    pub collection: Node<'t>,
    /// The mapping that is repeated.
    pub body: Node<'t>,
}

impl<'t> ForEach<'t> {
    /// Whether a key is that of a loop.
    pub fn is_key(key: &str) -> bool {
        key.starts_with(PREFIX)
    }

    /// Returns the loop of an entry; `None` if the key is not that of a loop or the value is not a list of three items.
    pub fn from_entry(entry: Entry<'t>) -> Option<Self> {
        let name = entry.name()?.strip_prefix(PREFIX)?;
        let items: Vec<_> = entry.value.items().take(4).collect();
        let &[identifier, collection, body] = items.as_slice() else { return None };
        Some(Self { key: entry.key, name, identifier, collection, body })
    }

    /// The name of the loop's variable; `None` if the identifier is not a scalar.
    pub fn variable(&self) -> Option<&'t str> {
        self.identifier.text()
    }

    /// The entries of the body that the loop repeats: resources, conditions, outputs, or properties of a resource.
    /// Loops inside it are not included.
    pub fn declarations(&self) -> impl Iterator<Item = Named<'t>> {
        declared(Some(self.body))
    }
}

/// The loops of a template in the order of the source, outer ones before inner ones.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Loops<'t> {
    all: Vec<ForEach<'t>>,
    /// For each loop the index of the loop around it.
    outer: Vec<Option<usize>>,
    /// For each loop the section whose declarations it generates; `None` for a loop in the properties of a resource.
    sections: Vec<Option<Section>>,
    malformed: Vec<Entry<'t>>,
}

impl<'t> Loops<'t> {
    pub(in crate::model) fn of(tree: &'t Tree, sections: &[Option<Entry<'t>>; SECTION_COUNT]) -> Self {
        // Almost all templates have no loops, and a search of the text is far faster than a walk.
        if !tree.mentions(PREFIX) {
            return Self::default();
        }
        let keys = tree.nodes().filter(|node| node.is_key() && node.text().is_some_and(ForEach::is_key));
        let mut result = Self::default();
        for entry in keys.filter_map(Node::own_entry) {
            match ForEach::from_entry(entry) {
                Some(loop_) => result.all.push(loop_),
                None => result.malformed.push(entry),
            }
        }
        result.outer = outer_loops(&result.all);
        for (loop_, outer) in result.all.iter().zip(&result.outer) {
            let parent = loop_.key.parent();
            // Only a loop directly in the body of another one generates declarations of the same section.
            let outer = outer.filter(|&outer| Some(result.all[outer].body) == parent);
            let section = Section::all().find(|&s| sections[s as usize].map(|entry| entry.value) == parent);
            result.sections.push(outer.map_or(section, |outer| result.sections[outer]));
        }
        result
    }

    pub(in crate::model) fn all(&self) -> &[ForEach<'t>] {
        &self.all
    }

    /// The loops that generate declarations of a section.
    pub(in crate::model) fn in_section(&self, section: Section) -> impl Iterator<Item = &ForEach<'t>> {
        let with_section = self.all.iter().zip(&self.sections);
        with_section.filter(move |(_, own)| **own == Some(section)).map(|(loop_, _)| loop_)
    }

    /// Whether a mapping is a declaration of the section in the body of a loop.
    pub(in crate::model) fn declare(&self, section: Section, mapping: Node<'t>) -> bool {
        let Some(innermost) = self.indices_around(mapping).next() else { return false };
        let is_loop = mapping.key().and_then(Node::text).is_some_and(ForEach::is_key);
        let is_in_body = mapping.parent() == Some(self.all[innermost].body);
        is_in_body && !is_loop && self.sections[innermost] == Some(section)
    }

    pub(in crate::model) fn malformed(&self) -> &[Entry<'t>] {
        &self.malformed
    }

    /// The loops whose bodies contain a node, the innermost first.
    pub(in crate::model) fn around(&self, node: Node<'t>) -> impl Iterator<Item = &ForEach<'t>> {
        self.indices_around(node).map(|index| &self.all[index])
    }

    /// The loop whose identifier or collection contains a node.
    pub(in crate::model) fn with_header(&self, node: Node<'t>) -> Option<&ForEach<'t>> {
        let after = self.all.partition_point(|loop_| loop_.key.id() <= node.id());
        let nearest = self.all.get(after.checked_sub(1)?)?;
        (nearest.identifier.contains(node) || nearest.collection.contains(node)).then_some(nearest)
    }

    fn indices_around(&self, node: Node<'t>) -> impl Iterator<Item = usize> {
        let after = self.all.partition_point(|loop_| loop_.body.id() <= node.id());
        let indices = std::iter::successors(after.checked_sub(1), |&index| self.outer[index]);
        indices.filter(move |&index| self.all[index].body.contains(node))
    }
}

/// For each loop the index of the loop around it. Loops are in the order of the source, so that is the last one before
/// it which has not ended.
fn outer_loops(loops: &[ForEach<'_>]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut outer = Vec::with_capacity(loops.len());
    for (index, loop_) in loops.iter().enumerate() {
        while open.last().is_some_and(|&last| !loops[last].body.contains(loop_.body)) {
            open.pop();
        }
        outer.push(open.last().copied());
        open.push(index);
    }
    outer
}
