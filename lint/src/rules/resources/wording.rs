//! Mismatches with the schemas of resource types in the words of messages, and where they are shown.

use cfn_ast::TextRange;
use cfn_ast::model::Fact;
use cfn_schema::validate::{Problem, Variant};
use cfn_schema::{Enumeration, Name, Names, Scalar, Schema, Table, Type, Types};

use super::formats;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;
use crate::rules::kit::ranges::place_of_owner;
use crate::suggest::nearest;

/// The maximum number of values that a message lists.
const MAX_LISTED: usize = 5;

/// The mapping that contains a property, in words: the type of the resource, or the name of the enclosing property.
pub(in crate::rules) fn owner(mapping: Node<'_>) -> String {
    let is_resource = mapping.parent().and_then(Node::key).is_some_and(|key| key.text() == Some("Resources"));
    // The properties of an event of SAM.
    if let Some(event) = mapping.parent().filter(|_| !is_resource && mapping.key().is_some_and(is_properties))
        && let Some(name) = event.key().and_then(Node::text).filter(|_| !is_in_section(event))
    {
        return format!("`{name}`");
    }
    match (name_of(mapping), resource_type(mapping)) {
        (Some("Properties") | None, Some(name)) => format!("`{name}`"),
        (_, Some(name)) if is_resource => format!("`{name}`"),
        (Some(name), _) => format!("`{name}`"),
        (None, None) => "the document".to_owned(),
    }
}

fn is_properties(key: Node<'_>) -> bool {
    key.text() == Some("Properties")
}

/// Whether a mapping is declared in a section of the template, as resources are.
fn is_in_section(mapping: Node<'_>) -> bool {
    mapping.parent().and_then(Node::parent).is_some_and(|template| template.parent().is_none())
}

/// The name of the property that a value belongs to, in words.
pub(in crate::rules) fn property(value: Node<'_>) -> String {
    match name_of(value) {
        Some(name) if is_item(value) => format!("an item of `{name}`"),
        Some(name) => format!("`{name}`"),
        None => "the value".to_owned(),
    }
}

/// Whether a value is an item of a list, and not an argument of a function.
fn is_item(value: Node<'_>) -> bool {
    let Some(list) = value.parent().filter(|parent| parent.is_sequence()) else { return false };
    value.enclosing_function().is_none_or(|function| function.argument.id() != list.id())
}

/// The key of the closest property around a value. The names of functions are skipped.
fn name_of(value: Node<'_>) -> Option<&str> {
    let around = std::iter::once(value).chain(value.ancestors());
    let mut names = around.filter_map(|node| node.key()?.text());
    names.find(|name| !name.starts_with("Fn::"))
}

/// The type of the resource that contains a node, or that the node is.
fn resource_type(node: Node<'_>) -> Option<&str> {
    let mut around = std::iter::once(node).chain(node.ancestors());
    let is_resource = |node: &Node<'_>| {
        let section = node.parent().and_then(Node::key);
        section.is_some_and(|key| key.text() == Some("Resources"))
    };
    around.find(is_resource)?.get("Type")?.text()
}

/// The value, or its key if the value is on other lines.
pub(in crate::rules) fn place(value: Node<'_>) -> TextRange {
    crate::rules::kit::ranges::place_of_value(value)
}

/// Types in words: "a string or a list".
pub(in crate::rules) fn types(types: Types) -> String {
    let describe = |kind: Type| match kind {
        Type::Object => "a mapping",
        Type::Array => "a list",
        Type::String => "a string",
        Type::Integer => "a whole number",
        Type::Number => "a number",
        Type::Boolean => "`true` or `false`",
        Type::Null => "null",
    };
    joined(types.iter().map(|kind| describe(kind).to_owned()), "or")
}

/// Properties in words: "`A`, `B` or `C`".
pub(in crate::rules) fn names(schema: Schema<'_>, names: Names<'_>, conjunction: &str) -> String {
    joined(names.iter().map(|name| format!("`{}`", schema.table().text(name))), conjunction)
}

/// A property in words.
pub(in crate::rules) fn name(schema: Schema<'_>, name: Name) -> String {
    schema.table().text(name)
}

/// The values of an enumeration, those that resemble a string first: "`a`, `b` or one of 7 other values".
pub(in crate::rules) fn values(table: &Table, found: &str, allowed: Enumeration<'_>) -> String {
    let mut values: Vec<String> = allowed.iter().map(|value| scalar(table, value)).collect();
    // A number is listed as a string, too.
    values.dedup();
    let near = nearest(found, values.iter().map(String::as_str));
    let others = values.iter().map(String::as_str).filter(|value| !near.contains(value));
    let sorted: Vec<&str> = near.iter().copied().chain(others).collect();
    let quoted = |listed: &[&str]| listed.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>();
    if sorted.len() <= MAX_LISTED {
        return joined(quoted(&sorted), "or");
    }
    let rest = sorted.len() - MAX_LISTED + 1;
    let mut listed = quoted(&sorted[..MAX_LISTED - 1]);
    listed.push(format!("one of {rest} other values"));
    joined(listed, "or")
}

