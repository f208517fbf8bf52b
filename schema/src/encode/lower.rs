//! From schemas with references to a graph of nodes whose own bytes are final.

use std::collections::BTreeMap;

use super::bytes::Bytes;
use super::facts::{RegionSets, write_facts};
use super::merge::{definition, merge};
use super::strings::Strings;
use super::{EncodeError, share};
use crate::layout::scalar;
use crate::model::{
    Argument, CheckFacts, Gather, Keyword, Node, Property, Region, Regional, Scalar, TypeFacts,
};

/// The maximum number of schemas that contain each other, behind references as well. AWS's have at most 19.
pub(super) const MAX_DEPTH: usize = 200;

/// The maximum number of schemas of one type. AWS's have at most 1,419.
pub(super) const MAX_SCHEMAS: usize = 100_000;

/// The maximum size of one type's schemas in a table, in bytes, before equal ones become one. AWS's have at
/// most 11,553.
pub(super) const MAX_BYTES: usize = 16 << 20;

/// A node of the graph.
#[derive(Debug, Default)]
pub(super) struct Lowered {
    /// All bytes except for those of the children.
    pub(super) own: Bytes,
    /// Each child, by the offset in `own` before which it has to be written.
    pub(super) children: Vec<Child>,
}

/// An edge of the graph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Child {
    pub(super) before: usize,
    pub(super) node: usize,
    /// Whether the child is about the same value as its parent.
    pub(super) in_place: bool,
}

/// The graph of all types.
pub(super) struct Lowering<'s> {
    strings: &'s mut Strings,
    pub(super) nodes: Vec<Lowered>,
    /// The node of each definition of the current type.
    definitions: BTreeMap<String, usize>,
    /// The node of each reference with keywords beside it.
    merged: BTreeMap<Node, usize>,
    /// How many schemas contain the current one.
    depth: usize,
    /// The size of the current type's nodes, without their children.
    bytes: usize,
    /// The maximum number of nodes, those of earlier types included.
    limit: usize,
    regions: &'s [Region],
    region_sets: RegionSets,
}

/// What becomes of the types.
pub(super) struct Output {
    pub(super) nodes: Vec<Lowered>,
    /// The root of each type.
    pub(super) roots: Vec<usize>,
    /// The other facts of each type.
    pub(super) facts: Vec<Bytes>,
    /// The root of each constraint.
    pub(super) checks: Vec<usize>,
    pub(super) region_sets: RegionSets,
}

impl<'s> Lowering<'s> {
    pub(super) fn run(
        types: &[&TypeFacts],
        checks: &[CheckFacts],
        regions: &'s [Region],
        strings: &'s mut Strings,
    ) -> Result<Output, EncodeError> {
        let region_sets = RegionSets::default();
        let mut lowering = Self {
            strings,
            nodes: Vec::new(),
            definitions: BTreeMap::new(),
            merged: BTreeMap::new(),
            depth: 0,
            bytes: 0,
            limit: 0,
            regions,
            region_sets,
        };
        let (mut roots, mut written, mut check_roots) = (Vec::new(), Vec::new(), Vec::new());
        for facts in types {
            lowering.strings.get(&facts.name);
            roots.push(lowering.root(facts)?);
            written.push(write_facts(facts, regions, lowering.strings, &mut lowering.region_sets));
        }
        for check in checks {
            check_roots.push(lowering.root(&check.schema)?);
        }
        let Self { nodes, region_sets, .. } = lowering;
        Ok(Output { nodes, roots, facts: written, checks: check_roots, region_sets })
    }

    /// The node of a whole schema.
    fn root(&mut self, facts: &TypeFacts) -> Result<usize, EncodeError> {
        self.definitions.clear();
        self.merged.clear();
        self.bytes = 0;
        let first = self.nodes.len();
        self.limit = first + MAX_SCHEMAS;
        let root = self.node(facts, &facts.root)?;
        if share::has_cycle_in_place(&self.nodes[first..], first) {
            return Err(EncodeError::Cycle { resource_type: facts.name.clone() });
        }
        Ok(root)
    }

