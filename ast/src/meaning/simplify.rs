//! Functions whose value is plain from their arguments, and entries that change nothing.

use std::borrow::Cow;

use crate::meaning::build::{Builder, Entries, Result};
use crate::meaning::{Meaning, concat, dependency};
use crate::model::{FunctionName, Intrinsic, Resource, Section, Template};
use crate::syntax::Node;
use crate::value::Expand;

/// The simpler meaning of a function; none when it counts as it is written.
pub(super) fn function<'t>(
    builder: &mut Builder<'_, 't>,
    view: &Intrinsic<'t>,
) -> Result<Option<Meaning<'t>>> {
    match *view {
        Intrinsic::If { condition, then, otherwise } => conditional(builder, condition, then, otherwise),
        Intrinsic::Not(inner) => {
            let inner = builder.value(inner)?;
            Ok(Some(not(inner)))
        }
        Intrinsic::And(list) => operands(builder, FunctionName::And, list),
        Intrinsic::Or(list) => operands(builder, FunctionName::Or, list),
        Intrinsic::Select { index, list } => select(builder, index, list),
        Intrinsic::GetAZs(argument) => Ok(availability_zones(argument)),
        _ => Ok(None),
    }
}

/// Within a branch the condition is known, and two equal branches are one value.
fn conditional<'t>(
    builder: &mut Builder<'_, 't>,
    condition: Node<'t>,
    then: Node<'t>,
    otherwise: Node<'t>,
) -> Result<Option<Meaning<'t>>> {
    let Some(name) = condition.as_str().filter(|_| condition.tag().is_none()) else { return Ok(None) };
    if let Some(&(_, holds)) = builder.known_conditions.iter().rev().find(|(known, _)| *known == name) {
        return builder.value(if holds { then } else { otherwise }).map(Some);
    }
    builder.known_conditions.push((name, true));
    let then = builder.value(then);
    builder.known_conditions.pop();
    builder.known_conditions.push((name, false));
    let otherwise = builder.value(otherwise);
    builder.known_conditions.pop();
    let (then, otherwise) = (then?, otherwise?);
    if then == otherwise {
        return Ok(Some(then));
    }
    let arguments = vec![Meaning::Text(name.into()), then, otherwise];
    Ok(Some(Meaning::Call(FunctionName::If, Box::new(Meaning::List(arguments)))))
}

fn not(inner: Meaning<'_>) -> Meaning<'_> {
    match inner {
        Meaning::Call(FunctionName::Not, twice) => *twice,
        other => Meaning::Call(FunctionName::Not, Box::new(other)),
    }
}

/// Operands of an operand of the same function are operands of the outer one.
fn operands<'t>(
    builder: &mut Builder<'_, 't>,
    name: FunctionName,
    list: Node<'t>,
) -> Result<Option<Meaning<'t>>> {
    let mut flat = Vec::new();
    for operand in builder.list(list)? {
        match operand {
            Meaning::Call(inner, arguments) if inner == name => match *arguments {
                Meaning::List(operands) => flat.extend(operands),
                other => flat.push(Meaning::Call(inner, Box::new(other))),
            },
            other => flat.push(other),
        }
    }
    let only = if flat.len() == 1 { flat.pop() } else { None };
    Ok(Some(only.unwrap_or_else(|| Meaning::Call(name, Box::new(Meaning::List(flat))))))
}

/// `Fn::Select` of a place in a list of texts that is written out.
///
/// An item that may vanish would move the others, and one that refers to a resource makes this one wait for it.
fn select<'t>(builder: &mut Builder<'_, 't>, index: Node<'t>, list: Node<'t>) -> Result<Option<Meaning<'t>>> {
    let is_literal = index.tag().is_none() && list.is_sequence() && list.tag().is_none();
    let place = index.text().filter(|_| is_literal).and_then(|text| text.parse::<usize>().ok());
    let Some(place) = place.filter(|place| *place < list.child_count()) else { return Ok(None) };
    let mut items = builder.list(list)?;
    let mut others = items.iter().enumerate().filter(|(other, _)| *other != place);
    let others_have_effect = others.any(|(_, other)| !concat::is_free_of_effect(builder, other));
    if !others_have_effect && concat::is_one_string(builder, &items[place]) {
        return Ok(Some(items.swap_remove(place)));
    }
    // Evaluated already: to do it again would double the work at each level of nesting.
    let arguments = vec![builder.value(index)?, Meaning::List(items)];
    Ok(Some(Meaning::Call(FunctionName::Select, Box::new(Meaning::List(arguments)))))
}

