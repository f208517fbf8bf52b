//! `Fn::Join` and `Fn::Sub` as one list of texts and values.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::meaning::build::{Builder, Result};
use crate::meaning::{Meaning, simplify};
use crate::model::{FunctionName, PseudoParameter, ValueShape};
use crate::sub::{SegmentKind, segments};
use crate::syntax::{Node, Scalar};
use crate::value::{Expand, Map};

/// The parts of a Sub; none when it has to stay as written.
pub(super) fn sub<'t>(
    builder: &mut Builder<'_, 't>,
    template: Node<'t>,
    mapping: Option<Node<'t>>,
) -> Result<Option<Vec<Meaning<'t>>>> {
    let text = template.text().unwrap_or_default();
    let segments = segments(text);
    let is_malformed = segments.iter().any(|segment| matches!(segment.kind, SegmentKind::Malformed(_)));
    let mut entries = mapping.into_iter().flat_map(Node::entries);
    // Said before any value is looked at: what stays as written looks at them again.
    if is_malformed || entries.any(|entry| entry.name().is_none() || entry.is_merge()) {
        return Ok(None);
    }
    let mut values = FxHashMap::default();
    for entry in mapping.into_iter().flat_map(Node::entries) {
        let value = builder.value(entry.value)?;
        values.insert(entry.name().unwrap_or_default(), Own { value, uses: 0 });
    }
    let mut parts = Vec::with_capacity(segments.len());
    for segment in segments {
        match segment.kind {
            SegmentKind::Literal(text) => parts.push(Meaning::Text(text.into())),
            SegmentKind::Escape(name) => parts.push(Meaning::Text(format!("${{{name}}}").into())),
            SegmentKind::Variable(name) => match values.get_mut(name) {
                Some(own) => {
                    own.uses += 1;
                    builder.repeat(weight(&own.value))?;
                    splice(own.value.clone(), &mut parts);
                }
                None => parts.push(variable(builder, name)),
            },
            SegmentKind::Malformed(_) => return Ok(None),
        }
    }
    values.retain(|_, own| own.uses == 0 && !is_free_of_effect(builder, &own.value));
    let unused: Vec<_> = values.into_iter().map(|(name, own)| (Cow::Borrowed(name), own.value)).collect();
    Ok(Some(with_unused(parts, unused)))
}

/// A value of the mapping of a Sub.
struct Own<'t> {
    value: Meaning<'t>,
    uses: usize,
}

/// About how many bytes a copy of a value takes.
fn weight(value: &Meaning<'_>) -> usize {
    let own = match value {
        Meaning::Text(text) | Meaning::Int(text) | Meaning::Ref(text) => text.len(),
        Meaning::Attribute { logical_id, name } => logical_id.len() + name.len(),
        _ => 0,
    };
    let mut total = size_of::<Meaning<'_>>() + own;
    value.for_each_child(&mut |child| total += weight(child));
    total
}

/// A value of the mapping that no variable names still has to evaluate, and still makes the resource depend on others.
fn with_unused<'t>(
    mut parts: Vec<Meaning<'t>>,
    unused: Vec<(Cow<'t, str>, Meaning<'t>)>,
) -> Vec<Meaning<'t>> {
    if !unused.is_empty() {
        parts.push(Meaning::Call(FunctionName::Sub, Box::new(Meaning::Map(Map::from(unused)))));
    }
    parts
}

pub(super) fn is_free_of_effect(builder: &Builder<'_, '_>, value: &Meaning<'_>) -> bool {
    match value {
        Meaning::Text(_) => true,
        Meaning::Ref(name) => {
            let is_input = builder.template.is_some_and(|template| template.parameters().contains(name))
                || PseudoParameter::from_name(name).is_some();
            is_input && builder.shape_of_ref(name) == ValueShape::Text
        }
        _ => false,
    }
}

fn variable<'t>(builder: &Builder<'_, 't>, name: &'t str) -> Meaning<'t> {
    if let Some((logical_id, attribute)) = name.split_once('.') {
        return Meaning::Attribute { logical_id, name: attribute };
    }
    match builder.shape_of_ref(name) {
        ValueShape::Text => Meaning::Ref(name.into()),
        // In a string such a name fails or vanishes, as a value of its own it does not.
        ValueShape::List | ValueShape::Unknown => {
            Meaning::Call(FunctionName::Sub, Box::new(Meaning::Text(name.into())))
        }
    }
}

