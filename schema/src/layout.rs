//! The layout of a table: what the encoder writes and the reader expects.
//!
//! Std only, because the build script includes it. All fixed-width numbers are little-endian `u32`; all others are
//! varints of seven bits a byte, the lowest first.

/// The first bytes of every table.
pub(crate) const MAGIC: [u8; 4] = *b"CFNS";
/// Changes whenever a table of the previous version can no longer be read.
pub(crate) const VERSION: u32 = 1;
/// Strings per block of the string section; the first of a block is complete, the others continue their predecessor.
pub(crate) const BLOCK: usize = 16;
/// Bytes of the header: magic, version, length of the table, number of strings, and the range of each section.
pub(crate) const HEADER: usize = 16 + 8 * SECTIONS;
/// Number of sections.
pub(crate) const SECTIONS: usize = 10;

/// A part of a table, by the index of its range in the header.
#[derive(Clone, Copy)]
#[repr(usize)]
pub(crate) enum Section {
    /// Offset of each block of strings.
    StringIndex,
    /// The front-coded strings.
    Strings,
    /// Offset of each shared node.
    NodeIndex,
    /// The shared nodes.
    Nodes,
    /// Name and offset of each resource type, sorted by name.
    TypeIndex,
    /// Root node and facts of each resource type.
    Types,
    /// The date, the regions, and the sets of regions.
    Regions,
    /// Offset of each constraint by resource type.
    #[expect(dead_code, reason = "not written yet")]
    CheckIndex,
    /// The constraints.
    #[expect(dead_code, reason = "not written yet")]
    Checks,
    /// Named lists, such as the runtimes and the IAM actions.
    #[expect(dead_code, reason = "not written yet")]
    Lists,
}

/// Bits of a node's keyword mask. The payloads follow the mask in the order of the bits, the frequent ones first, except
/// for [`PROPERTIES`], which is last so that nothing has to step over it.
pub(crate) mod bit {
    pub(crate) const TYPES: u32 = 0;
    pub(crate) const PROPERTIES: u32 = 1;
    pub(crate) const CLOSED: u32 = 2;
    pub(crate) const MIN_LENGTH: u32 = 3;
    pub(crate) const MAX_LENGTH: u32 = 4;
    pub(crate) const PATTERN: u32 = 5;
    pub(crate) const ITEMS: u32 = 6;
    pub(crate) const ENUMERATION: u32 = 7;
    pub(crate) const MAX_ITEMS: u32 = 8;
    pub(crate) const MIN_ITEMS: u32 = 9;
    pub(crate) const UNIQUE_ITEMS: u32 = 10;
    pub(crate) const REPEATABLE_ITEMS: u32 = 11;
    pub(crate) const FORMAT: u32 = 12;
    pub(crate) const MINIMUM: u32 = 13;
    pub(crate) const MAXIMUM: u32 = 14;
    pub(crate) const PATTERN_PROPERTIES: u32 = 15;
    pub(crate) const ANY_OF: u32 = 16;
    pub(crate) const ONE_OF: u32 = 17;
    pub(crate) const ALL_OF: u32 = 18;
    pub(crate) const REQUIRED: u32 = 19;
    pub(crate) const CONSTANT: u32 = 20;
    pub(crate) const IF: u32 = 21;
    pub(crate) const THEN: u32 = 22;
    pub(crate) const ELSE: u32 = 23;
    pub(crate) const MIN_PROPERTIES: u32 = 24;
    pub(crate) const MAX_PROPERTIES: u32 = 25;
    pub(crate) const IGNORE_CASE: u32 = 26;
    pub(crate) const NOT: u32 = 27;
    pub(crate) const NEVER: u32 = 28;
    pub(crate) const ADDITIONAL: u32 = 29;
    pub(crate) const REQUIRED_XOR: u32 = 30;
    pub(crate) const REQUIRED_OR: u32 = 31;
    pub(crate) const DEPENDENT_REQUIRED: u32 = 32;
    pub(crate) const DEPENDENT_EXCLUDED: u32 = 33;
    pub(crate) const DEPENDENT_SCHEMAS: u32 = 34;
    pub(crate) const MULTIPLE_OF: u32 = 35;
    pub(crate) const EXCLUSIVE_MINIMUM: u32 = 36;
    pub(crate) const EXCLUSIVE_MAXIMUM: u32 = 37;
    pub(crate) const UNIQUE_KEYS: u32 = 38;
    pub(crate) const MAX_UNIQUE_ITEMS: u32 = 39;
    pub(crate) const PREFIX_ITEMS: u32 = 40;
    pub(crate) const CONTAINS: u32 = 41;
    pub(crate) const PROPERTY_NAMES: u32 = 42;
    pub(crate) const DATA: u32 = 43;
    pub(crate) const LOOKUP: u32 = 44;
    pub(crate) const GATHER: u32 = 45;
    pub(crate) const WITHOUT_FUNCTIONS: u32 = 46;
}

/// Bits of a resource type's facts; the payloads follow in this order.
pub(crate) mod fact {
    pub(crate) const PRIMARY: u32 = 0;
    pub(crate) const READ_ONLY: u32 = 1;
    pub(crate) const CREATE_ONLY: u32 = 2;
    pub(crate) const CONDITIONAL_CREATE_ONLY: u32 = 3;
    pub(crate) const WRITE_ONLY: u32 = 4;
    pub(crate) const DEPRECATED: u32 = 5;
    pub(crate) const TAG_PROPERTY: u32 = 6;
    pub(crate) const TAGGABLE: u32 = 7;
    pub(crate) const NOT_TAGGABLE: u32 = 8;
    pub(crate) const LIFECYCLE: u32 = 9;
    pub(crate) const ALL_ATTRIBUTES: u32 = 10;
    pub(crate) const MORE_ATTRIBUTES: u32 = 11;
    pub(crate) const REGIONS: u32 = 12;
    pub(crate) const DELETES_FIRST: u32 = 13;
}

/// How a scalar of an enumeration begins.
pub(crate) mod scalar {
    pub(crate) const TEXT: u8 = 0;
    pub(crate) const NUMBER: u8 = 1;
    pub(crate) const TRUE: u8 = 2;
    pub(crate) const FALSE: u8 = 3;
    pub(crate) const NULL: u8 = 4;
    pub(crate) const OTHER: u8 = 5;
}
