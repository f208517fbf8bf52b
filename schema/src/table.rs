//! The table: facts about resource types, read in place.

mod attribute;
mod check;
mod cursor;
mod facts;
mod keywords;
mod lists;
mod regions;
mod resource_type;
mod schema;
mod strings;

use std::borrow::Cow;
use std::sync::LazyLock;

use thiserror::Error;

pub use attribute::Attribute;
pub use check::Check;
pub use facts::{KnownAction, Runtime};
pub use keywords::{Additional, Enumeration, Keywords, Scalar};
pub use lists::{
    DataReference, Dependencies, DependentSchemas, Gather, GatherProperty, GatherSource, Lookup, Names,
    PatternProperties, Properties, Schemas,
};
pub use regions::{RegionSet, RegionalEnumeration};
pub use resource_type::{Lifecycle, LifecycleStatus, Path, Paths, ResourceType, Tagging};
pub use schema::{Property, Schema};

use crate::layout::{HEADER, MAGIC, SECTIONS, Section, VERSION};
use cursor::Cursor;

/// The table that the build script made from the text in `schema/data`.
static AWS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/aws.table"));

/// Where the constraint on tags is, instead of the name of a resource type.
const TAGS: &str = "tags";

/// The id of the schemas of documents, which are written as constraints.
const DOCUMENT: &str = "document";

/// Facts about resource types.
///
/// Nothing is decoded when a table is opened: a question reads the few bytes that answer it. Types, schemas and lists
/// borrow from the table and are `Copy`.
#[derive(Debug)]
pub struct Table {
    bytes: Cow<'static, [u8]>,
    sections: [(u32, u32); SECTIONS],
    strings: u32,
}

/// The number of a string in its table: of a property, a pattern, a value of an enumeration.
///
/// Numbers are in the order of the strings' bytes. Numbers of different tables have nothing to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub(crate) u32);

/// Why bytes are not a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TableError {
    /// The bytes do not begin as a table does.
    #[error("not a schema table: it does not begin with `CFNS`")]
    NotATable,
    /// The table was written for another version of the reader.
    #[error("schema table has version {found}; this program reads version {VERSION}")]
    Version {
        /// The version in the table.
        found: u32,
    },
    /// The table is shorter or longer than it says.
    #[error("schema table has {found} bytes; its header says {expected}")]
    Length {
        /// The length that the header says, in bytes.
        expected: u64,
        /// The length of what was read, in bytes.
        found: u64,
    },
    /// A part of the table is not where the header says.
    #[error("schema table is damaged: section {section} is out of bounds")]
    Section {
        /// The index of the section in the header.
        section: usize,
    },
}

impl Table {
    /// Returns the table of AWS's and SAM's resource types that is compiled in.
    ///
    /// # Panics
    ///
    /// Never: the build script writes the table with the version that this crate reads, which the tests check.
    pub fn aws() -> &'static Self {
        static TABLE: LazyLock<Table> = LazyLock::new(|| {
            Table::read(AWS).expect("the build script writes the table that this crate reads")
        });
        &TABLE
    }

    /// Opens a table, such as one that [`encode`](crate::encode) has written.
    ///
    /// Checks the header only. In a table that is damaged elsewhere, facts are wrong or missing, but nothing panics.
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, TableError> {
        let bytes = bytes.into();
        if !bytes.starts_with(&MAGIC) {
            return Err(TableError::NotATable);
        }
        let found = fixed(&bytes, 4);
        if found != VERSION {
            return Err(TableError::Version { found });
        }
        let expected = u64::from(fixed(&bytes, 8));
        if bytes.len() as u64 != expected || bytes.len() < HEADER {
            return Err(TableError::Length { expected, found: bytes.len() as u64 });
        }
        let mut sections = [(0, 0); SECTIONS];
        for (section, range) in sections.iter_mut().enumerate() {
            *range = (fixed(&bytes, 16 + 8 * section), fixed(&bytes, 20 + 8 * section));
            if u64::from(range.0) + u64::from(range.1) > expected {
                return Err(TableError::Section { section });
            }
        }
        let strings = fixed(&bytes, 12);
        Ok(Self { bytes, sections, strings })
    }

    /// The date of the source data, `YYYY-MM-DD`; empty if it is not known.
    pub fn date(&self) -> &str {
        regions::date(self)
    }

    /// The names of the regions that the table knows about, sorted.
    pub fn regions(&self) -> impl Iterator<Item = &str> {
        regions::names(self)
    }

    /// The resource type of this name, such as `AWS::SNS::Topic`; `None` if the table does not know it.
    pub fn resource_type(&self, name: &str) -> Option<ResourceType<'_>> {
        ResourceType::find(self, self.name(name)?)
    }

    /// All resource types, sorted by name.
    pub fn resource_types(&self) -> impl Iterator<Item = ResourceType<'_>> {
        ResourceType::all(self)
    }

    /// The names of all resource types, sorted.
    pub fn type_names(&self) -> impl Iterator<Item = String> {
        self.resource_types().map(ResourceType::name)
    }

    /// All constraints at all of their places, sorted by type.
    pub fn checks(&self) -> impl Iterator<Item = Check<'_>> {
        let document = self.name(DOCUMENT);
        check::checks(self, None).filter(move |check| Some(check.id) != document)
    }

    /// What the tags of a resource have to fit besides the schema of its type, if its type supports tags. The place is
    /// that of [`Tagging::property`].
    pub fn tag_constraint(&self) -> Option<Check<'_>> {
        check::checks(self, Some(self.name(TAGS)?)).next()
    }

    /// The schema of a document that is the value of a property, or part of one: `iam/policy_identity`,
    /// `iam/policy_resource`, `iam/policy_resource_ecr`, `iam/policy_trust`, `step_functions/statemachine`,
    /// `ssm/document` and `resources/tagging`.
    pub fn document(&self, name: &str) -> Option<Schema<'_>> {
        check::checks(self, Some(self.name(name)?)).next().map(|check| check.schema)
    }

    /// The number of a string; `None` if nothing in the table has it.
    pub fn name(&self, text: &str) -> Option<Name> {
        strings::find(self, text)
    }

    /// The string with this number; empty if the number is of another table.
    pub fn text(&self, name: Name) -> String {
        strings::text(self, name)
    }

    /// The bytes of the table.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes of a section, by its range in the header.
    fn section(&self, section: Section) -> &[u8] {
        let (start, length) = self.sections[section as usize];
        &self.bytes[start as usize..(start + length) as usize]
    }

    /// A cursor at an offset within a section, over the whole table: offsets of nodes are unique in the table.
    fn cursor(&self, section: Section, offset: u32) -> Cursor<'_> {
        let (start, length) = self.sections[section as usize];
        let end = (start + length) as usize;
        Cursor::new(&self.bytes[..end], (start as usize).saturating_add(offset as usize).min(end))
    }
}

/// The fixed-width number at an offset; zero behind the end.
fn fixed(bytes: &[u8], at: usize) -> u32 {
    let number = bytes.get(at..).and_then(<[u8]>::first_chunk);
    u32::from_le_bytes(number.copied().unwrap_or_default())
}
