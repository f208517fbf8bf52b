//! What else in a template decides whether a finding is right.

use cfn_ast::model::Section;

use super::Group;

/// The parts of a template, besides the declaration that a finding is in, that decide whether it is right.
///
/// Beside a syntax error, a finding is only reported if all of them are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DependsOn {
    /// None.
    Declaration,
    /// The declarations in these sections.
    Sections(&'static [Section]),
    /// The template as a whole.
    Template,
}

/// The sections that decide about the properties of a resource: SAM adds those of `Globals`, and the others have the values
/// of conditions, parameters and mappings.
const ABOUT_RESOURCES: &[Section] =
    &[Section::Parameters, Section::Mappings, Section::Conditions, Section::Globals];

impl DependsOn {
    /// Returns what a rule uses unless it declares something else.
    pub const fn default_for(group: Group) -> Self {
        match group {
            Group::Unused => Self::Template,
            Group::Resources => Self::Sections(ABOUT_RESOURCES),
            _ => Self::Declaration,
        }
    }
}
