//! What a value refers to.

use std::collections::BTreeSet;

use crate::meaning::Meaning;
use crate::model::FunctionName;
use crate::sub::{SegmentKind, segments};

/// The names that a value refers to, whatever the conditions in it are.
///
/// Of the branches of `Fn::If` only one is evaluated, so a name counts that both have. What loops and macros make of
/// their text is not known.
pub(super) fn certain<'m>(value: &'m Meaning<'_>) -> BTreeSet<&'m str> {
    match value {
        Meaning::Ref(name) | Meaning::Attribute { logical_id: name, .. } => BTreeSet::from([&**name]),
        Meaning::List(values) | Meaning::Concat(values) => values.iter().flat_map(certain).collect(),
        Meaning::Map(entries) => {
            let values = entries.iter().filter(|(key, _)| !key.starts_with("Fn::")).map(|(_, value)| value);
            values.flat_map(certain).collect()
        }
        Meaning::Call(name, argument) => of_call(*name, argument),
        Meaning::Null | Meaning::Bool(_) | Meaning::Int(_) | Meaning::Float(_) | Meaning::Text(_) => {
            BTreeSet::new()
        }
    }
}

fn of_call<'m>(name: FunctionName, argument: &'m Meaning<'_>) -> BTreeSet<&'m str> {
    match (name, argument) {
        (FunctionName::Transform, _) => BTreeSet::new(),
        (FunctionName::If, Meaning::List(arguments)) => match arguments.as_slice() {
            [_, then, otherwise] => certain(then).intersection(&certain(otherwise)).copied().collect(),
            _ => BTreeSet::new(),
        },
        (FunctionName::Sub, Meaning::Text(text)) => variables(text).collect(),
        _ => certain(argument),
    }
}

/// A string that is not wholly understood still has the variables that are.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    segments(text).into_iter().filter_map(|segment| match segment.kind {
        SegmentKind::Variable(name) => Some(name.split_once('.').map_or(name, |(name, _)| name)),
        _ => None,
    })
}
