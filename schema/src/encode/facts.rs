//! The facts of a type that follow its root, and the sets of regions.

use std::collections::BTreeMap;

use super::bytes::Bytes;
use super::strings::Strings;
use crate::layout::fact;
use crate::model::{LifecycleStatus, PathFact, PropertyPath, Region, TypeFacts};

/// The bits of the facts that are paths, in the order of the bits; attributes follow the lifecycle.
const PATHS: [(PathFact, u32); 7] = [
    (PathFact::PrimaryIdentifier, fact::PRIMARY),
    (PathFact::ReadOnly, fact::READ_ONLY),
    (PathFact::CreateOnly, fact::CREATE_ONLY),
    (PathFact::ConditionalCreateOnly, fact::CONDITIONAL_CREATE_ONLY),
    (PathFact::WriteOnly, fact::WRITE_ONLY),
    (PathFact::Deprecated, fact::DEPRECATED),
    (PathFact::TagProperty, fact::TAG_PROPERTY),
];

/// Sets of regions with their numbers.
#[derive(Default)]
pub(super) struct RegionSets {
    numbers: BTreeMap<Vec<u8>, usize>,
    sets: Vec<Vec<u8>>,
}

impl RegionSets {
    /// The number of the set of these regions and all assumed ones.
    fn with_assumed(&mut self, set: &[String], regions: &[Region]) -> usize {
        self.number(regions, |region| region.assumed || set.contains(&region.name))
    }

    /// The number of the set of exactly these regions.
    pub(super) fn exactly(&mut self, set: &[String], regions: &[Region]) -> usize {
        self.number(regions, |region| set.contains(&region.name))
    }

    fn number(&mut self, regions: &[Region], contains: impl Fn(&Region) -> bool) -> usize {
        let mut bits = vec![0_u8; regions.len().div_ceil(8)];
        for (index, region) in regions.iter().enumerate() {
            if contains(region) {
                bits[index / 8] |= 1 << (index % 8);
            }
        }
        *self.numbers.entry(bits.clone()).or_insert_with(|| {
            self.sets.push(bits);
            self.sets.len() - 1
        })
    }

    /// The date, the names of the regions, and the sets.
    pub(super) fn write(&self, date: &str, regions: &[Region]) -> Bytes {
        let mut out = Bytes::default();
        out.text(date);
        out.count(regions.len());
        for region in regions {
            out.text(&region.name);
        }
        for set in &self.sets {
            out.raw(set);
        }
        out
    }
}

/// Writes the mask of the facts, then the payload of each in the order of the bits.
pub(super) fn write_facts(
    facts: &TypeFacts,
    regions: &[Region],
    strings: &mut Strings,
    region_sets: &mut RegionSets,
) -> Bytes {
    let mut out = Bytes::default();
    out.varint(mask(facts));
    for (fact, _) in PATHS {
        if let Some(paths) = facts.paths.get(&fact) {
            write_paths(paths, strings, &mut out);
        }
    }
    if let Some((status, date)) = &facts.lifecycle {
        out.byte(match status {
            LifecycleStatus::Maintenance => 0,
            LifecycleStatus::Sunset => 1,
            LifecycleStatus::Shutdown => 2,
        });
        out.varint(if date.is_empty() { 0 } else { u64::from(strings.get(date)) + 1 });
    }
    if let Some(paths) = facts.paths.get(&PathFact::Attributes) {
        write_paths(paths, strings, &mut out);
    }
    if let Some(set) = &facts.regions {
        out.count(region_sets.with_assumed(set, regions));
    }
    out
}

fn mask(facts: &TypeFacts) -> u64 {
    let mut bits: Vec<u32> =
        PATHS.iter().filter(|(fact, _)| facts.paths.contains_key(fact)).map(|(_, bit)| *bit).collect();
    bits.extend(facts.taggable.map(|taggable| if taggable { fact::TAGGABLE } else { fact::NOT_TAGGABLE }));
    let others = [
        (facts.lifecycle.is_some(), fact::LIFECYCLE),
        (facts.all_attributes, fact::ALL_ATTRIBUTES),
        (facts.paths.contains_key(&PathFact::Attributes), fact::MORE_ATTRIBUTES),
        (facts.regions.is_some(), fact::REGIONS),
        (facts.deletes_first, fact::DELETES_FIRST),
    ];
    bits.extend(others.iter().filter(|(is_set, _)| *is_set).map(|(_, bit)| *bit));
    bits.iter().fold(0, |mask, bit| mask | 1 << bit)
}

fn write_paths(paths: &[PropertyPath], strings: &mut Strings, out: &mut Bytes) {
    out.count(paths.len());
    for path in paths {
        out.count(path.len());
        for segment in path {
            out.varint(u64::from(strings.get(segment)));
        }
    }
}
