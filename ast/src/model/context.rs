//! The position of a node in a template: its section and its declaration.

use crate::model::declarations::for_each::ForEach;
use crate::model::section::Section;
use crate::syntax::Node;

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
