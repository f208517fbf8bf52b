//! The references in a meaning.

use std::collections::BTreeSet;

use crate::meaning::Meaning;
use crate::model::FunctionName;
use crate::sub::{SegmentKind, segments};

/// Returns the names that a value refers to, whatever the conditions in it are.
///
/// Only one branch of `Fn::If` is evaluated, so a name must be in both. What loops and macros generate is not known, so
/// nothing inside them is included.
pub(super) fn certain<'m>(value: &'m Meaning<'_>) -> BTreeSet<&'m str> {
    let mut names = BTreeSet::new();
    collect(value, &mut names);
    names
}

fn collect<'m>(value: &'m Meaning<'_>, names: &mut BTreeSet<&'m str>) {
    match value {
        Meaning::Ref(name) => {
            names.insert(name);
        }
        Meaning::Attribute { logical_id, .. } => {
            names.insert(logical_id);
        }
        Meaning::List(values) | Meaning::Concat(values) => {
            for value in values {
                collect(value, names);
            }
        }
        Meaning::Map(entries) => {
            let values = entries.iter().filter(|(key, _)| !key.starts_with("Fn::")).map(|(_, value)| value);
            values.for_each(|value| collect(value, names));
        }
        Meaning::Call(name, argument) => of_call(*name, argument, names),
        Meaning::Null | Meaning::Bool(_) | Meaning::Int(_) | Meaning::Float(_) | Meaning::Text(_) => {}
    }
}

fn of_call<'m>(name: FunctionName, argument: &'m Meaning<'_>, names: &mut BTreeSet<&'m str>) {
    match (name, argument) {
        (FunctionName::Transform, _) => {}
        (FunctionName::If, Meaning::List(arguments)) => {
            if let [_, then, otherwise] = arguments.as_slice() {
                names.extend(certain(then).intersection(&certain(otherwise)));
            }
        }
        (FunctionName::Sub, Meaning::Text(text)) => names.extend(variables(text)),
        _ => collect(argument, names),
    }
}

/// The variables of a string, including one that is partly malformed.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    segments(text).into_iter().filter_map(|segment| match segment.kind {
        SegmentKind::Variable(name) => Some(name.split_once('.').map_or(name, |(name, _)| name)),
        _ => None,
    })
}
