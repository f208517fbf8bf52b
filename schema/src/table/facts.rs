//! Facts about other things than the shape of properties.

use std::cmp::Ordering;

use super::cursor::Cursor;
use super::{Table, fixed};
use crate::layout::{BLOCK, List, Section};

/// A runtime of Lambda. Dates are `YYYY-MM-DD`; `None` if AWS has announced none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime {
    /// Its identifier, such as `python3.9`.
    pub name: String,
    /// Since when it is deprecated: no more security updates.
    pub deprecated: Option<String>,
    /// Since when functions cannot be created with it.
    pub create_block: Option<String>,
    /// Since when functions with it cannot be updated.
    pub update_block: Option<String>,
    /// The runtime that AWS proposes instead.
    pub successor: Option<String>,
}

/// What is known about an IAM action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownAction {
    /// The service has it.
    Yes,
    /// The service does not have it.
    No,
    /// The service is not known.
    UnknownService,
}

/// An entry of a list with its values.
type Entry = (String, Vec<String>);

impl Table {
    /// The runtimes of Lambda that are or will be deprecated, sorted by name.
    pub fn runtimes(&self) -> impl Iterator<Item = Runtime> + use<'_> {
        entries_from(self, List::Runtimes, "").map(|(name, values)| runtime(name, &values))
    }

    /// The runtime of this name; `None` if the table does not know it.
    pub fn runtime(&self, name: &str) -> Option<Runtime> {
        find(self, List::Runtimes, name).map(|values| runtime(name.to_owned(), &values))
    }

    /// Whether resources of a type have data that their deletion destroys.
    pub fn is_stateful(&self, resource_type: &str) -> bool {
        find(self, List::Stateful, resource_type).is_some()
    }

    /// Whether resources of a type can only be deleted if they are empty, so that a mistake destroys nothing.
    pub fn must_be_empty_to_be_deleted(&self, resource_type: &str) -> bool {
        find(self, List::Stateful, resource_type)
            .is_some_and(|values| values.iter().any(|value| value == "empty"))
    }

    /// The properties that say when the content of a resource expires, if it does so by default.
    pub fn retention_properties(&self, resource_type: &str) -> Vec<String> {
        find(self, List::Expiring, resource_type).unwrap_or_default()
    }

    /// Whether a service has an IAM action. Both are compared without case, as IAM does.
    pub fn known_action(&self, service: &str, action: &str) -> KnownAction {
        let prefix = format!("{}:", service.to_ascii_lowercase());
        let wanted = format!("{prefix}{}", action.to_ascii_lowercase());
        match entries_from(self, List::Actions, &wanted).next() {
            Some((found, _)) if found == wanted => KnownAction::Yes,
            _ if self.actions(service).next().is_some() => KnownAction::No,
            _ => KnownAction::UnknownService,
        }
    }

    /// The services that have IAM actions, in lower case, sorted. Reads the whole list of actions.
    pub fn services(&self) -> Vec<String> {
        let mut services: Vec<String> = Vec::new();
        for (action, _) in entries_from(self, List::Actions, "") {
            let Some((service, _)) = action.split_once(':') else { continue };
            if services.last().is_none_or(|last| last != service) {
                services.push(service.to_owned());
            }
        }
        services
    }

    /// The IAM actions of a service, in lower case, sorted.
    pub fn actions<'t>(&'t self, service: &str) -> impl Iterator<Item = String> + use<'t> {
        let prefix = format!("{}:", service.to_ascii_lowercase());
        let entries = entries_from(self, List::Actions, &prefix);
        entries.map_while(move |(action, _)| action.strip_prefix(&prefix).map(str::to_owned))
    }
}

fn runtime(name: String, values: &[String]) -> Runtime {
    let value = |index: usize| values.get(index).filter(|value| *value != "-").cloned();
    Runtime {
        name,
        deprecated: value(0),
        create_block: value(1),
        update_block: value(2),
        successor: value(3),
    }
}

/// The values of an entry.
fn find(table: &Table, list: List, key: &str) -> Option<Vec<String>> {
    entries_from(table, list, key).next().filter(|(found, _)| found == key).map(|(_, values)| values)
}

/// The entries from the first that is not less than `key`.
fn entries_from<'t>(table: &'t Table, list: List, key: &str) -> impl Iterator<Item = Entry> + use<'t> {
    let section = table.section(Section::Lists);
    let start = fixed(section, 4 * list as usize) as usize;
    let count = fixed(section, start) as usize;
    let has_values = fixed(section, start.saturating_add(4)) == 1;
    let offset = move |block: usize| {
        let at = fixed(section, start.saturating_add(8).saturating_add(block.saturating_mul(4)));
        start.saturating_add(at as usize)
    };
    let (mut low, mut high) = (0, count.div_ceil(BLOCK));
    while high - low > 1 {
        let middle = usize::midpoint(low, high);
        let mut text = Vec::new();
        read(&mut Cursor::new(section, offset(middle)), &mut text, has_values);
        if text.as_slice() <= key.as_bytes() { low = middle } else { high = middle }
    }
    let mut cursor = Cursor::new(section, offset(low));
    let (mut text, first) = (Vec::new(), low * BLOCK);
    let entries = (first..count).map_while(move |number| {
        if number % BLOCK == 0 {
            text.clear();
        }
        if cursor.is_at_end() {
            return None;
        }
        let values = read(&mut cursor, &mut text, has_values);
        Some((String::from_utf8_lossy(&text).into_owned(), values))
    });
    let key = key.to_owned();
    entries.skip_while(move |(found, _)| found.cmp(&key) == Ordering::Less)
}

/// Reads the next entry: its text continues the one before.
fn read(cursor: &mut Cursor<'_>, text: &mut Vec<u8>, has_values: bool) -> Vec<String> {
    let shared = cursor.index();
    let length = cursor.index();
    text.truncate(shared);
    text.extend_from_slice(cursor.take(length));
    let count = if has_values { cursor.index() } else { 0 };
    let mut values = Vec::new();
    for _ in 0..count {
        if cursor.is_at_end() {
            break;
        }
        let length = cursor.index();
        values.push(String::from_utf8_lossy(cursor.take(length)).into_owned());
    }
    values
}
