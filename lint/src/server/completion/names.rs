//! Names of declarations, where one is expected.

use cfn_ast::model::{ForEach, Intrinsic, PseudoParameter, Reference, ReferenceKind, Section};
use cfn_ast::{FunctionName, Node};
use gen_lsp_types::CompletionItemKind;

use super::super::names::interface_names;
use super::marked::MARKER;
use super::{Candidate, Spot};
use crate::describe::type_of;

/// Returns the names that are expected at the marker; none if another kind of text is.
pub(super) fn candidates(spot: &Spot<'_>) -> Vec<Candidate> {
    let marked = |text: &str| text.contains(MARKER);
    let reference = spot
        .references
        .iter()
        .find(|reference| marked(reference.name) || reference.attribute.is_some_and(marked));
    if let Some(reference) = reference {
        return of_reference(spot, reference);
    }
    if let Some(found) = mapping_keys(spot) {
        return found;
    }
    if interface_names(spot.template).iter().any(|node| node.id() == spot.node.id()) {
        return parameters(spot, spot.start());
    }
    if is_unfinished_get_att(spot) { resources(spot, spot.start()) } else { Vec::new() }
}

fn of_reference(spot: &Spot<'_>, reference: &Reference<'_>) -> Vec<Candidate> {
    if let Some(attribute) = reference.attribute.filter(|attribute| attribute.contains(MARKER)) {
        let typed = attribute.find(MARKER).unwrap_or_default() as u32;
        return attributes(spot, reference.name, spot.cursor.saturating_sub(typed));
    }
    let start = reference.range().start().min(spot.cursor);
    match reference.kind {
        ReferenceKind::Ref | ReferenceKind::SubVariable => {
            let mut all = parameters(spot, start);
            all.extend(resources(spot, start));
            all.extend(pseudo_parameters(start));
            all.extend(loop_variables(spot, start));
            all
        }
        ReferenceKind::GetAtt | ReferenceKind::SubAttribute | ReferenceKind::DependsOn => {
            resources(spot, start)
        }
        ReferenceKind::ConditionAttribute | ReferenceKind::ConditionFunction | ReferenceKind::IfCondition => {
            let named =
                spot.template.conditions().iter().filter(|condition| !condition.name.contains(MARKER));
            named.map(|condition| Candidate::new(condition.name, CompletionItemKind::Value, start)).collect()
        }
        ReferenceKind::FindInMap => {
            let mappings = spot.template.mappings().iter();
            mappings.map(|mapping| Candidate::new(mapping.name(), CompletionItemKind::Enum, start)).collect()
        }
        ReferenceKind::ValueOf => parameters(spot, start),
        ReferenceKind::ForEachVariable => loop_variables(spot, start),
    }
}

fn parameters(spot: &Spot<'_>, start: u32) -> Vec<Candidate> {
    let mut found = Vec::new();
    for parameter in spot.template.parameters().iter().filter(|parameter| !parameter.name().contains(MARKER))
    {
        let candidate = Candidate::new(parameter.name(), CompletionItemKind::Variable, start).with_rank(1);
        found.push(candidate.with_detail(parameter.type_name().unwrap_or("parameter")));
    }
    found
}

fn resources(spot: &Spot<'_>, start: u32) -> Vec<Candidate> {
    let mut found = Vec::new();
    for resource in spot.template.resources() {
        // A resource that depends on itself is a mistake.
        if resource.value().contains(spot.node) || resource.logical_id().contains(MARKER) {
            continue;
        }
        let candidate = Candidate::new(resource.logical_id(), CompletionItemKind::Class, start).with_rank(2);
        found.push(candidate.with_detail(resource.type_name().unwrap_or("resource")));
    }
    found
}

fn pseudo_parameters(start: u32) -> Vec<Candidate> {
    let new = |pseudo: PseudoParameter| {
        Candidate::new(pseudo.name(), CompletionItemKind::Constant, start).with_rank(3)
    };
    PseudoParameter::all().map(new).collect()
}

fn loop_variables(spot: &Spot<'_>, start: u32) -> Vec<Candidate> {
    let variables = spot.template.loops_around(spot.node).filter_map(ForEach::variable);
    variables.map(|name| Candidate::new(name, CompletionItemKind::Variable, start).with_rank(1)).collect()
}

fn attributes(spot: &Spot<'_>, logical_id: &str, start: u32) -> Vec<Candidate> {
    let catalog = &spot.open.file.settings.catalog;
    let name = spot.template.resource_type(logical_id);
    let Some(resource_type) = name.and_then(|name| catalog.resource_type(name)) else { return Vec::new() };
    let mut found = Vec::new();
    for attribute in resource_type.attributes().into_iter().filter(|attribute| !attribute.name.contains('*'))
    {
        let detail = attribute.schema.map(type_of).unwrap_or_default();
        found.push(Candidate::new(attribute.name, CompletionItemKind::Field, start).with_detail(detail));
    }
    found
}

/// The keys of a mapping, in the second and third argument of `Fn::FindInMap`.
fn mapping_keys(spot: &Spot<'_>) -> Option<Vec<Candidate>> {
    let function =
        spot.node.enclosing_function().filter(|function| function.name == FunctionName::FindInMap)?;
    let index = function.items().position(|item| item.id() == spot.node.id())?;
    let mapping = spot.template.mappings().get(function.items().next()?.text()?)?;
    let first = function.items().nth(1).and_then(Node::text);
    let new = |name: &str| Candidate::new(name, CompletionItemKind::EnumMember, spot.start());
    let keys = mapping.top_level_keys();
    match index {
        1 => Some(keys.map(|key| new(key.name)).collect()),
        2 => {
            let is_wanted =
                |name: &str| first.is_none_or(|first| first == name || mapping.value().get(first).is_none());
            let wanted = keys.filter(|key| is_wanted(key.name));
            let mut names: Vec<&str> =
                wanted.flat_map(|key| key.value.entries()).filter_map(|it| it.name()).collect();
            names.sort_unstable();
            names.dedup();
            Some(names.into_iter().map(new).collect())
        }
        _ => None,
    }
}

/// Whether the marker is the logical ID of a `Fn::GetAtt` that has no attribute yet.
fn is_unfinished_get_att(spot: &Spot<'_>) -> bool {
    let written = spot.node.tree().node(spot.node.id());
    let mut around = written.functions_here().chain(written.enclosing_functions());
    around.next().is_some_and(|function| {
        let is_whole = function.argument.id() == written.id();
        let is_first = function.items().next().is_some_and(|item| item.id() == written.id());
        function.name == FunctionName::GetAtt && function.view().is_err() && (is_whole || is_first)
            || matches!(function.view(), Ok(Intrinsic::GetAtt(name)) if name.logical_id.contains(MARKER))
    }) && spot.template.section(Section::Resources).is_some()
}
