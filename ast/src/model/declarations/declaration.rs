//! What all declarations have: a name, a key and a value.

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::model::declarations::for_each::ForEach;
use crate::syntax::{Entry, Node};

/// A declaration: a name and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'t> {
    /// The name: a logical ID, or the name of a parameter, mapping, condition, rule or output.
    pub name: &'t str,
    /// The key of the declaration.
    pub key: Node<'t>,
    /// The value of the declaration.
    pub value: Node<'t>,
}

impl<'t> Named<'t> {
    pub(in crate::model) fn from_entry(entry: Entry<'t>) -> Option<Self> {
        Some(Self { name: entry.name()?, key: entry.key, value: entry.value })
    }
}

/// Implements the methods that all declarations have, for a type with the field `declaration`.
macro_rules! declared_by_name {
    ($type:ident) => {
        impl<'t> $type<'t> {
            pub(in crate::model) fn new(declaration: Named<'t>) -> Self {
                Self { declaration }
            }

            /// The declaration: its name, key and value.
            pub fn declaration(&self) -> Named<'t> {
                self.declaration
            }

            /// The name; in a `Fn::ForEach` it contains loop variables.
            pub fn name(&self) -> &'t str {
                self.declaration.name
            }

            /// The key of the declaration.
            pub fn key(&self) -> $crate::Node<'t> {
                self.declaration.key
            }

            /// The value of the declaration, usually a mapping.
            pub fn value(&self) -> $crate::Node<'t> {
                self.declaration.value
            }
        }
    };
}
pub(in crate::model) use declared_by_name;

/// The declarations of one section, in the order of the source and by name.
///
/// Of two declarations with the same name, the later one is used; [`Declarations::iter`] returns both.
#[derive(Clone, Debug)]
pub struct Declarations<'t, T> {
    items: Vec<T>,
    by_name: FxHashMap<&'t str, u32>,
}

impl<'t, T> Declarations<'t, T> {
    /// Collects declarations with their names; `count` is the number to reserve.
    pub(in crate::model) fn new(items: impl Iterator<Item = (&'t str, T)>, count: usize) -> Self {
        let by_name = FxHashMap::with_capacity_and_hasher(count, FxBuildHasher);
        let mut declarations = Self { items: Vec::with_capacity(count), by_name };
        for (name, item) in items {
            declarations.by_name.insert(name, declarations.items.len() as u32);
            declarations.items.push(item);
        }
        declarations
    }

    /// Returns the declaration with this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.by_name.get(name).map(|&index| &self.items[index as usize])
    }

    /// Whether there is a declaration with this name.
    pub fn contains(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// Returns all declarations in the order of the source.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// Returns the names, each once, in no particular order.
    pub fn names(&self) -> impl Iterator<Item = &'t str> + '_ {
        self.by_name.keys().copied()
    }

    /// The number of declarations.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are no declarations.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<'a, T> IntoIterator for &'a Declarations<'_, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The entries of a section that are declarations; loops and merge keys are not included.
pub(in crate::model) fn declared<'t>(section: Option<Node<'t>>) -> impl Iterator<Item = Named<'t>> {
    let entries = section.into_iter().flat_map(Node::entries).filter(|entry| !entry.is_merge());
    entries.filter_map(Named::from_entry).filter(|named| !ForEach::is_key(named.name))
}
