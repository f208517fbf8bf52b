//! Functions whose value is plain from their arguments, and entries that change nothing.

use std::borrow::Cow;

use crate::meaning::Meaning;
use crate::meaning::build::{Builder, Entries, Result};
use crate::model::{FunctionName, Intrinsic, References, Section};
use crate::syntax::Node;

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
        Intrinsic::Select { index, list } => match literal_item(index, list) {
            Some(item) => builder.value(item).map(Some),
            None => Ok(None),
        },
        Intrinsic::Unary(FunctionName::GetAZs, argument) => Ok(availability_zones(argument)),
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
    for operand in builder.list(list.items())? {
        match operand {
            Meaning::Call(inner, arguments) if inner == name => match *arguments {
                Meaning::List(operands) => flat.extend(operands),
                other => flat.push(Meaning::Call(inner, Box::new(other))),
            },
            other => flat.push(other),
        }
    }
    Ok(Some(Meaning::Call(name, Box::new(Meaning::List(flat)))))
}

/// `Fn::Select` of a place in a list that is written out.
pub(super) fn literal_item<'t>(index: Node<'t>, list: Node<'t>) -> Option<Node<'t>> {
    let is_literal = index.tag().is_none() && list.is_sequence() && list.tag().is_none();
    let place: usize = index.text().filter(|_| is_literal)?.parse().ok()?;
    list.item(place)
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
    (literal(delimiter)? == literal(split_at)? && source.function().is_some()).then_some(source)
}

/// Names in `DependsOn` that the properties refer to anyway, in any order, are no difference.
///
/// SAM moves properties to other resources, so its resources keep what they say.
pub(super) fn depends_on<'t>(builder: &Builder<'_, 't>, node: Node<'t>, entries: &mut Entries<'t>) {
    let Some(template) = builder.template.filter(|_| !builder.is_verbatim()) else { return };
    if !entries.contains_key("DependsOn") {
        return;
    }
    let logical_id = node.key().and_then(Node::text);
    let Some(resource) = logical_id.and_then(|id| template.resources().get(id)).filter(|r| r.value() == node)
    else {
        return;
    };
    let is_sam = resource.type_name().is_none_or(|name| name.starts_with("AWS::Serverless::"));
    let implied = if is_sam { Vec::new() } else { References::implied_dependencies(template, resource) };
    let mut names: Vec<&str> = resource.depends_on().map(|depends_on| depends_on.logical_id).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !implied.contains(name));
    if names.is_empty() {
        entries.remove("DependsOn");
    } else {
        let names = names.into_iter().map(|name| Meaning::Text(Cow::Borrowed(name))).collect();
        entries.insert(Cow::Borrowed("DependsOn"), Meaning::List(names));
    }
}

/// A section without entries says nothing; `Resources` must be there all the same.
pub(super) fn drop_empty_sections(sections: &mut Entries<'_>) {
    sections.retain(|key, value| {
        let is_empty = match value {
            Meaning::Map(entries) => entries.is_empty(),
            Meaning::Null => true,
            _ => false,
        };
        !is_empty || key == Section::Resources.key() || Section::from_key(key).is_none()
    });
}