/// A value of a schema as it is written in a template.
pub(in crate::rules) fn scalar(table: &Table, value: Scalar) -> String {
    match value {
        Scalar::Text(name) | Scalar::Other(name) => table.text(name),
        Scalar::Number(number) => number.to_string(),
        Scalar::Boolean(value) => value.to_string(),
        Scalar::Null => "null".to_owned(),
    }
}

/// A number with its noun: "1 item", "2 items".
pub(in crate::rules) fn count(number: u64, noun: &str) -> String {
    match (number, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {noun}s"),
    }
}

/// Words in a list: "`a` and `b`", "`a`, `b`, `c`, `d` and 3 other regions".
pub(super) fn listed(words: impl IntoIterator<Item = String>, noun: &str) -> String {
    let mut words: Vec<String> = words.into_iter().collect();
    if words.len() > MAX_LISTED {
        let rest = words.split_off(MAX_LISTED - 1).len();
        words.push(format!("{rest} other {noun}s"));
    }
    joined(words, "and")
}

fn joined(words: impl IntoIterator<Item = String>, conjunction: &str) -> String {
    let words: Vec<String> = words.into_iter().collect();
    match words.as_slice() {
        [word] => word.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
        [] => String::new(),
    }
}

/// Adds the conditions under which the mismatch occurs, unless it always does.
pub(in crate::rules) fn under_facts(finding: Finding, mismatch: &Mismatch<'_, '_>) -> Finding {
    match occurrence(&mismatch.facts) {
        Some(occurrence) if finding.help.is_none() => finding.with_help(occurrence),
        _ => finding,
    }
}

/// The facts under which something occurs, in words; `None` if it always does.
pub(super) fn occurrence(facts: &[Fact<'_>]) -> Option<String> {
    let facts: Vec<String> = facts.iter().map(fact).collect();
    (!facts.is_empty()).then(|| format!("this occurs if {}", joined(facts, "and")))
}

fn fact(fact: &Fact<'_>) -> String {
    format!("`{}` is {}", fact.condition, fact.holds)
}

/// The properties that alternatives require, in words, if each of them lacks nothing but required properties.
pub(in crate::rules) fn required_by_variants(variants: &[Variant<'_, '_>]) -> Option<String> {
    let mut missing = Vec::new();
    for variant in variants {
        for mismatch in &variant.mismatches {
            let Problem::MissingProperty { name: missed } = mismatch.problem else { return None };
            let quoted = format!("`{}`", name(mismatch.schema, missed));
            if !missing.contains(&quoted) {
                missing.push(quoted);
            }
        }
    }
    (!missing.is_empty()).then(|| joined(missing, "or"))
}

/// What does not fit, as the beginning of a sentence that ends with the constraint: "`TTL` is not allowed in `AWS::Route53::RecordSet`".
pub(in crate::rules) fn statement(mismatch: &Mismatch<'_, '_>) -> String {
    let (node, schema) = (mismatch.node, mismatch.schema);
    let key_text = |key: Node<'_>| key.text().unwrap_or_default().to_owned();
    match &mismatch.problem {
        Problem::MissingProperty { name: missing } => {
            format!("{} is missing the property `{}`", owner(node), name(schema, *missing))
        }
        Problem::MissingDependency { key, name: missing } => {
            let (missing, key) = (name(schema, *missing), key_text(*key));
            format!("{} is missing the property `{missing}`, which `{key}` requires", owner(node))
        }
        Problem::MissingOneOf { names: missing, .. } => {
            format!("{} is missing one of {}", owner(node), names(schema, *missing, "and"))
        }
        Problem::Conflict { key, other, .. } => {
            format!("`{}` conflicts with `{}`", key_text(*key), key_text(*other))
        }
        Problem::Forbidden { key } | Problem::ReadOnly { key } => {
            format!("`{}` is not allowed in {}", key_text(*key), owner(node))
        }
        Problem::UnknownProperty { entry, known } if known.is_empty() => {
            format!("`{}` is not allowed in {}", entry.name().unwrap_or_default(), owner(node))
        }
        Problem::UnknownProperty { entry, .. } => {
            format!("unknown property `{}` in {}", entry.name().unwrap_or_default(), owner(node))
        }
        Problem::ItemCount { found, limit, is_above } => {
            let (found, bound) = (count(*found, "item"), if *is_above { "limit" } else { "minimum" });
            format!("{} has {found}; the {bound} is {limit}", property(node))
        }
        Problem::Different { name: own, other } => {
            let own = name(schema, *own);
            match other.and_then(|other| Some((other, name_of(other)?))) {
                Some((other, name)) => format!("`{own}` conflicts with `{name}`{}", of_resource(other, node)),
                None => format!("`{own}` conflicts with the default of the other resource"),
            }
        }
        Problem::Excluded | Problem::NoVariant { .. } if node.is_mapping() => {
            format!("{} has an unsupported combination of properties", owner(node))
        }
        Problem::Excluded => format!("{} is not allowed", subject(node)),
        Problem::RepeatedKeys { names: keys, .. } => {
            format!("{} has the same {} as another one", property(node), names(schema, *keys, "and"))
        }
        Problem::Lacking => format!("{} lacks a required item", property(node)),
        Problem::PatternMismatch { .. } => format!("invalid value for {}", property(node)),
        Problem::WrongFunction { function, expected } => {
            let types = types(*expected);
            format!("{} must be {types}, which `{}` does not return", property(node), function.key())
        }
        _ => format!("{} {}", property(node), requirement(mismatch)),
    }
}

/// The resource that contains a value, in words, if it is not the one that contains the other.
fn of_resource(value: Node<'_>, other: Node<'_>) -> String {
    let logical_id = |node: Node<'_>| {
        let path: Vec<&str> = node.ancestors().filter_map(|node| node.key()?.text()).collect();
        path.len().checked_sub(2).and_then(|index| path.get(index).map(|name| (*name).to_owned()))
    };
    match (logical_id(value), logical_id(other)) {
        (Some(name), other) if Some(&name) != other.as_ref() => format!(" of `{name}`"),
        _ => String::new(),
    }
}

