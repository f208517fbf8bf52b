//! `Fn::Join` and `Fn::Sub` as the concatenation of strings and other values.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::meaning::build::{Builder, Result};
use crate::meaning::{Meaning, simplify};
use crate::model::{FunctionName, PseudoParameter, ValueShape};
use crate::sub::{SegmentKind, segments};
use crate::syntax::{Node, Scalar};
use crate::value::{ExpandAliases, Map};

/// Returns the parts of a Sub; `None` if it must be represented as it is written.
pub(super) fn sub<'t>(
    builder: &mut Builder<'_, 't>,
    template: Node<'t>,
    mapping: Option<Node<'t>>,
) -> Result<Option<Vec<Meaning<'t>>>> {
    let text = template.text().unwrap_or_default();
    let segments = segments(text);
    let is_malformed = segments.iter().any(|segment| matches!(segment.kind, SegmentKind::Malformed(_)));
    let mut entries = mapping.into_iter().flat_map(Node::entries);
    // Decided before any value is evaluated: a function that is represented as written evaluates its arguments again.
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
            // `${!Name}` evaluates to the literal `${Name}`.
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
    // An unused variable is part of the meaning only if evaluating it has an effect.
    values.retain(|_, own| own.uses == 0 && !is_free_of_effect(builder, &own.value));
    let unused: Vec<_> = values.into_iter().map(|(name, own)| (Cow::Borrowed(name), own.value)).collect();
    Ok(Some(with_unused(parts, unused)))
}

/// A value of the mapping of a Sub.
struct Own<'t> {
    value: Meaning<'t>,
    uses: usize,
}

/// The approximate size of a copy of a value, in bytes.
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

/// Adds the unused values of the mapping to the parts: CloudFormation evaluates them, which may fail, and they are
/// dependencies on other resources.
fn with_unused<'t>(
    mut parts: Vec<Meaning<'t>>,
    unused: Vec<(Cow<'t, str>, Meaning<'t>)>,
) -> Vec<Meaning<'t>> {
    if !unused.is_empty() {
        parts.push(Meaning::Call(FunctionName::Sub, Box::new(Meaning::Map(Map::from(unused)))));
    }
    parts
}

/// Whether evaluating a value has no effect: it cannot fail, vanish or be a list, and it is not a dependency on a
/// resource.
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

/// Returns the meaning of a variable that the mapping does not declare.
fn variable<'t>(builder: &Builder<'_, 't>, name: &'t str) -> Meaning<'t> {
    if let Some((logical_id, attribute)) = name.split_once('.') {
        return Meaning::Attribute { logical_id, name: attribute };
    }
    match builder.shape_of_ref(name) {
        ValueShape::Text => Meaning::Ref(name.into()),
        // In a string, a list fails and `AWS::NoValue` becomes empty, but not as the value of a `Ref`.
        ValueShape::List | ValueShape::Unknown => {
            Meaning::Call(FunctionName::Sub, Box::new(Meaning::Text(name.into())))
        }
    }
}

/// Adds a value to the parts of a string; the parts of a nested string become parts of the outer one.
fn splice<'t>(value: Meaning<'t>, parts: &mut Vec<Meaning<'t>>) {
    match value {
        Meaning::Concat(inner) => parts.extend(inner),
        other => parts.push(other),
    }
}

/// Returns the meaning of a Join; `None` if it must be represented as it is written.
pub(super) fn join<'t>(
    builder: &mut Builder<'_, 't>,
    delimiter: Node<'t>,
    list: Node<'t>,
) -> Result<Option<Meaning<'t>>> {
    let (sequence, delimiter) = (simplify::branch(builder, list).resolved(), builder.value(delimiter)?);
    let mut list = builder.value(list)?;
    if let Meaning::Text(between) = &delimiter
        && let Some(source) = simplify::take_source_of_split(builder, between, &mut list)
    {
        return Ok(Some(source));
    }
    let (between, items) = match (delimiter, list) {
        (Meaning::Text(between), Meaning::List(items)) if are_strings(builder, sequence, &items) => {
            (between, items)
        }
        // Reuses the evaluated list: evaluating it again would double the work at each level of nesting.
        (delimiter, list) => {
            let arguments = Meaning::List(vec![delimiter, list]);
            return Ok(Some(Meaning::Call(FunctionName::Join, Box::new(arguments))));
        }
    };
    builder.repeat(between.len().saturating_mul(items.len().saturating_sub(1)))?;
    let mut parts = Vec::with_capacity(2 * items.len());
    let mut nodes = sequence.items();
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            parts.push(Meaning::Text(between.clone()));
        }
        let node = nodes.next();
        match item {
            // `are_strings` has checked that the number or boolean is printed as it is written.
            Meaning::Int(_) | Meaning::Bool(_) => {
                parts.push(Meaning::Text(printed(builder, node).unwrap_or_default().into()));
            }
            item => splice(item, &mut parts),
        }
    }
    Ok(Some(finish(builder, parts)))
}

/// Whether each item of a Join is certain to be one string; `sequence` is the node that contains the items.
fn are_strings<'t>(builder: &Builder<'_, 't>, sequence: Node<'t>, items: &[Meaning<'t>]) -> bool {
    let mut nodes = sequence.items();
    items.iter().all(|item| is_string(builder, nodes.next(), item))
}

/// Whether an item of a Join is certain to be one string; `node` is the node of the item.
fn is_string<'t>(builder: &Builder<'_, 't>, node: Option<Node<'t>>, item: &Meaning<'t>) -> bool {
    match item {
        Meaning::Int(_) | Meaning::Bool(_) => printed(builder, node).is_some(),
        Meaning::Ref(name) => builder.shape_of_ref(name) == ValueShape::Text,
        // An attribute of unknown shape is accepted: a Join and a Sub both accept only a string there.
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

/// Returns the text of a number or boolean that every parser prints as it is written.
pub(crate) fn prints_as_itself(node: Node<'_>) -> Option<&str> {
    let text = node.resolved().text()?;
    // Longer numbers may be printed with an exponent, and a leading zero means octal in YAML 1.1.
    let is_short_number = text.len() <= 9
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'))
        && matches!(node.resolved().scalar(), Some(Scalar::Int(_)));
    (is_short_number || matches!(text, "true" | "false")).then_some(text)
}

/// Returns the simplest meaning of the parts: adjacent strings are merged, and a single string needs no concatenation.
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
        // Anything that may not be a string stays in the concatenation, which fails for it.
        [only] if is_one_string(builder, only) => merged.remove(0),
        _ => Meaning::Concat(merged),
    }
}

/// Whether a value is certain to be one string by itself, outside of a concatenation.
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