fn splice<'t>(value: Meaning<'t>, parts: &mut Vec<Meaning<'t>>) {
    match value {
        Meaning::Concat(inner) => parts.extend(inner),
        other => parts.push(other),
    }
}

/// The meaning of a Join; none when it has to stay as written.
pub(super) fn join<'t>(
    builder: &mut Builder<'_, 't>,
    delimiter: Node<'t>,
    list: Node<'t>,
) -> Result<Option<Meaning<'t>>> {
    let is_literal = delimiter.tag().is_none() && !delimiter.is_alias();
    let Some(between) = delimiter.as_str().filter(|_| is_literal) else { return Ok(None) };
    let (sequence, mut list) = (simplify::branch(builder, list), builder.value(list)?);
    if let Some(source) = simplify::take_source_of_split(builder, between, &mut list) {
        return Ok(Some(source));
    }
    let items = match list {
        Meaning::List(items) if are_strings(builder, sequence, &items) => items,
        // Evaluated already: to do it again would double the work at each level of nesting.
        list => {
            let arguments = vec![builder.value(delimiter)?, list];
            return Ok(Some(Meaning::Call(FunctionName::Join, Box::new(Meaning::List(arguments)))));
        }
    };
    builder.repeat(between.len().saturating_mul(items.len().saturating_sub(1)))?;
    let mut parts = Vec::with_capacity(2 * items.len());
    let mut nodes = sequence.items();
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            parts.push(Meaning::Text(between.into()));
        }
        let node = nodes.next();
        match item {
            Meaning::Int(_) | Meaning::Bool(_) => {
                parts.push(Meaning::Text(printed(builder, node).unwrap_or_default().into()));
            }
            item => splice(item, &mut parts),
        }
    }
    Ok(Some(finish(builder, parts)))
}

/// Whether all items of a Join are certain to be one string each; `sequence` is where they are written.
fn are_strings<'t>(builder: &Builder<'_, 't>, sequence: Node<'t>, items: &[Meaning<'t>]) -> bool {
    let mut nodes = sequence.items();
    items.iter().all(|item| is_string(builder, nodes.next(), item))
}

/// Whether an item of a Join is certain to be one string; `node` is where it is written.
fn is_string<'t>(builder: &Builder<'_, 't>, node: Option<Node<'t>>, item: &Meaning<'t>) -> bool {
    match item {
        Meaning::Int(_) | Meaning::Bool(_) => printed(builder, node).is_some(),
        Meaning::Ref(name) => builder.shape_of_ref(name) == ValueShape::Text,
        Meaning::Attribute { logical_id, name } => {
            builder.shape_of_attribute(logical_id, name) != ValueShape::List
        }
        Meaning::Text(_) | Meaning::Concat(_) => true,
        _ => false,
    }
}

fn printed<'t>(builder: &Builder<'_, 't>, node: Option<Node<'t>>) -> Option<&'t str> {
    prints_as_itself(simplify::branch(builder, node?))
}

/// The text of a number or truth value that every reader prints as it is written.
pub(crate) fn prints_as_itself(node: Node<'_>) -> Option<&str> {
    let text = node.resolved().text()?;
    let is_short_number = text.len() <= 9
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'))
        && matches!(node.resolved().scalar(), Some(Scalar::Int(_)));
    (is_short_number || matches!(text, "true" | "false")).then_some(text)
}

/// One meaning for the parts, the simplest that they have.
pub(super) fn finish<'t>(builder: &Builder<'_, 't>, parts: Vec<Meaning<'t>>) -> Meaning<'t> {
    let mut merged: Vec<Meaning<'t>> = Vec::with_capacity(parts.len());
    for part in parts {
        match (merged.last_mut(), part) {
            (_, Meaning::Text(text)) if text.is_empty() => {}
            (Some(Meaning::Text(before)), Meaning::Text(text)) => before.to_mut().push_str(&text),
            (_, part) => merged.push(part),
        }
    }
    match merged.as_slice() {
        [] => Meaning::Text(Cow::Borrowed("")),
        [only] if is_one_string(builder, only) => merged.remove(0),
        _ => Meaning::Concat(merged),
    }
}

pub(super) fn is_one_string(builder: &Builder<'_, '_>, value: &Meaning<'_>) -> bool {
    match value {
        Meaning::Text(_) => true,
        Meaning::Ref(name) => builder.shape_of_ref(name) == ValueShape::Text,
        Meaning::Attribute { logical_id, name } => {
            builder.shape_of_attribute(logical_id, name) == ValueShape::Text
        }
        _ => false,
    }
}
