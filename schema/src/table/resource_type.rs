//! What the table says about one resource type.

use super::attribute::{self, Attribute};
use super::check::{self, Check};
use super::cursor::Cursor;
use super::lists::{List, Names, list, optional};
use super::schema::Schema;
use super::{Name, Table, fixed, regions};
use crate::layout::{Section, fact};

/// A resource type, such as `AWS::SNS::Topic`.
#[derive(Clone, Copy, Debug)]
pub struct ResourceType<'t> {
    table: &'t Table,
    name: Name,
    root: Schema<'t>,
    /// Where the facts begin, from the start of the table.
    facts: u32,
}

/// The facts that follow the root.
#[derive(Clone, Copy, Debug, Default)]
struct Facts<'t> {
    mask: u64,
    primary_identifier: Paths<'t>,
    read_only: Paths<'t>,
    create_only: Paths<'t>,
    conditional_create_only: Paths<'t>,
    write_only: Paths<'t>,
    deprecated: Paths<'t>,
    tag_property: Paths<'t>,
    lifecycle: Option<(u8, Option<Name>)>,
    more_attributes: Paths<'t>,
    regions: Option<usize>,
}

/// What the schema says about tags.
#[derive(Clone, Copy, Debug)]
pub struct Tagging<'t> {
    /// Whether the type supports tags; `None` if the schema does not say.
    pub taggable: Option<bool>,
    /// The property that has the tags. `Tags` is the convention if the schema says that the type supports tags and does
    /// not name a property.
    pub property: Option<Path<'t>>,
}

/// A type or its service that AWS retires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifecycle {
    /// How far the retirement is.
    pub status: LifecycleStatus,
    /// Since when, `YYYY-MM-DD`, if AWS has announced a date.
    pub date: Option<Name>,
}

/// How far the retirement of a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LifecycleStatus {
    /// No new features; existing and new resources work.
    Maintenance,
    /// No new customers, or an announced end.
    Sunset,
    /// Ended.
    Shutdown,
}

impl<'t> ResourceType<'t> {
    pub(super) fn find(table: &'t Table, name: Name) -> Option<Self> {
        let index = table.section(Section::TypeIndex);
        let (mut low, mut high) = (0, index.len() / 8);
        while low < high {
            let middle = usize::midpoint(low, high);
            let found = Name(fixed(index, middle * 8));
            if found == name {
                return Some(Self::at(table, middle));
            }
            if found < name { low = middle + 1 } else { high = middle }
        }
        None
    }

    pub(super) fn all(table: &'t Table) -> impl Iterator<Item = Self> {
        (0..table.section(Section::TypeIndex).len() / 8).map(|index| Self::at(table, index))
    }

    fn at(table: &'t Table, index: usize) -> Self {
        let entry = table.section(Section::TypeIndex);
        let mut cursor = table.cursor(Section::Types, fixed(entry, index * 8 + 4));
        let root = Schema::read(table, &mut cursor);
        Self { table, name: Name(fixed(entry, index * 8)), root, facts: cursor.offset() as u32 }
    }

    /// The name, such as `AWS::SNS::Topic`.
    pub fn name(self) -> String {
        self.table.text(self.name)
    }