    /// The node of a schema: that of its definition, if it says nothing else.
    fn node(&mut self, facts: &TypeFacts, node: &Node) -> Result<usize, EncodeError> {
        if self.depth == MAX_DEPTH {
            return Err(EncodeError::TooDeep { resource_type: facts.name.clone() });
        }
        self.depth += 1;
        let number = match &node.reference {
            None => {
                let number = self.reserve();
                self.fill(facts, node, number)?;
                number
            }
            Some(name) if node.keywords.is_empty() => self.referred(facts, name)?,
            Some(_) => self.merged(facts, node)?,
        };
        self.depth -= 1;
        Ok(number)
    }

    /// The node of a definition.
    fn referred(&mut self, facts: &TypeFacts, name: &str) -> Result<usize, EncodeError> {
        if let Some(number) = self.definitions.get(name) {
            return Ok(*number);
        }
        // Reserved before its children are looked at, which may refer to it.
        let number = self.reserve();
        self.definitions.insert(name.to_owned(), number);
        let definition = definition(facts, name)?;
        if definition.reference.is_some() {
            self.fill(facts, &merge(facts, definition)?, number)?;
        } else {
            self.fill(facts, definition, number)?;
        }
        Ok(number)
    }

    /// The node of a reference with keywords beside it.
    fn merged(&mut self, facts: &TypeFacts, node: &Node) -> Result<usize, EncodeError> {
        if let Some(number) = self.merged.get(node) {
            return Ok(*number);
        }
        let number = self.reserve();
        self.merged.insert(node.clone(), number);
        self.fill(facts, &merge(facts, node)?, number)?;
        Ok(number)
    }

    fn reserve(&mut self) -> usize {
        self.nodes.push(Lowered::default());
        self.nodes.len() - 1
    }

    /// Writes a schema without a reference into the node that was reserved for it.
    fn fill(&mut self, facts: &TypeFacts, node: &Node, number: usize) -> Result<(), EncodeError> {
        let mut lowered = Lowered::default();
        let mask = node.keywords.keys().fold(0_u64, |mask, keyword| mask | 1 << *keyword as u32);
        lowered.own.varint(mask);
        let last = node.keywords.get_key_value(&Keyword::Properties);
        let others = node.keywords.iter().filter(|(keyword, _)| **keyword != Keyword::Properties);
        for (keyword, argument) in others.chain(last) {
            self.argument(facts, *keyword, argument, &mut lowered)?;
        }
        self.bytes += lowered.own.len();
        if self.bytes > MAX_BYTES || self.nodes.len() > self.limit {
            return Err(EncodeError::TypeTooLarge { resource_type: facts.name.clone() });
        }
        self.nodes[number] = lowered;
        Ok(())
    }

    fn argument(
        &mut self,
        facts: &TypeFacts,
        keyword: Keyword,
        argument: &Argument,
        out: &mut Lowered,
    ) -> Result<(), EncodeError> {
        let in_place = keyword.is_in_place();
        match argument {
            Argument::Flag => {}
            Argument::Types(types) => out.own.byte(types.0),
            Argument::Count(count) => out.own.varint(*count),
            Argument::Number(number) => out.own.number(*number),
            Argument::Text(text) => self.string(text, out),
            Argument::Names(names) => self.names(names, out),
            Argument::Scalar(value) => self.scalar(value, &mut 0, out),
            Argument::Scalars(values) => self.enumeration(values, out),
            Argument::Node(node) => self.child(facts, node, in_place, out)?,
            Argument::Nodes(nodes) => {
                out.own.count(nodes.len());
                for node in nodes {
                    self.child(facts, node, in_place, out)?;
                }
            }
            Argument::NamedNodes(nodes) => {
                out.own.count(nodes.len());
                for (name, node) in nodes {
                    self.string(name, out);
                    self.child(facts, node, in_place, out)?;
                }
            }
            Argument::Dependencies(dependencies) => {
                out.own.count(dependencies.len());
                for (name, others) in dependencies {
                    self.string(name, out);
                    self.names(others, out);
                }
            }
            Argument::Properties(properties) => self.properties(facts, properties, out)?,
            Argument::References(references) => {
                out.own.count(references.len());
                for (keyword, pointer) in references {
                    self.string(keyword, out);
                    self.string(pointer, out);
                }
            }
            Argument::Lookups(lookups) => {
                out.own.count(lookups.len());
                for (keyword, (pointer, values)) in lookups {
                    self.string(keyword, out);
                    self.string(pointer, out);
                    out.own.count(values.len());
                    for (key, value) in values {
                        self.string(key, out);
                        self.string(value, out);
                    }
                }
            }
            Argument::Gather(gather) => self.gather(facts, gather, out)?,
            Argument::Regional(regional) => self.regional(regional, out),
        }
        Ok(())
    }

