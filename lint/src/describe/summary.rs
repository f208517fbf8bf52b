//! A schema in a few words.

use cfn_schema::{Enumeration, Keywords, Number, Scalar, Schema, Table, Type, Types};

/// The number of values of an enumeration that a summary lists.
const MAX_LISTED: usize = 6;

/// A schema in one line: its type, its limits and some of its values.
pub(crate) fn summary(schema: Schema<'_>) -> String {
    let keywords = schema.keywords();
    let mut words = vec![type_of(schema)];
    words.extend(limits(&keywords));
    words.extend(keywords.format.map(|format| format!("format {}", schema.table().text(format))));
    let mut line = words.join(", ");
    if let Some(values) = keywords.enumeration {
        let listed = values_of(schema.table(), values);
        let more = listed.len().saturating_sub(MAX_LISTED);
        line = format!("{line}: {}", listed[..listed.len() - more].join(", "));
        if more > 0 {
            line = format!("{line} and {more} others");
        }
    }
    if let Some(value) = keywords.constant {
        line = format!("{line}: {}", scalar(schema.table(), value));
    }
    line
}

/// The type of a value in words: "string", "array of objects", "object or string".
pub(crate) fn type_of(schema: Schema<'_>) -> String {
    let keywords = schema.keywords();
    let words: Vec<String> = types(schema).iter().map(|kind| name(kind, &keywords)).collect();
    match words.as_slice() {
        [] => "any".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The types of a schema, or else those of its alternatives or its values.
fn types(schema: Schema<'_>) -> Types {
    let keywords = schema.keywords();
    if !keywords.types.is_any() {
        return keywords.types;
    }
    let branches = keywords.any_of.iter().chain(keywords.one_of.iter()).chain(keywords.all_of.iter());
    let of_branches: Vec<Type> = branches.flat_map(|branch| branch.keywords().types.iter()).collect();
    let of_values = keywords.enumeration.into_iter().flat_map(Enumeration::iter).map(type_of_scalar);
    let shape = (!keywords.properties.is_empty()).then_some(Type::Object);
    Types::of(of_branches.into_iter().chain(of_values.flatten()).chain(shape))
}

fn type_of_scalar(value: Scalar) -> Option<Type> {
    match value {
        Scalar::Text(_) => Some(Type::String),
        Scalar::Number(number) if number.is_integer() => Some(Type::Integer),
        Scalar::Number(_) => Some(Type::Number),
        Scalar::Boolean(_) => Some(Type::Boolean),
        Scalar::Null => Some(Type::Null),
        Scalar::Other(_) => None,
    }
}

fn name(kind: Type, keywords: &Keywords<'_>) -> String {
    let Some(items) = keywords.items.filter(|_| kind == Type::Array) else { return kind.as_str().to_owned() };
    let plural = |kind: Type| match kind {
        Type::Null => "nulls".to_owned(),
        kind => format!("{}s", kind.as_str()),
    };
    let kinds: Vec<String> = types(items).iter().map(plural).collect();
    if kinds.is_empty() { "array".to_owned() } else { format!("array of {}", kinds.join(" or ")) }
}

/// The limits of a value in words.
pub(crate) fn limits(keywords: &Keywords<'_>) -> Vec<String> {
    let mut limits = Vec::new();
    limits.extend(counts(keywords.min_length, keywords.max_length, "character"));
    limits.extend(counts(keywords.min_items, keywords.max_items, "item"));
    limits.extend(counts(keywords.min_properties, keywords.max_properties, "key"));
    limits.extend(range(keywords.minimum, keywords.maximum));
    limits.extend(keywords.exclusive_minimum.map(|limit| format!("more than {limit}")));
    limits.extend(keywords.exclusive_maximum.map(|limit| format!("less than {limit}")));
    limits.extend(keywords.multiple_of.map(|divisor| format!("multiple of {divisor}")));
    if keywords.unique_items == Some(true) {
        limits.push("unique items".to_owned());
    }
    limits
}

fn counts(least: Option<u64>, most: Option<u64>, noun: &str) -> Option<String> {
    let nouns = |count: u64| if count == 1 { noun.to_owned() } else { format!("{noun}s") };
    Some(match (least.filter(|least| *least > 0), most) {
        (Some(least), Some(most)) if least == most => format!("{most} {}", nouns(most)),
        (Some(least), Some(most)) => format!("{least} to {most} {}", nouns(most)),
        (Some(least), None) => format!("at least {least} {}", nouns(least)),
        (None, Some(most)) => format!("at most {most} {}", nouns(most)),
        (None, None) => return None,
    })
}

fn range(least: Option<Number>, most: Option<Number>) -> Option<String> {
    Some(match (least, most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => return None,
    })
}

/// The values of an enumeration as they are written in a template.
pub(crate) fn values_of(table: &Table, values: Enumeration<'_>) -> Vec<String> {
    values.iter().map(|value| scalar(table, value)).collect()
}

pub(crate) fn scalar(table: &Table, value: Scalar) -> String {
    match value {
        Scalar::Text(name) | Scalar::Other(name) => table.text(name),
        Scalar::Number(number) => number.to_string(),
        Scalar::Boolean(value) => value.to_string(),
        Scalar::Null => "null".to_owned(),
    }
}
