//! Where in a template a node stands.

use crate::model::for_each::ForEach;
use crate::model::function::{Function, FunctionName};
use crate::syntax::Node;

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

/// How many sections there are.
pub(super) const SECTION_COUNT: usize = 12;

/// The sections in the order of AWS's reference; SAM's `Globals` stand before the resources they apply to.
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
    /// The section that a top-level key names.
    pub fn from_key(key: &str) -> Option<Self> {
        SECTIONS.iter().find(|(_, name)| *name == key).map(|(section, _)| *section)
    }

    /// The key at the top of the template.
    pub fn key(self) -> &'static str {
        SECTIONS[self as usize].1
    }

    /// Every section in the order of AWS's reference.
    pub fn all() -> impl Iterator<Item = Self> {
        SECTIONS.iter().map(|(section, _)| *section)
    }
}

/// Where a node stands: the keys from the top of the template down to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context<'t> {
    /// The collections from the root down to the node's parent, each with the key or item that leads on.
    steps: Vec<Step<'t>>,
}

/// One step down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step<'t> {
    Key(&'t str),
    Item(Node<'t>),
}

impl<'t> Context<'t> {
    /// The context of a node.
    pub fn of(node: Node<'t>) -> Self {
        let mut steps: Vec<_> = std::iter::once(node).chain(node.ancestors()).filter_map(step_to).collect();
        steps.reverse();
        Self { steps }
    }

    /// The section.
    pub fn section(&self) -> Option<Section> {
        Section::from_key(self.key(0)?)
    }

    /// The name of the declaration in the section: a logical ID, or the name of a parameter, condition or output.
    ///
    /// Steps into `Fn::ForEach` are passed over: what the loop repeats is the declaration.
    pub fn declaration(&self) -> Option<&'t str> {
        self.keys_below_section().next()
    }

    /// The keys below the declaration, without places in lists: `["Properties", "Layers"]`.
    pub fn path(&self) -> Vec<&'t str> {
        self.keys_below_section().skip(1).collect()
    }

    /// Whether the keys below the declaration begin with these.
    pub fn path_starts_with(&self, keys: &[&str]) -> bool {
        let mut path = self.keys_below_section().skip(1);
        keys.iter().all(|key| path.next() == Some(key))
    }

    /// Whether the node stands beside the declarations of a section, or beside the sections, rather than in one.
    pub(super) fn is_above_declarations(&self) -> bool {
        let own_keys = self.steps.iter().filter_map(|step| match step {
            Step::Key(key) => Some(*key),
            Step::Item(_) => None,
        });
        let names_declaration =
            |key: &&str| !matches!(*key, "Fn::Transform" | "Name") && !ForEach::is_key(key);
        own_keys.filter(names_declaration).count() < 2
    }

    fn keys_below_section(&self) -> impl Iterator<Item = &'t str> + '_ {
        let keys = self.steps.iter().skip(1).filter_map(|step| match step {
            Step::Key(key) => Some(*key),
            Step::Item(_) => None,
        });
        keys.filter(|key| !ForEach::is_key(key))
    }

    fn key(&self, place: usize) -> Option<&'t str> {
        match self.steps.get(place)? {
            Step::Key(key) => Some(key),
            Step::Item(_) => None,
        }
    }

    /// The path for people: `Resources/Api/Properties/Layers/0`.
    pub fn display_path(&self) -> String {
        let parts = self.steps.iter().map(|step| match step {
            Step::Key(key) => (*key).to_owned(),
            Step::Item(node) => node.child_index().to_string(),
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

fn step_to(node: Node<'_>) -> Option<Step<'_>> {
    let parent = node.parent()?;
    if parent.is_sequence() {
        return Some(Step::Item(node));
    }
    let key = if node.is_key() { Some(node) } else { node.key() };
    key?.text().map(Step::Key)
}

/// Which argument of a function a node stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionSlot<'t> {
    /// The function.
    pub function: Function<'t>,
    /// The place in the function's list of arguments, counted from 0; none when its argument is no list.
    pub argument: Option<usize>,
    /// Whether the node is the argument itself rather than a part of it.
    pub is_whole: bool,
}

impl<'t> FunctionSlot<'t> {
    /// The slot of the innermost function around the node.
    pub fn of(node: Node<'t>) -> Option<Self> {
        let function = node.enclosing_function()?;
        Some(Self::within(function, node))
    }

    /// The slot of a node in one of the functions around it.
    pub fn within(function: Function<'t>, node: Node<'t>) -> Self {
        let item = function.argument.items().position(|item| item.contains(node));
        let is_whole = match item {
            Some(place) => function.argument.item(place).is_some_and(|item| item.id() == node.id()),
            None => function.argument.id() == node.id(),
        };
        Self { function, argument: item, is_whole }
    }

    /// The name of the function.
    pub fn name(&self) -> FunctionName {
        self.function.name
    }
}