/// A key, or the property of a value, in words.
fn subject(node: Node<'_>) -> String {
    match node.text().filter(|_| node.is_key()) {
        Some(name) => format!("`{name}`"),
        None => property(node),
    }
}

/// Where a mismatch is shown, and the offset at which cfn-lint reports it.
pub(in crate::rules) fn places(mismatch: &Mismatch<'_, '_>) -> (TextRange, u32) {
    let node = mismatch.node;
    match mismatch.problem {
        Problem::MissingProperty { .. }
        | Problem::MissingDependency { .. }
        | Problem::MissingOneOf { .. } => (place_of_owner(node), offset_of_value(node)),
        Problem::Excluded | Problem::NoVariant { .. } if node.is_mapping() => {
            (place_of_owner(node), offset_of_value(node))
        }
        Problem::Conflict { key, .. } | Problem::Forbidden { key } | Problem::ReadOnly { key } => {
            (key.range(), key.range().start())
        }
        Problem::UnknownProperty { entry, .. } => (entry.key.range(), entry.key.range().start()),
        _ if node.is_key() => (node.range(), node.range().start()),
        _ => (place(node), offset_of_value(node)),
    }
}

/// What a value must be, as the end of a sentence: "must be at most 5".
pub(in crate::rules) fn requirement(mismatch: &Mismatch<'_, '_>) -> String {
    let table = mismatch.schema.table();
    match mismatch.problem {
        Problem::NotListed { allowed } => {
            let found = mismatch.node.resolved().text().unwrap_or_default();
            format!("must be {}", values(table, found, allowed))
        }
        Problem::NotConstant { allowed } => format!("must be `{}`", scalar(table, allowed)),
        Problem::PatternMismatch { pattern } => format!("must match the pattern `{}`", table.text(pattern)),
        Problem::WrongReference { expected, .. } => {
            format!("must be {}", formats::noun(&table.text(expected)))
        }
        Problem::FormatMismatch { format } => format!("must be {}", formats::noun(&table.text(format))),
        Problem::WrongType { expected } => format!("must be {}", types(expected)),
        Problem::Range { limit, is_above, is_exclusive } => {
            format!("must be {} {limit}", bound(is_above, is_exclusive))
        }
        Problem::NotMultiple { of } => format!("must be a multiple of {of}"),
        Problem::Length { limit, is_above, .. } => {
            format!("must have {} {}", bound(is_above, false), count(limit, "character"))
        }
        Problem::Unavailable { .. } => {
            format!("must be a value that some region has as of {}", table.date())
        }
        _ => "requires another value".to_owned(),
    }
}

/// The comparison with a limit, in words.
pub(in crate::rules) fn bound(is_above: bool, is_exclusive: bool) -> &'static str {
    match (is_above, is_exclusive) {
        (true, false) => "at most",
        (false, false) => "at least",
        (true, true) => "less than",
        (false, true) => "more than",
    }
}

/// Sets where cfn-lint reports the finding: a mismatch with the only branch of a composition that can be meant is one of
/// the composition.
pub(in crate::rules) fn located(finding: Finding, mismatch: &Mismatch<'_, '_>) -> Finding {
    let finding = under_facts(finding, mismatch);
    match mismatch.composition {
        Some(composition) => finding
            .with_cfn_lint(if composition.is_one_of { "E3018" } else { "E3017" })
            .with_cfn_lint_offset(offset_of_value(composition.node)),
        None => finding,
    }
}