    fn string(&mut self, text: &str, out: &mut Lowered) {
        let number = self.strings.get(text);
        out.own.varint(u64::from(number));
    }

    fn names(&mut self, names: &[String], out: &mut Lowered) {
        out.own.count(names.len());
        for name in names {
            self.string(name, out);
        }
    }

    /// Whether all values are strings, their number, and the values.
    fn enumeration(&mut self, values: &[Scalar], out: &mut Lowered) {
        let all_strings = values.iter().all(|value| matches!(value, Scalar::Text(_)));
        out.own.byte(u8::from(all_strings));
        out.own.count(values.len());
        let mut previous = 0;
        for value in values {
            match value {
                Scalar::Text(text) if all_strings => self.difference(text, &mut previous, out),
                value => self.scalar(value, &mut previous, out),
            }
        }
    }

    /// The distance from the string before. Wrapping, because strings have no order yet while they are collected.
    fn difference(&mut self, text: &str, previous: &mut u32, out: &mut Lowered) {
        let number = self.strings.get(text);
        out.own.varint(u64::from(number.wrapping_sub(*previous)));
        *previous = number;
    }

    fn scalar(&mut self, value: &Scalar, previous: &mut u32, out: &mut Lowered) {
        match value {
            Scalar::Text(text) => {
                out.own.byte(scalar::TEXT);
                self.difference(text, previous, out);
            }
            Scalar::Number(number) => {
                out.own.byte(scalar::NUMBER);
                out.own.number(*number);
            }
            Scalar::Boolean(value) => out.own.byte(if *value { scalar::TRUE } else { scalar::FALSE }),
            Scalar::Null => out.own.byte(scalar::NULL),
            Scalar::Other(json) => {
                out.own.byte(scalar::OTHER);
                self.string(json, out);
            }
        }
    }

    fn child(
        &mut self,
        facts: &TypeFacts,
        node: &Node,
        in_place: bool,
        out: &mut Lowered,
    ) -> Result<(), EncodeError> {
        let node = self.node(facts, node)?;
        out.children.push(Child { before: out.own.len(), node, in_place });
        Ok(())
    }

    /// Twice the distance from the name before, plus one if the property is required; then its schema.
    fn properties(
        &mut self,
        facts: &TypeFacts,
        properties: &BTreeMap<String, Property>,
        out: &mut Lowered,
    ) -> Result<(), EncodeError> {
        out.own.count(properties.len());
        let mut previous = 0;
        for (name, property) in properties {
            let number = self.strings.get(name);
            let distance = u64::from(number.wrapping_sub(previous));
            out.own.varint(distance * 2 + u64::from(property.required));
            previous = number;
            self.child(facts, &property.node, false, out)?;
        }
        Ok(())
    }

    /// The number of the set in which it applies, then each value with the number of its set.
    fn regional(&mut self, regional: &Regional, out: &mut Lowered) {
        out.own.count(self.region_sets.exactly(&regional.regions, self.regions));
        out.own.count(regional.values.len());
        let mut previous = 0;
        for (value, set) in &regional.values {
            self.difference(value, &mut previous, out);
            out.own.count(self.region_sets.exactly(set, self.regions));
        }
    }

    fn gather(&mut self, facts: &TypeFacts, gather: &Gather, out: &mut Lowered) -> Result<(), EncodeError> {
        out.own.count(gather.sources.len());
        for (name, source) in &gather.sources {
            self.string(name, out);
            for text in [&source.resource_type, &source.reference] {
                let number = text.as_ref().map_or(0, |text| u64::from(self.strings.get(text)) + 1);
                out.own.varint(number);
            }
            out.own.count(source.properties.len());
            for (key, (path, default)) in &source.properties {
                self.string(key, out);
                self.string(path, out);
                out.own.byte(u8::from(default.is_some()));
                if let Some(default) = default {
                    self.scalar(default, &mut 0, out);
                }
            }
        }
        self.child(facts, &gather.schema, false, out)
    }
}