    /// The schema of `Properties`.
    pub fn root(self) -> Schema<'t> {
        self.root
    }

    /// Properties that only AWS sets, `readOnlyProperties`. Some may be set in practice; treat it as a hint.
    pub fn read_only(self) -> Paths<'t> {
        self.facts().read_only
    }

    /// Properties whose change replaces the resource, `createOnlyProperties`.
    pub fn create_only(self) -> Paths<'t> {
        self.facts().create_only
    }

    /// Properties whose change may replace the resource, `conditionalCreateOnlyProperties`.
    pub fn conditional_create_only(self) -> Paths<'t> {
        self.facts().conditional_create_only
    }

    /// Properties that AWS never returns, such as passwords, `writeOnlyProperties`.
    pub fn write_only(self) -> Paths<'t> {
        self.facts().write_only
    }

    /// Properties that should no longer be used, `deprecatedProperties`.
    pub fn deprecated(self) -> Paths<'t> {
        self.facts().deprecated
    }

    /// The properties that together identify a resource, `primaryIdentifier`, in the schema's order; empty if the schema
    /// does not say.
    pub fn primary_identifier(self) -> Paths<'t> {
        self.facts().primary_identifier
    }

    fn facts(self) -> Facts<'t> {
        Facts::read(self.table, &mut Cursor::new(&self.table.bytes, self.facts as usize))
    }

    /// Whether a replacement deletes the old resource first, `replacementStrategy: delete_then_create`.
    pub fn deletes_before_replacement(self) -> bool {
        self.facts().has(fact::DELETES_FIRST)
    }

    /// What the schema says about tags.
    pub fn tagging(self) -> Tagging<'t> {
        let facts = self.facts();
        let says_so = facts.has(fact::TAGGABLE) || facts.has(fact::NOT_TAGGABLE);
        Tagging {
            taggable: says_so.then(|| facts.has(fact::TAGGABLE)),
            property: facts.tag_property.iter().next(),
        }
    }

    /// The retirement of the type, if AWS has announced one.
    pub fn lifecycle(self) -> Option<Lifecycle> {
        let (status, date) = self.facts().lifecycle?;
        let status = match status {
            0 => LifecycleStatus::Maintenance,
            1 => LifecycleStatus::Sunset,
            _ => LifecycleStatus::Shutdown,
        };
        Some(Lifecycle { status, date })
    }

    /// Whether the type is available in a region; `None` if the table does not know about the region.
    ///
    /// A type that does not name its regions, such as those of SAM and of users, is available in all.
    pub fn is_in_region(self, region: &str) -> Option<bool> {
        match self.facts().regions {
            Some(set) => regions::contains(self.table, set, region),
            None => self.table.regions().any(|name| name == region).then_some(true),
        }
    }

    /// What `Fn::GetAtt` accepts, sorted by name: the read-only properties, and the other properties that some types
    /// return.
    ///
    /// Custom resources and modules accept more than their schema knows.
    pub fn attributes(self) -> Vec<Attribute<'t>> {
        let facts = self.facts();
        attribute::attributes(self, facts.more_attributes, facts.has(fact::ALL_ATTRIBUTES))
    }

    /// Whether `Fn::GetAtt` returns every property.
    pub(crate) fn has_all_attributes(self) -> bool {
        self.facts().has(fact::ALL_ATTRIBUTES)
    }

    /// Properties that are not read-only, and that `Fn::GetAtt` returns.
    pub(crate) fn more_attributes(self) -> Paths<'t> {
        self.facts().more_attributes
    }

    /// What values of this type have to fit besides its schema, sorted by path.
    pub fn checks(self) -> impl Iterator<Item = Check<'t>> {
        check::checks(self.table, Some(self.name))
    }

    /// The schema at a path of property names, with `*` for items; `None` if the schema does not describe it.
    pub fn schema_at(self, path: Path<'t>) -> Option<Schema<'t>> {
        path.iter().try_fold(self.root, |schema, segment| attribute::descend(self.table, schema, segment))
    }
}

impl<'t> Facts<'t> {
    /// Reads the mask, then the payload of each fact in the order of the bits.
    fn read(table: &'t Table, cursor: &mut Cursor<'t>) -> Self {
        let mask = cursor.varint();
        let mut facts = Self { mask, ..Self::default() };
        let mut paths = |bit: u32| {
            if mask >> bit & 1 == 1 { Paths::read(table, cursor) } else { Paths::default() }
        };
        facts.primary_identifier = paths(fact::PRIMARY);
        facts.read_only = paths(fact::READ_ONLY);
        facts.create_only = paths(fact::CREATE_ONLY);
        facts.conditional_create_only = paths(fact::CONDITIONAL_CREATE_ONLY);
        facts.write_only = paths(fact::WRITE_ONLY);
        facts.deprecated = paths(fact::DEPRECATED);
        facts.tag_property = paths(fact::TAG_PROPERTY);
        if facts.has(fact::LIFECYCLE) {
            facts.lifecycle = Some((cursor.byte(), optional(cursor)));
        }
        if facts.has(fact::MORE_ATTRIBUTES) {
            facts.more_attributes = Paths::read(table, cursor);
        }
        if facts.has(fact::REGIONS) {
            facts.regions = Some(cursor.index());
        }
        facts
    }

    fn has(&self, bit: u32) -> bool {
        self.mask >> bit & 1 == 1
    }
}

list! {
    /// Paths of properties.
    Paths: Path<'t>, |table, cursor| Path { table, names: Names::read(table, cursor) }
}

/// The path of a property: names of properties, and `*` for the items of a list or the values of a mapping.
#[derive(Clone, Copy, Debug)]
pub struct Path<'t> {
    pub(super) table: &'t Table,
    pub(super) names: Names<'t>,
}

impl<'t> Path<'t> {
    /// Number of segments.
    pub fn len(self) -> usize {
        self.names.len()
    }

    /// Whether the path is the resource's properties themselves. Does not occur in AWS's schemas.
    pub fn is_empty(self) -> bool {
        self.names.is_empty()
    }

    /// The segments.
    pub fn iter(self) -> impl Iterator<Item = Name> + use<'t> {
        self.names.iter()
    }

    /// The segments as strings.
    pub fn segments(self) -> impl Iterator<Item = String> + use<'t> {
        let table = self.table;
        self.iter().map(|name| table.text(name))
    }

    /// The path with dots, such as `Endpoint.Address`.
    pub fn dotted(self) -> String {
        self.segments().collect::<Vec<_>>().join(".")
    }
}
