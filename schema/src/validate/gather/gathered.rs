//! What a constraint read of one or several resources.

use cfn_ast::Node;

use crate::table::{Name, Scalar, Table};

/// What was read, under one combination of conditions.
pub(super) struct Gathered<'t> {
    pub(super) sources: Vec<Source<'t>>,
}

/// The values of one resource.
pub(super) struct Source<'t> {
    pub(super) name: Name,
    /// Its properties, or the resource if it has none.
    pub(super) owner: Node<'t>,
    /// The keys of the values, each with the property from which it is read.
    pub(super) keys: Vec<(Name, Name)>,
    pub(super) values: Vec<(Name, Value<'t>)>,
}

/// One value.
#[derive(Clone)]
pub(super) enum Value<'t> {
    /// As it is written.
    Written(Node<'t>),
    /// The default of a property that the resource does not have.
    Default(Scalar),
    /// The type of the resource.
    Type(&'t str),
    /// It depends on what is not known.
    Unknown,
}

/// The part of what was read that a schema is about.
#[derive(Clone, Copy)]
pub(super) enum Instance<'g, 't> {
    All,
    Source(&'g Source<'t>),
    Value(&'g Source<'t>, &'g Value<'t>),
}

impl<'t> Gathered<'t> {
    pub(super) fn source(&self, name: &str, table: &Table) -> Option<&Source<'t>> {
        self.sources.iter().find(|source| table.text(source.name) == name)
    }

    /// The value at a JSON pointer, `/source/key`.
    pub(super) fn at(&self, pointer: &str, table: &Table) -> Option<&Value<'t>> {
        let (source, key) = pointer.strip_prefix('/')?.split_once('/')?;
        let mut values = self.source(source, table)?.values.iter();
        values.find(|(name, _)| table.text(*name) == key).map(|(_, value)| value)
    }
}

impl<'t> Source<'t> {
    /// The property from which the value of a key is read.
    pub(super) fn property(&self, key: Name) -> Name {
        let mut keys = self.keys.iter();
        keys.find(|(known, _)| *known == key).map_or(key, |(_, property)| *property)
    }

    /// The property of one of the values.
    pub(super) fn name_of(&self, value: &Value<'t>) -> Name {
        let mut values = self.values.iter();
        values.find(|(_, known)| std::ptr::eq(known, value)).map_or(self.name, |(key, _)| self.property(*key))
    }
}

/// The property from which the value of a key is read.
pub(super) fn property_name(instance: Instance<'_, '_>, key: Name) -> Name {
    match instance {
        Instance::Source(source) => source.property(key),
        Instance::All | Instance::Value(..) => key,
    }
}

impl<'t> Value<'t> {
    pub(super) fn node(&self) -> Option<Node<'t>> {
        match self {
            Self::Written(node) => Some(*node),
            _ => None,
        }
    }

    /// The value as a string, if it is a scalar.
    pub(super) fn text(&self, table: &Table) -> Option<String> {
        match self {
            Self::Written(node) => node.resolved().text().map(str::to_owned),
            Self::Default(default) => Some(text_of(default, table)),
            Self::Type(name) => Some((*name).to_owned()),
            Self::Unknown => None,
        }
    }
}

/// The source or value with a name.
pub(super) fn child<'g, 't>(
    gathered: &'g Gathered<'t>,
    instance: Instance<'g, 't>,
    name: Name,
) -> Option<Instance<'g, 't>> {
    match instance {
        Instance::All => gathered.sources.iter().find(|source| source.name == name).map(Instance::Source),
        Instance::Source(source) => {
            let mut values = source.values.iter();
            values.find(|(known, _)| *known == name).map(|(_, value)| Instance::Value(source, value))
        }
        Instance::Value(..) => None,
    }
}

pub(super) fn text_of(scalar: &Scalar, table: &Table) -> String {
    match scalar {
        Scalar::Text(name) | Scalar::Other(name) => table.text(*name),
        Scalar::Number(number) => number.to_string(),
        Scalar::Boolean(value) => value.to_string(),
        Scalar::Null => String::new(),
    }
}
