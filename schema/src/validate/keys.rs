//! The keys of a mapping: those that are written in it, and those that it has from elsewhere.

use cfn_ast::foreign;
use cfn_ast::model::{ForEach, Resource};
use cfn_ast::syntax::Entry;
use cfn_ast::{Node, Template};

use crate::table::{Name, Table};

/// The maximum number of mappings that are merged into one; beyond it, the keys of a mapping are not known.
const MAX_MERGED: usize = 16;

/// An entry of a mapping whose key is a string.
#[derive(Clone, Copy)]
pub(super) struct Key<'t> {
    pub(super) entry: Entry<'t>,
    pub(super) text: &'t str,
    /// The number of the string in the table of the schema; `None` if the table does not have it.
    pub(super) name: Option<Name>,
}

/// The keys of a mapping.
pub(super) struct Keys<'t> {
    /// The entries with a name; of those with equal names the last one.
    pub(super) entries: Vec<Key<'t>>,
    /// Entries that the mapping has from elsewhere: by YAML's merge key, or by the section `Globals` of SAM.
    pub(super) inherited: Vec<Key<'t>>,
    /// Whether a macro, a loop or another tool may add further keys.
    pub(super) is_open: bool,
}

impl<'t> Keys<'t> {
    pub(super) fn of(
        node: Node<'t>,
        template: &Template<'t>,
        resource: Option<&Resource<'t>>,
        table: &Table,
    ) -> Self {
        let mut keys =
            Self { entries: Vec::new(), inherited: Vec::new(), is_open: template.has_snippet(node) };
        // The keys of a resource without properties are its attributes.
        let has_own = resource.is_none_or(|resource| resource.value() != node);
        for entry in node.entries().filter(|_| has_own) {
            if entry.is_merge() {
                keys.merge(entry.value, MAX_MERGED, table);
                continue;
            }
            match entry.name() {
                Some("Fn::Transform") | None => keys.is_open = true,
                Some(name) if ForEach::is_key(name) || foreign::is_directive_key(name) => keys.is_open = true,
                Some(name) if foreign::has_variable(name) => keys.is_open = true,
                Some(text) => {
                    keys.entries.retain(|other| other.text != text);
                    keys.entries.push(Key { entry, text, name: table.name(text) });
                }
            }
        }
        if let (Some(resource), Some(globals)) = (resource, template.globals()) {
            let own_type = resource.type_name().unwrap_or_default();
            let entries = globals.properties(own_type).into_iter().flat_map(Node::entries);
            for entry in entries {
                let used = entry.name().filter(|text| globals.property(resource, text).is_some());
                let key = used.map(|text| Key { entry, text, name: table.name(text) });
                keys.inherited.extend(key);
            }
        }
        keys
    }

    fn merge(&mut self, value: Node<'t>, budget: usize, table: &Table) {
        let value = value.resolved();
        let sources = value.items().chain(value.is_mapping().then_some(value));
        for source in sources.map(Node::resolved) {
            if budget == 0 || !source.is_mapping() {
                self.is_open = true;
                return;
            }
            for entry in source.entries() {
                match entry.name() {
                    _ if entry.is_merge() => self.merge(entry.value, budget - 1, table),
                    Some(text) => self.inherited.push(Key { entry, text, name: table.name(text) }),
                    None => self.is_open = true,
                }
            }
        }
    }

    pub(super) fn entry(&self, name: Name) -> Option<Entry<'t>> {
        self.entries.iter().find(|key| key.name == Some(name)).map(|key| key.entry)
    }

    pub(super) fn inherited(&self, name: Name) -> Option<Entry<'t>> {
        self.inherited.iter().find(|key| key.name == Some(name)).map(|key| key.entry)
    }
}