/// `Fn::GetAZs` of the own region, which the empty string stands for.
fn availability_zones<'t>(argument: Node<'t>) -> Option<Meaning<'t>> {
    let own_region = match argument.function().map(|function| function.view()) {
        Some(Ok(Intrinsic::Ref(name))) => name.text() == Some("AWS::Region"),
        Some(_) => false,
        None => argument.text() == Some(""),
    };
    own_region.then(|| Meaning::Call(FunctionName::GetAZs, Box::new(Meaning::Text("".into()))))
}

/// The string that is split and joined again with the same delimiter.
pub(super) fn split_with<'t>(delimiter: Node<'t>, list: Node<'t>) -> Option<Node<'t>> {
    let Intrinsic::Split { delimiter: split_at, source } = list.function()?.view().ok()? else { return None };
    let literal = |node: Node<'t>| node.as_str().filter(|_| node.tag().is_none());
    let is_same = !literal(delimiter)?.is_empty() && literal(delimiter) == literal(split_at);
    (is_same && source.function().is_some()).then_some(source)
}

/// What a resource says without effect: names in `DependsOn` that its properties refer to anyway, in any order, and what
/// AWS's retired Designer drew.
pub(super) fn resource<'t>(builder: &Builder<'_, 't>, node: Node<'t>, entries: &mut Entries<'t>) {
    let Some(template) = builder.template.filter(|_| !builder.is_verbatim()) else { return };
    if !entries.contains_key("DependsOn") && !entries.contains_key("Metadata") {
        return;
    }
    let logical_id = node.key().and_then(Node::text);
    let resource =
        logical_id.and_then(|id| template.resources().get(id)).filter(|r| r.value().id() == node.id());
    let Some(resource) = resource else { return };
    drop_designer(entries);
    if entries.get("Metadata").is_some_and(is_empty) {
        entries.remove("Metadata");
    }
    if entries.contains_key("DependsOn") {
        depends_on(template, resource, entries);
    }
}

/// SAM moves properties to other resources, so its resources keep what they say.
fn depends_on<'t>(template: &Template<'t>, resource: &Resource<'t>, entries: &mut Entries<'t>) {
    let properties = entries.get("Properties").filter(|_| !is_sam(resource));
    let implied = properties.map(dependency::certain).unwrap_or_default();
    let Some(mut names) = entries.get("DependsOn").and_then(texts) else { return };
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !(implied.contains(name.as_ref()) && template.resources().contains(name)));
    if names.is_empty() {
        entries.remove("DependsOn");
    } else {
        entries.insert("DependsOn", Meaning::List(names.into_iter().map(Meaning::Text).collect()));
    }
}

/// One text, or a list of nothing but texts.
fn texts<'t>(value: &Meaning<'t>) -> Option<Vec<Cow<'t, str>>> {
    let text = |value: &Meaning<'t>| match value {
        Meaning::Text(text) => Some(text.clone()),
        _ => None,
    };
    match value {
        Meaning::List(values) => values.iter().map(text).collect(),
        single => Some(vec![text(single)?]),
    }
}

/// Whether SAM makes other resources of this one.
pub(super) fn is_sam(resource: &Resource<'_>) -> bool {
    resource.type_name().is_none_or(|name| name.starts_with("AWS::Serverless::"))
}

/// The places of shapes on the canvas of AWS's retired Designer, which nothing else reads.
pub(super) fn drop_designer(entries: &mut Entries<'_>) {
    if let Some(Meaning::Map(entries)) = entries.get_mut("Metadata") {
        entries.remove("AWS::CloudFormation::Designer");
    }
}

/// A section without entries says nothing; `Resources` must be there all the same.
pub(super) fn drop_empty_sections(sections: &mut Entries<'_>) {
    sections.retain(|key, value| {
        !is_empty(value) || key == Section::Resources.key() || Section::from_key(key).is_none()
    });
}

fn is_empty(value: &Meaning<'_>) -> bool {
    match value {
        Meaning::Map(entries) => entries.is_empty(),
        Meaning::Null => true,
        _ => false,
    }
}
