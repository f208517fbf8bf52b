//! Keys at a wrong level of indentation.
//!
//! One wrong indentation makes every key of a block wrong. Such a block is one misfit, which names the cause.

use super::lay::accepts;
use super::resource::RESOURCE;
use super::template::{NUMBER_PARAMETER, OUTPUT, TEMPLATE, TEXT_PARAMETER};
use super::{Attribute, Shape};
use crate::model::declarations::for_each::ForEach;
use crate::model::section::Section;
use crate::range::TextRange;
use crate::syntax::{Entry, Node, Scalar};

/// Adjacent entries at a wrong level.
#[derive(Clone, Copy, Debug)]
pub struct Misindented<'t> {
    /// The first of the entries.
    pub first: Entry<'t>,
    /// The last of the entries, which may also be the first.
    pub last: Entry<'t>,
    /// The level at which they are.
    pub found: Level,
    /// The level at which they belong.
    pub meant: Level,
    /// The key that they belong below; `None` if there is no such key.
    pub owner: Option<Node<'t>>,
}

/// A level of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// A section.
    Section,
    /// A declaration of a section: a parameter, a resource or an output.
    Declaration(Section),
    /// An attribute of such a declaration.
    Attribute(Section),
}

impl<'t> Misindented<'t> {
    /// The entries.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'t>> + use<'t> {
        self.first.through(self.last)
    }

    /// The bytes of the entries, including the key before them if they belong below it.
    pub fn range(&self) -> TextRange {
        let start = self.first.key.range().start();
        let owner = self.owner.map(|owner| owner.range().start()).filter(|&owner| owner < start);
        TextRange::new(owner.unwrap_or(start), self.last.range().end())
    }

    /// The names that the entries would declare at the right level, or the name of the declaration that they complete.
    pub fn names(&self) -> Vec<&'t str> {
        match (self.found, self.meant) {
            (_, Level::Attribute(_)) => self.owner.and_then(Node::text).into_iter().collect(),
            (_, Level::Declaration(_)) => self.entries().filter_map(|entry| entry.name()).collect(),
            (_, Level::Section) => {
                let declared = self.entries().flat_map(|section| section.value.entries());
                declared.filter_map(|entry| entry.name()).collect()
            }
        }
    }
}

/// The attributes of the declarations of a section; empty if they cannot be distinguished from declarations.
fn attributes_in(section: Section) -> impl Iterator<Item = &'static Attribute> {
    let shapes: [Option<&'static Shape>; 2] = match section {
        Section::Parameters => [Some(&TEXT_PARAMETER), Some(&NUMBER_PARAMETER)],
        Section::Resources => [Some(&RESOURCE), None],
        Section::Outputs => [Some(&OUTPUT), None],
        _ => [None, None],
    };
    shapes.into_iter().flatten().flat_map(|shape| match shape {
        Shape::Object(object) => object.attributes,
        _ => &[],
    })
}

/// The blocks among the sections: resources beside the section `Resources`.
pub(super) fn among_sections(root: Node<'_>) -> Vec<Misindented<'_>> {
    let is_known = |name: &str| TEMPLATE.attributes.iter().any(|section| section.name == name);
    let is_resource = |entry: &Entry<'_>| {
        entry.name().is_some_and(|name| !is_known(name)) && looks_like_resource(entry.value)
    };
    let meant = Level::Declaration(Section::Resources);
    let owner = root.entry(Section::Resources.key()).map(|entry| entry.key);
    blocks(root, is_resource, |_| (Level::Section, meant, owner))
}

