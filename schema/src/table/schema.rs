//! A node of a schema, by its place in the table.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::cursor::Cursor;
use super::keywords::Keywords;
use super::{Name, Table, fixed};
use crate::layout::Section;

/// A schema: what one value may be.
///
/// A handle of two words. Two handles are equal if they are the same place of the same table; schemas that say the same
/// are usually, but not always, the same place.
#[derive(Clone, Copy)]
pub struct Schema<'t> {
    table: &'t Table,
    /// Offset of the node from the start of the table.
    at: u32,
}

/// A property that a schema names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property<'t> {
    /// The name of the property.
    pub name: Name,
    /// Whether the schema requires it.
    pub required: bool,
    /// What its value may be.
    pub schema: Schema<'t>,
}

impl<'t> Schema<'t> {
    /// Reads the reference to a child: twice the number of a shared node, or twice the length of the node that follows,
    /// plus one. Afterwards the cursor is behind the child.
    pub(super) fn read(table: &'t Table, cursor: &mut Cursor<'t>) -> Self {
        let head = cursor.index();
        if head % 2 == 1 {
            let at = cursor.offset() as u32;
            cursor.skip(head / 2);
            return Self { table, at };
        }
        let offset = fixed(table.section(Section::NodeIndex), (head / 2).saturating_mul(4));
        Self { table, at: table.cursor(Section::Nodes, offset).offset() as u32 }
    }

    /// The table that the schema is of.
    pub fn table(self) -> &'t Table {
        self.table
    }

    /// The keywords of this schema. Children are handles: nothing below is decoded.
    pub fn keywords(self) -> Keywords<'t> {
        Keywords::read(self.table, Cursor::new(&self.table.bytes, self.at as usize))
    }

    /// The property of this name, without decoding those after it. Only what this schema itself names: neither patterns
    /// nor `anyOf` and the like are considered.
    pub fn property(self, name: Name) -> Option<Property<'t>> {
        let mut properties = self.keywords().properties.iter();
        properties.find(|property| property.name >= name).filter(|property| property.name == name)
    }
}

impl PartialEq for Schema<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.table, other.table) && self.at == other.at
    }
}

impl Eq for Schema<'_> {}

impl Hash for Schema<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::from_ref(self.table).hash(state);
        self.at.hash(state);
    }
}

impl fmt::Debug for Schema<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Schema({:#x})", self.at)
    }
}
