//! `Fn::Join` and `Fn::Sub` as one list of texts and values.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::meaning::Meaning;
use crate::meaning::build::{Builder, Result};
use crate::model::{FunctionName, PseudoParameter, ValueShape};
use crate::sub::{SegmentKind, segments};
use crate::syntax::{Node, Scalar};

/// The parts of a Sub; none when it has to stay as written.
pub(super) fn sub<'t>(
    builder: &mut Builder<'_, 't>,
    template: Node<'t>,
    mapping: Option<Node<'t>>,
) -> Result<Option<Vec<Meaning<'t>>>> {
    let mut values = BTreeMap::new();
    for entry in mapping.into_iter().flat_map(Node::entries) {
        let Some(name) = entry.name().filter(|_| !entry.is_merge()) else { return Ok(None) };
        values.insert(name, builder.value(entry.value)?);
    }
    let mut used = Vec::new();
    let mut parts = Vec::new();
    for segment in segments(template.text().unwrap_or_default()) {
        match segment.kind {
            SegmentKind::Literal(text) => parts.push(Meaning::Text(text.into())),
            SegmentKind::Escape(name) => parts.push(Meaning::Text(format!("${{{name}}}").into())),
            SegmentKind::Variable(name) => match values.get(name) {
                Some(value) => {
                    used.push(name);
                    splice(value.clone(), &mut parts);
                }
                None => parts.push(variable(builder, name)),
            },
            SegmentKind::Malformed(_) => return Ok(None),
        }
    }
    values.retain(|name, value| !used.contains(name) && !is_free_of_effect(builder, value));
    Ok(Some(with_unused(parts, values)))
}

/// A value of the mapping that no variable names still has to evaluate, and still makes the resource depend on others.
fn with_unused<'t>(mut parts: Vec<Meaning<'t>>, unused: BTreeMap<&'t str, Meaning<'t>>) -> Vec<Meaning<'t>> {
    if !unused.is_empty() {
        let unused = unused.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        parts.push(Meaning::Call(FunctionName::Sub, Box::new(Meaning::Map(unused))));
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
        return Meaning::Attribute { logical_id: logical_id.into(), name: attribute.into() };
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

/// The parts of a Join; none when an item is not certain to be one string.
pub(super) fn join<'t>(
    builder: &mut Builder<'_, 't>,
    delimiter: Node<'t>,
    list: Node<'t>,
) -> Result<Option<Vec<Meaning<'t>>>> {
    let is_literal = delimiter.tag().is_none() && !delimiter.is_alias();
    let Some(delimiter) = delimiter.as_str().filter(|_| is_literal) else { return Ok(None) };
    if !list.is_sequence() || list.tag().is_some() {
        return Ok(None);
    }
    let mut parts = Vec::new();
    for (place, item) in list.items().enumerate() {
        if place > 0 {
            parts.push(Meaning::Text(delimiter.into()));
        }
        let Some(value) = join_item(builder, item)? else { return Ok(None) };
        splice(value, &mut parts);
    }
    Ok(Some(parts))
}

fn join_item<'t>(builder: &mut Builder<'_, 't>, item: Node<'t>) -> Result<Option<Meaning<'t>>> {
    let value = builder.value(item)?;
    Ok(match value {
        Meaning::Int(_) | Meaning::Bool(_) => prints_as_itself(item).map(|text| Meaning::Text(text.into())),
        Meaning::Ref(ref name) => (builder.shape_of_ref(name) == ValueShape::Text).then_some(value),
        Meaning::Attribute { ref logical_id, ref name } => {
            (builder.shape_of_attribute(logical_id, name) != ValueShape::List).then_some(value)
        }
        Meaning::Text(_) | Meaning::Concat(_) => Some(value),
        _ => None,
    })
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
