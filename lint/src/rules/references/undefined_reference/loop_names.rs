//! The names that loops may generate.

use cfn_ast::Template;
use rustc_hash::FxHashMap;

/// The keys in loops, by the text before their first variable.
type Keys<'t> = FxHashMap<&'t str, Vec<&'t str>>;

/// The names of resources and conditions that loops may generate.
pub(super) struct LoopNames<'t> {
    resources: Keys<'t>,
    conditions: Keys<'t>,
}

impl<'t> LoopNames<'t> {
    pub(super) fn of(template: &Template<'t>) -> Self {
        Self {
            resources: by_beginning(template.resources_in_loops().map(|resource| resource.logical_id())),
            conditions: by_beginning(template.conditions_in_loops().map(|condition| condition.name)),
        }
    }

    pub(super) fn may_make_resource(&self, name: &str) -> bool {
        may_make(&self.resources, name)
    }

    pub(super) fn may_make_condition(&self, name: &str) -> bool {
        may_make(&self.conditions, name)
    }
}

fn by_beginning<'t>(names: impl Iterator<Item = &'t str>) -> Keys<'t> {
    let mut keys = Keys::default();
    for name in names {
        let beginning = literals_of(name).next().unwrap_or_default();
        keys.entry(beginning).or_default().push(name);
    }
    keys
}

fn may_make(keys: &Keys<'_>, name: &str) -> bool {
    let ends = name.char_indices().map(|(end, _)| end).chain([name.len()]);
    let mut beginnings = ends.map(|end| &name[..end]);
    !keys.is_empty()
        && beginnings.any(|beginning| {
            keys.get(beginning).is_some_and(|keys| keys.iter().any(|key| matches_key(name, key)))
        })
}

/// Whether a loop can generate the name from a key with variables.
fn matches_key(name: &str, key: &str) -> bool {
    let mut rest = name;
    let mut literals = literals_of(key);
    let Some(first) = literals.next() else { return true };
    let Some(after) = rest.strip_prefix(first) else { return false };
    rest = after;
    let mut last = first;
    for literal in literals {
        match rest.find(literal) {
            Some(at) => rest = &rest[at + literal.len()..],
            None => return false,
        }
        last = literal;
    }
    last.is_empty() || name.ends_with(last)
}

/// The texts between the variables of a key, `${Name}` and `&{Name}`; empty at an end of the key that is a variable.
fn literals_of(key: &str) -> impl Iterator<Item = &str> {
    key.split(['$', '&']).enumerate().map(|(index, part)| match part.split_once('}') {
        Some((_, after)) if index > 0 => after,
        _ => part,
    })
}
