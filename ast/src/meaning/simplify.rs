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
        Intrinsic::GetAZs(argument) => availability_zones(builder, argument),
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
    let place = index.text().filter(|_| index.tag().is_none()).and_then(|text| text.parse::<usize>().ok());
    let mut list = builder.value(list)?;
    if let (Meaning::List(items), Some(place)) = (&mut list, place)
        && place < items.len()
    {
        let mut others = items.iter().enumerate().filter(|(other, _)| *other != place);
        let others_have_effect = others.any(|(_, other)| !concat::is_free_of_effect(builder, other));
        if !others_have_effect && concat::is_one_string(builder, &items[place]) {
            return Ok(Some(items.swap_remove(place)));
        }
    }
    // Evaluated already: to do it again would double the work at each level of nesting.
    let arguments = vec![builder.value(index)?, list];
    Ok(Some(Meaning::Call(FunctionName::Select, Box::new(Meaning::List(arguments)))))
}

/// `Fn::GetAZs`; of the own region it is the same as of the empty string.
fn availability_zones<'t>(builder: &mut Builder<'_, 't>, argument: Node<'t>) -> Result<Option<Meaning<'t>>> {
    let is_function = argument.function().is_some();
    if !is_function && argument.text() != Some("") {
        return Ok(None);
    }
    let region = match if is_function { builder.value(argument)? } else { Meaning::Text("".into()) } {
        Meaning::Ref(name) if name == "AWS::Region" => Meaning::Text("".into()),
        other => other,
    };
    Ok(Some(Meaning::Call(FunctionName::GetAZs, Box::new(region))))
}

/// Takes the string that a value is the parts of, where it is split at the delimiter that joins them again.
pub(super) fn take_source_of_split<'t>(
    builder: &Builder<'_, 't>,
    delimiter: &str,
    value: &mut Meaning<'t>,
) -> Option<Meaning<'t>> {
    let Meaning::Call(FunctionName::Split, arguments) = value else { return None };
    let Meaning::List(arguments) = &mut **arguments else { return None };
    let [Meaning::Text(split_at), source] = arguments.as_mut_slice() else { return None };
    let is_same = !delimiter.is_empty() && delimiter == split_at;
    (is_same && is_certain_string(builder, source)).then(|| std::mem::replace(source, Meaning::Null))
}

/// Whether a value is one string, whatever its functions evaluate to.
fn is_certain_string(builder: &Builder<'_, '_>, value: &Meaning<'_>) -> bool {
    match value {
        Meaning::Concat(_) => true,
        Meaning::Call(name, _) => matches!(
            name,
            FunctionName::Sub | FunctionName::Join | FunctionName::ImportValue | FunctionName::Base64
        ),
        other => concat::is_one_string(builder, other),
    }
}

/// The branch that a node comes to, where it is an `Fn::If` with equal branches or with a condition that is known; else the
/// node.
pub(super) fn branch<'t>(builder: &Builder<'_, 't>, mut node: Node<'t>) -> Node<'t> {
    while let Some(Ok(Intrinsic::If { condition, then, otherwise })) =
        node.function().map(|function| function.view())
    {
        let known = |name: &str| builder.known_conditions.iter().rev().find(|(known, _)| *known == name);
        let holds = condition.as_str().and_then(known).is_none_or(|(_, holds)| *holds);
        node = if holds { then } else { otherwise };
    }
    node
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
