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
    /// Type and offset of each constraint, sorted by type.
    CheckIndex,
    /// The constraints.
    Checks,
    /// Named lists, such as the runtimes and the IAM actions.
    Lists,
}

/// A keyword of a node, by its bit in the node's mask.
///
/// The payloads follow the mask in the order of the bits, the frequent ones first, except for [`Self::Properties`], which
/// is last so that nothing has to step over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u32)]
pub enum Keyword {
    /// `type`.
    Types = 0,
    /// `properties`, with what `required` says of each.
    Properties = 1,
    /// `additionalProperties: false`.
    Closed = 2,
    /// `minLength`.
    MinLength = 3,
    /// `maxLength`.
    MaxLength = 4,
    /// `pattern`.
    Pattern = 5,
    /// `items`.
    Items = 6,
    /// `enum`.
    Enumeration = 7,
    /// `maxItems`.
    MaxItems = 8,
    /// `minItems`.
    MinItems = 9,
    /// `uniqueItems: true`.
    UniqueItems = 10,
    /// `uniqueItems: false`.
    RepeatableItems = 11,
    /// `format`.
    Format = 12,
    /// `minimum`.
    Minimum = 13,
    /// `maximum`.
    Maximum = 14,
    /// `patternProperties`.
    PatternProperties = 15,
    /// `anyOf`.
    AnyOf = 16,
    /// `oneOf`.
    OneOf = 17,
    /// `allOf`.
    AllOf = 18,
    /// Names in `required` that are not among the properties.
    Required = 19,
    /// `const`.
    Constant = 20,
    /// `if`.
    If = 21,
    /// `then`.
    Then = 22,
    /// `else`.
    Else = 23,
    /// `minProperties`.
    MinProperties = 24,
    /// `maxProperties`.
    MaxProperties = 25,
    /// The enumeration is an `enumCaseInsensitive`.
    IgnoreCase = 26,
    /// `not`.
    Not = 27,
    /// The schema `false`.
    Never = 28,
    /// `additionalProperties` with a schema.
    Additional = 29,
    /// `requiredXor`.
    RequiredXor = 30,
    /// `requiredOr`.
    RequiredOr = 31,
    /// `dependentRequired`.
    DependentRequired = 32,
    /// `dependentExcluded`.
    DependentExcluded = 33,
    /// `dependentSchemas`.
    DependentSchemas = 34,
    /// `multipleOf`.
    MultipleOf = 35,
    /// `exclusiveMinimum`.
    ExclusiveMinimum = 36,
    /// `exclusiveMaximum`.
    ExclusiveMaximum = 37,
    /// `uniqueKeys`.
    UniqueKeys = 38,
    /// `maxUniqueItems`.
    MaxUniqueItems = 39,
    /// `prefixItems`.
    PrefixItems = 40,
    /// `contains`.
    Contains = 41,
    /// `propertyNames`.
    PropertyNames = 42,
    /// Keywords with `$data`.
    Data = 43,
    /// Keywords with `$lookup`.
    Lookup = 44,
    /// `cfnGather`.
    Gather = 45,
    /// `cfnContext` without functions.
    WithoutFunctions = 46,
    /// An enumeration whose values are not the same in every region.
    Regional = 47,
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

/// The lists of [`Section::Lists`], by the index of their offset.
#[derive(Clone, Copy)]
#[repr(usize)]
pub(crate) enum List {
    Runtimes,
    Stateful,
    Expiring,
    Actions,
}

impl List {
    pub(crate) const ALL: [Self; 4] = [Self::Runtimes, Self::Stateful, Self::Expiring, Self::Actions];
}
