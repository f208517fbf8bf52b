//! Functions whose value is known from their arguments, and entries that have no effect.

use std::borrow::Cow;

use crate::meaning::build::{Builder, Entries, Result};
use crate::meaning::{Meaning, concat, dependency};
use crate::model::{FunctionName, Intrinsic, Resource, Section, Template};
use crate::syntax::Node;
use crate::value::ExpandAliases;

/// Returns the simpler meaning of a function; `None` if it must be represented as it is written.
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

/// `Fn::If`: inside a branch its condition is known, and if both branches are equal, the condition has no effect.
fn conditional<'t>(
    builder: &mut Builder<'_, 't>,
    condition: Node<'t>,
    then: Node<'t>,
    otherwise: Node<'t>,
) -> Result<Option<Meaning<'t>>> {
    let condition = condition.resolved();
    let Some(name) = condition.as_str().filter(|_| condition.tag().is_none()) else { return Ok(None) };
    // In a branch of an enclosing `Fn::If` with this condition, only one branch of this one can be reached.
    if let Some(&(_, is_true)) = builder.known_conditions.iter().rev().find(|(known, _)| *known == name) {
        return builder.value(if is_true { then } else { otherwise }).map(Some);
    }
    builder.known_conditions.push((name, true));
    let then = builder.value(then);
    builder.known_conditions.pop();
    builder.known_conditions.push((name, false));
    let otherwise = builder.value(otherwise);
    builder.known_conditions.pop();
    // Errors are returned only here, so that the list of known conditions is restored first.
    let (then, otherwise) = (then?, otherwise?);
    if then == otherwise {
        return Ok(Some(then));
    }
    let arguments = vec![Meaning::Text(name.into()), then, otherwise];
    Ok(Some(Meaning::Call(FunctionName::If, Box::new(Meaning::List(arguments)))))
}

/// `Fn::Not`: two of them cancel each other out.
fn not(inner: Meaning<'_>) -> Meaning<'_> {
    match inner {
        Meaning::Call(FunctionName::Not, operand) => *operand,
        other => Meaning::Call(FunctionName::Not, Box::new(other)),
    }
}

/// `Fn::And` and `Fn::Or`: operands of a nested function of the same name are operands of the outer one.
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
    // A single operand is the value of the function.
    let only = if flat.len() == 1 { flat.pop() } else { None };
    Ok(Some(only.unwrap_or_else(|| Meaning::Call(name, Box::new(Meaning::List(flat))))))
}

/// `Fn::Select`: an index into a literal list returns that item.
///
/// The other items must have no effect: `AWS::NoValue` would shift the items after it, and a reference to a resource
/// is a dependency.
fn select<'t>(builder: &mut Builder<'_, 't>, index: Node<'t>, list: Node<'t>) -> Result<Option<Meaning<'t>>> {
    let index = index.resolved();
    let selected = index.text().filter(|_| index.tag().is_none()).and_then(|text| text.parse::<usize>().ok());
    let mut list = builder.value(list)?;
    if let (Meaning::List(items), Some(selected)) = (&mut list, selected)
        && selected < items.len()
    {
        let mut others = items.iter().enumerate().filter(|(index, _)| *index != selected);
        let others_have_effect = others.any(|(_, other)| !concat::is_free_of_effect(builder, other));
        if !others_have_effect && concat::is_one_string(builder, &items[selected]) {
            return Ok(Some(items.swap_remove(selected)));
        }
    }
    // Reuses the evaluated list: evaluating it again would double the work at each level of nesting.
    let arguments = vec![builder.value(index)?, list];
    Ok(Some(Meaning::Call(FunctionName::Select, Box::new(Meaning::List(arguments)))))
}

/// `Fn::GetAZs`: the region of the stack is the same as the empty string (AWS CloudFormation User Guide, "Fn::GetAZs").
fn availability_zones<'t>(builder: &mut Builder<'_, 't>, argument: Node<'t>) -> Result<Option<Meaning<'t>>> {
    let argument = argument.resolved();
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

/// Moves the source string out of a `Fn::Split` with the given delimiter, which a `Fn::Join` with the same one only
/// undoes.
pub(super) fn take_source_of_split<'t>(
    builder: &Builder<'_, 't>,
    delimiter: &str,
    value: &mut Meaning<'t>,
) -> Option<Meaning<'t>> {
    let Meaning::Call(FunctionName::Split, arguments) = value else { return None };
    let Meaning::List(arguments) = &mut **arguments else { return None };
    let [Meaning::Text(split_at), source] = arguments.as_mut_slice() else { return None };
    // `Fn::Split` requires a delimiter, so nothing is known of an empty one.
    let is_same = !delimiter.is_empty() && delimiter == split_at;
    (is_same && is_certain_string(builder, source)).then(|| std::mem::replace(source, Meaning::Null))
}

/// Whether a value is certain to be one string, whatever its functions evaluate to.
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

/// Returns the node whose value a node has: the branch of an `Fn::If` whose condition is known or whose branches are
/// equal, otherwise the node itself.
///
/// The result is only meaningful if the value of the node is not an `Fn::If` itself, which is so if its branches are
/// equal.
pub(super) fn branch<'t>(builder: &Builder<'_, 't>, mut node: Node<'t>) -> Node<'t> {
    while let Some(Ok(Intrinsic::If { condition, then, otherwise })) =
        node.function().map(|function| function.view())
    {
        let known = |name: &str| builder.known_conditions.iter().rev().find(|(known, _)| *known == name);
        let is_true = condition.as_str().and_then(known).is_none_or(|(_, is_true)| *is_true);
        node = if is_true { then } else { otherwise };
    }
    node
}

/// Removes what has no effect from a resource: names in `DependsOn` that its properties already refer to, the order
/// of the others, and the metadata of AWS's retired Designer.
pub(super) fn resource<'t>(builder: &Builder<'_, 't>, node: Node<'t>, entries: &mut Entries<'t>) {
    let Some(template) = builder.template.filter(|_| !builder.is_verbatim()) else { return };
    if !entries.contains_key("DependsOn") && !entries.contains_key("Metadata") {
        return;
    }
    let logical_id = node.key().and_then(Node::text);
    // Not every mapping with this key is a resource, and of duplicate logical IDs only one takes effect.
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

/// Removes implied names from `DependsOn`, except in resources of SAM, which moves properties to other resources.
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

/// Returns the items of a list that only contains strings, or a single string.
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

/// Whether SAM may generate other resources from this one.
pub(super) fn is_sam(resource: &Resource<'_>) -> bool {
    resource.type_name().is_none_or(|name| name.starts_with("AWS::Serverless::"))
}

/// Removes the positions of resources on the canvas of AWS's retired Designer, which no other tool reads.
pub(super) fn drop_designer(entries: &mut Entries<'_>) {
    if let Some(Meaning::Map(entries)) = entries.get_mut("Metadata") {
        entries.remove("AWS::CloudFormation::Designer");
    }
}

/// Removes empty sections, which have no effect, except for `Resources`, which is required.
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