/// The blocks among the declarations of a section, or of a loop in it: attributes beside the name that they belong below,
/// and sections among resources.
pub(super) fn among_declarations(mapping: Node<'_>, section: Section) -> Vec<Misindented<'_>> {
    let is_attribute = |entry: &Entry<'_>| looks_like_attribute(*entry, section);
    let found = Level::Declaration(section);
    let mut all = blocks(mapping, is_attribute, |before| (found, Level::Attribute(section), before));
    if section == Section::Resources {
        let is_section = |entry: &Entry<'_>| looks_like_section(*entry);
        all.extend(blocks(mapping, is_section, |_| (found, Level::Section, None)));
    }
    all
}

/// The blocks among the attributes of a resource: other resources.
pub(super) fn among_attributes<'t>(resource: Node<'t>, known: &[Attribute]) -> Vec<Misindented<'t>> {
    let is_known = |name: &str| known.iter().any(|attribute| attribute.name == name);
    let is_resource = |entry: &Entry<'_>| {
        entry.name().is_some_and(|name| !is_known(name)) && looks_like_resource(entry.value)
    };
    let levels = (Level::Attribute(Section::Resources), Level::Declaration(Section::Resources), None);
    blocks(resource, is_resource, |_| levels)
}

/// The runs of entries that belong elsewhere; `levels` classifies a run by the key before it.
fn blocks<'t>(
    mapping: Node<'t>,
    belongs_elsewhere: impl Fn(&Entry<'t>) -> bool,
    levels: impl Fn(Option<Node<'t>>) -> (Level, Level, Option<Node<'t>>),
) -> Vec<Misindented<'t>> {
    let mut all: Vec<Misindented<'t>> = Vec::new();
    let mut before = None;
    let mut is_open = false;
    for entry in mapping.entries() {
        if !belongs_elsewhere(&entry) {
            (before, is_open) = (Some(entry.key), false);
            continue;
        }
        if let Some(block) = all.last_mut().filter(|_| is_open) {
            block.last = entry;
        } else {
            let (found, meant, owner) = levels(before);
            all.push(Misindented { first: entry, last: entry, found, meant, owner });
        }
        is_open = true;
    }
    all
}

/// Whether a value has a `Type` with a namespace, as every resource does.
fn looks_like_resource(value: Node<'_>) -> bool {
    let resource_type = value.get("Type").filter(|_| value.tag().is_none());
    resource_type.and_then(Node::text).is_some_and(|name| name.contains("::"))
}

/// Whether an entry has the name and the value of an attribute, and is not a declaration with that name.
fn looks_like_attribute(entry: Entry<'_>, section: Section) -> bool {
    let value = entry.value;
    let mut known = attributes_in(section);
    let Some(attribute) = known.find(|attribute| Some(attribute.name) == entry.name()) else { return false };
    let declares = attributes_in(section).any(|attribute| {
        let may_begin = attribute.is_required || attribute.name == "Properties";
        may_begin && value.tag().is_none() && value.get(attribute.name).is_some()
    });
    let is_filled = value.scalar() != Some(Scalar::Null) && !value.is_alias();
    let may_be_anything = matches!(attribute.shape, Shape::Any | Shape::Filled);
    let is_literal_mapping = value.is_mapping() && value.function().is_none() && value.tag().is_none();
    is_filled
        && !declares
        // A mapping may just as well be a declaration that is named like the attribute.
        && !(may_be_anything && is_literal_mapping)
        && accepts_or_evaluates(&attribute.shape, value)
}

fn accepts_or_evaluates(shape: &Shape, value: Node<'_>) -> bool {
    accepts(shape, value) || (matches!(shape, Shape::Any) && value.function().is_some())
}

/// Whether an entry has the name of a section and contains only mappings, as such a section does.
fn looks_like_section(entry: Entry<'_>) -> bool {
    let is_name = [Section::Parameters, Section::Outputs, Section::Mappings, Section::Resources]
        .iter()
        .any(|section| entry.name() == Some(section.key()));
    let mut declared = entry.value.entries().peekable();
    let has_declarations = declared.peek().is_some() && declared.all(|declared| declared.value.is_mapping());
    let is_resource = entry.value.get("Type").is_some() || entry.value.get("Properties").is_some();
    let is_loop = entry.name().is_some_and(ForEach::is_key);
    is_name && has_declarations && !is_resource && !is_loop && entry.value.tag().is_none()
}
