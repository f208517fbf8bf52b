//! From the facts to the bytes of a table.
//!
//! Std only, because the build script includes it.

mod bytes;
mod checks;
mod facts;
mod lists;
mod lower;
mod merge;
mod share;
mod strings;

use std::fmt;

use crate::layout::{HEADER, MAGIC, SECTIONS, Section, VERSION};
use crate::model::Source;
use bytes::Bytes;
use lower::Lowering;
use strings::Strings;

/// Why facts cannot be made into a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncodeError {
    /// A reference names a definition that its type does not have.
    UnknownDefinition {
        /// The resource type.
        resource_type: String,
        /// The name of the definition.
        definition: String,
    },
    /// A definition refers to itself without a property or an item in between, so that no value could be checked.
    Cycle {
        /// The resource type.
        resource_type: String,
    },
    /// Two types have the same name.
    DuplicateType {
        /// The resource type.
        resource_type: String,
    },
    /// The schemas of a type are nested too deeply, behind references as well.
    TooDeep {
        /// The resource type.
        resource_type: String,
    },
    /// A type has too many schemas, or too large ones.
    TypeTooLarge {
        /// The resource type.
        resource_type: String,
    },
    /// The table would be larger than 4 GiB.
    TooLarge,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownDefinition { resource_type, definition } => {
                write!(f, "unknown definition `{definition}` in the schema of `{resource_type}`")
            }
            Self::Cycle { resource_type } => {
                write!(
                    f,
                    "schema of `{resource_type}` refers to itself in a cycle without a property in between"
                )
            }
            Self::DuplicateType { resource_type } => write!(f, "duplicate schema of `{resource_type}`"),
            Self::TooDeep { resource_type } => {
                write!(
                    f,
                    "schemas of `{resource_type}` are nested more than {} levels deep",
                    lower::MAX_DEPTH
                )
            }
            Self::TypeTooLarge { resource_type } => write!(
                f,
                "schema of `{resource_type}` is too large: it has more than {} schemas or {} bytes",
                lower::MAX_SCHEMAS,
                lower::MAX_BYTES
            ),
            Self::TooLarge => write!(f, "schema table would be larger than 4 GiB"),
        }
    }
}

impl std::error::Error for EncodeError {}

/// Writes a table. The same facts become the same bytes.
pub fn encode(source: &Source) -> Result<Vec<u8>, EncodeError> {
    let mut types: Vec<_> = source.types.iter().collect();
    types.sort_by(|a, b| a.name.cmp(&b.name));
    if let Some(pair) = types.windows(2).find(|pair| pair[0].name == pair[1].name) {
        return Err(EncodeError::DuplicateType { resource_type: pair[0].name.clone() });
    }
    // Strings have numbers in sort order, so all of them have to be known before one can be written.
    let mut strings = Strings::default();
    Lowering::run(&types, &source.checks, &source.regions, &mut strings)?;
    checks::collect(&source.checks, &mut strings);
    strings.number();
    let lowered = Lowering::run(&types, &source.checks, &source.regions, &mut strings)?;
    let shared = share::share(&lowered.nodes, &checks::all_roots(&lowered, &source.checks));

    let mut sections: [Bytes; SECTIONS] = Default::default();
    strings.write(&mut sections);
    shared.write(&lowered.nodes, &mut sections);
    let index = &mut Bytes::default();
    let body = &mut Bytes::default();
    for ((facts, root), entry) in types.iter().zip(&lowered.roots).zip(&lowered.facts) {
        index.fixed(strings.get(&facts.name) as usize);
        index.fixed(body.len());
        shared.write_child(&lowered.nodes, *root, body);
        body.extend(entry);
    }
    checks::write(&source.checks, &lowered, &shared, &mut strings, &mut sections);
    lists::write(&source.lists, &mut sections);
    sections[Section::TypeIndex as usize].extend(index);
    sections[Section::Types as usize].extend(body);
    sections[Section::Regions as usize].extend(&lowered.region_sets.write(&source.date, &source.regions));
    assemble(&strings, &sections)
}

/// Puts the header before the sections.
fn assemble(strings: &Strings, sections: &[Bytes]) -> Result<Vec<u8>, EncodeError> {
    let length = HEADER + sections.iter().map(Bytes::len).sum::<usize>();
    if u32::try_from(length).is_err() {
        return Err(EncodeError::TooLarge);
    }
    let mut header = Bytes::default();
    header.raw(&MAGIC);
    header.fixed(VERSION as usize);
    header.fixed(length);
    header.fixed(strings.len());
    let mut start = HEADER;
    for section in sections {
        header.fixed(start);
        header.fixed(section.len());
        start += section.len();
    }
    for section in sections {
        header.extend(section);
    }
    Ok(header.into_vec())
}
