//! The position of a node in a template: its section, its declaration, the function around it.

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

/// The position of a node in a template: the keys from the root down to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context<'t> {
    /// The key or item in each collection from the root down to the node's parent.
    steps: Vec<Step<'t>>,
}

/// One step down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step<'t> {
    Key(&'t str),
    Item(Node<'t>),
}

impl<'t> Context<'t> {
    /// Returns the context of a node.
    pub fn of(node: Node<'t>) -> Self {
        let mut steps: Vec<_> = std::iter::once(node).chain(node.ancestors()).filter_map(step_to).collect();
        steps.reverse();
        Self { steps }
    }

    /// The section that contains the node.
    pub fn section(&self) -> Option<Section> {
        Section::from_key(self.key(0)?)
    }

    /// The name of the declaration in the section: a logical ID, or the name of a parameter, condition or output.
    ///
    /// Keys of `Fn::ForEach` are skipped: the entries that the loop repeats are the declarations.
    pub fn declaration(&self) -> Option<&'t str> {
        self.keys_below_section().next()
    }

    /// The keys below the declaration, without indices in lists: `["Properties", "Layers"]`.
    pub fn path(&self) -> Vec<&'t str> {
        self.keys_below_section().skip(1).collect()
    }

    /// Whether the keys below the declaration begin with these.
    pub fn path_starts_with(&self, keys: &[&str]) -> bool {
        let mut path = self.keys_below_section().skip(1);
        keys.iter().all(|key| path.next() == Some(key))
    }

    /// Whether the node is beside the declarations of a section or beside the sections, rather than in a declaration.
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

    fn key(&self, depth: usize) -> Option<&'t str> {
        match self.steps.get(depth)? {
            Step::Key(key) => Some(key),
            Step::Item(_) => None,
        }
    }

    /// The path for display: `Resources/Api/Properties/Layers/0`.
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

/// The argument of a function that contains a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionSlot<'t> {
    /// The function.
    pub function: Function<'t>,
    /// The index in the function's list of arguments, counted from 0; `None` if the argument is not a list.
    pub argument: Option<usize>,
    /// Whether the node is the argument itself rather than a part of it.
    pub is_whole: bool,
}

impl<'t> FunctionSlot<'t> {
    /// Returns the slot of a node in the innermost function around it; `None` outside of functions.
    pub fn of(node: Node<'t>) -> Option<Self> {
        let function = node.enclosing_function()?;
        Some(Self::within(function, node))
    }

    /// Returns the slot of a node in one of the functions around it.
    pub fn within(function: Function<'t>, node: Node<'t>) -> Self {
        let item = function.argument.items().position(|item| item.contains(node));
        let is_whole = match item {
            Some(index) => function.argument.item(index).is_some_and(|item| item.id() == node.id()),
            None => function.argument.id() == node.id(),
        };
        Self { function, argument: item, is_whole }
    }

    /// The name of the function.
    pub fn name(&self) -> FunctionName {
        self.function.name
    }
}
