//! The sections of a template.

/// A section of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the section of that name in AWS's reference")]
pub enum Section {
    FormatVersion,
    Description,
    Metadata,
    Parameters,
    Rules,
    Mappings,
    Conditions,
    Transform,
    Globals,
    Resources,
    Hooks,
    Outputs,
}

/// The number of sections.
pub(super) const SECTION_COUNT: usize = 12;

/// The sections in the order of AWS's reference; SAM's `Globals` come before the resources that they apply to.
const SECTIONS: [(Section, &str); SECTION_COUNT] = [
    (Section::FormatVersion, "AWSTemplateFormatVersion"),
    (Section::Description, "Description"),
    (Section::Metadata, "Metadata"),
    (Section::Parameters, "Parameters"),
    (Section::Rules, "Rules"),
    (Section::Mappings, "Mappings"),
    (Section::Conditions, "Conditions"),
    (Section::Transform, "Transform"),
    (Section::Globals, "Globals"),
    (Section::Resources, "Resources"),
    (Section::Hooks, "Hooks"),
    (Section::Outputs, "Outputs"),
];

impl Section {
    /// Returns the section with this top-level key.
    pub fn from_key(key: &str) -> Option<Self> {
        SECTIONS.iter().find(|(_, name)| *name == key).map(|(section, _)| *section)
    }

    /// The top-level key of the section.
    pub fn key(self) -> &'static str {
        SECTIONS[self as usize].1
    }

    /// Returns every section in the order of AWS's reference.
    pub fn all() -> impl Iterator<Item = Self> {
        SECTIONS.iter().map(|(section, _)| *section)
    }
}
