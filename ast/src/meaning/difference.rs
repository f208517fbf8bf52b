//! The first difference between two meanings.

use std::fmt;

use crate::meaning::Meaning;

/// The maximum number of characters of a value that a message shows.
const MOST_CHARACTERS: usize = 120;

/// A difference between the meanings of two templates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the meaning at {path} would change from {before} to {after}")]
pub struct Difference {
    /// The keys and indices that lead to the value: `Resources/Api/Properties/Name`.
    pub path: String,
    /// The value before the change.
    pub before: String,
    /// The value after the change.
    pub after: String,
}

/// Returns the first difference, as deep in the value as possible.
pub(super) fn first(before: &Meaning<'_>, after: &Meaning<'_>) -> Option<Difference> {
    let mut path = Vec::new();
    let (before, after) = descend(Some(before), Some(after), &mut path)?;
    let path = if path.is_empty() { "the top".to_owned() } else { path.join("/") };
    Some(Difference { path, before: show(before), after: show(after) })
}

type Sides<'a, 't> = (Option<&'a Meaning<'t>>, Option<&'a Meaning<'t>>);

fn descend<'a, 't>(
    before: Option<&'a Meaning<'t>>,
    after: Option<&'a Meaning<'t>>,
    path: &mut Vec<String>,
) -> Option<Sides<'a, 't>> {
    if before == after {
        return None;
    }
    let inner: Vec<(String, Sides<'a, 't>)> = match (before, after) {
        (Some(Meaning::Map(a)), Some(Meaning::Map(b))) => {
            let added = b.iter().filter(|(key, _)| !a.contains_key(key));
            let own = a.iter().map(|(key, value)| (key.to_string(), (Some(value), b.get(key))));
            own.chain(added.map(|(key, value)| (key.to_string(), (None, Some(value))))).collect()
        }
        (Some(Meaning::List(a)), Some(Meaning::List(b))) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().map(|(i, (a, b))| (i.to_string(), (Some(a), Some(b)))).collect()
        }
        (Some(Meaning::Call(name, a)), Some(Meaning::Call(other, b))) if name == other => {
            vec![(name.key().to_owned(), (Some(&**a), Some(&**b)))]
        }
        _ => return Some((before, after)),
    };
    for (step, (a, b)) in inner {
        path.push(step);
        if let Some(found) = descend(a, b, path) {
            return Some(found);
        }
        path.pop();
    }
    Some((before, after))
}

fn show(meaning: Option<&Meaning<'_>>) -> String {
    let text = meaning.map_or_else(|| "nothing".to_owned(), ToString::to_string);
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

impl fmt::Display for Meaning<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(digits) => f.write_str(digits),
            Self::Float(bits) => write!(f, "{:?}", f64::from_bits(*bits)),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::List(items) => list(f, "[", items, "]"),
            Self::Map(entries) => {
                f.write_str("{")?;
                for (i, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}{key}: {value}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str("}")
            }
            Self::Ref(name) => write!(f, "Ref {name}"),
            Self::Attribute { logical_id, name } => write!(f, "GetAtt {logical_id}.{name}"),
            Self::Concat(parts) => list(f, "concat(", parts, ")"),
            Self::Call(name, argument) => write!(f, "{} {argument}", name.key()),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, open: &str, items: &[Meaning<'_>], close: &str) -> fmt::Result {
    f.write_str(open)?;
    for (i, item) in items.iter().enumerate() {
        write!(f, "{}{item}", if i > 0 { ", " } else { "" })?;
    }
    f.write_str(close)
}
