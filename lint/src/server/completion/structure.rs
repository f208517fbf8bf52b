//! Sections, attributes of declarations, and intrinsic functions.

use cfn_ast::model::{Context, ParameterType, Section};
use cfn_ast::{FunctionName, Node};
use gen_lsp_types::CompletionItemKind;

use super::marked::Variant;
use super::{Candidate, Spot, needs_long_form};

/// The attributes of a resource (AWS CloudFormation Template Reference, "Resource attribute reference").
const RESOURCE: [&str; 9] = [
    "Type",
    "Condition",
    "DependsOn",
    "Properties",
    "Metadata",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "CreationPolicy",
    "UpdatePolicy",
];

/// The attributes of a parameter (AWS CloudFormation User Guide, "Parameters").
const PARAMETER: [&str; 11] = [
    "Type",
    "Default",
    "Description",
    "AllowedValues",
    "AllowedPattern",
    "ConstraintDescription",
    "MinLength",
    "MaxLength",
    "MinValue",
    "MaxValue",
    "NoEcho",
];

/// The attributes of an output (AWS CloudFormation User Guide, "Outputs").
const OUTPUT: [&str; 4] = ["Value", "Description", "Export", "Condition"];

/// The values of `DeletionPolicy` and `UpdateReplacePolicy` (AWS CloudFormation Template Reference, "DeletionPolicy
/// attribute").
const POLICIES: [&str; 4] = ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"];

/// Returns what the structure of a template allows at the marker.
pub(super) fn candidates(spot: &Spot<'_>) -> Vec<Candidate> {
    let (node, start) = (spot.node, spot.start());
    if spot.variant == Variant::Key && node.is_key() {
        let mut found = keys(spot, start);
        found.extend(long_forms(spot, start));
        return found;
    }
    match attribute_of(spot) {
        Some((Section::Resources, "Type")) => resource_types(spot, start),
        Some((Section::Resources, "DeletionPolicy" | "UpdateReplacePolicy")) => {
            let new = |policy: &&str| Candidate::new(*policy, CompletionItemKind::EnumMember, start);
            POLICIES.iter().map(new).collect()
        }
        Some((Section::Parameters, "Type")) => {
            let new = |name: String| Candidate::new(name, CompletionItemKind::TypeParameter, start);
            ParameterType::documented().map(new).collect()
        }
        _ if accepts_functions(spot) => short_forms_of(spot, start),
        _ => Vec::new(),
    }
}

/// The section of a declaration and the key of the attribute whose value the marker is.
fn attribute_of<'s>(spot: &Spot<'s>) -> Option<(Section, &'s str)> {
    let key = spot.node.key()?;
    let declaration = spot.node.parent()?;
    Some((section_of(spot, declaration)?, key.text()?))
}

/// The section in which a mapping is a declaration.
fn section_of(spot: &Spot<'_>, mapping: Node<'_>) -> Option<Section> {
    let section = Context::of(mapping).section()?;
    let entry = spot.template.section(section)?;
    let is_declaration = mapping.parent().is_some_and(|parent| parent.id() == entry.value.id());
    let in_loop = || spot.template.loops_in(section).any(|each| mapping.parent() == Some(each.body));
    (is_declaration || in_loop()).then_some(section)
}

fn keys(spot: &Spot<'_>, start: u32) -> Vec<Candidate> {
    let Some(mapping) = spot.node.parent() else { return Vec::new() };
    let names: Vec<&str> = if mapping.parent().is_none() {
        Section::all().map(Section::key).collect()
    } else {
        match section_of(spot, mapping) {
            Some(Section::Resources) => RESOURCE.to_vec(),
            Some(Section::Parameters) => PARAMETER.to_vec(),
            Some(Section::Outputs) => OUTPUT.to_vec(),
            _ => return Vec::new(),
        }
    };
    let mut found = Vec::new();
    for (index, name) in names.into_iter().enumerate() {
        if mapping.get(name).is_none() {
            let rank = u8::try_from(index.min(9)).unwrap_or(9);
            found.push(Candidate::new(name, CompletionItemKind::Keyword, start).with_rank(rank));
        }
    }
    found
}

fn resource_types(spot: &Spot<'_>, start: u32) -> Vec<Candidate> {
    let names = spot.open.file.settings.catalog.type_names();
    names.into_iter().map(|name| Candidate::new(name, CompletionItemKind::Class, start)).collect()
}

/// Whether functions are evaluated at the marker.
fn accepts_functions(spot: &Spot<'_>) -> bool {
    let context = Context::of(spot.node);
    match context.section() {
        Some(Section::Resources) => context.path_starts_with(&["Properties"]),
        Some(Section::Outputs | Section::Conditions | Section::Rules) => true,
        _ => false,
    }
}

/// The functions in their short form, for a tag that is being typed.
pub(super) fn short_forms(start: u32) -> Vec<Candidate> {
    let names = FunctionName::all().filter(|name| name.has_short_form());
    names
        .map(|name| Candidate::new(format!("!{}", name.name()), CompletionItemKind::Function, start))
        .collect()
}

/// The functions in the form of the file.
fn short_forms_of(spot: &Spot<'_>, start: u32) -> Vec<Candidate> {
    let is_quoted = spot.node.scalar_style() != Some(cfn_ast::syntax::ScalarStyle::Plain);
    let names = FunctionName::all()
        .filter(|name| !is_quoted && !needs_long_form(spot, *name) && !name.is_rule_function());
    let new =
        |name: FunctionName| Candidate::new(format!("!{}", name.name()), CompletionItemKind::Function, start);
    names.map(|name| new(name).with_rank(8)).collect()
}

/// The functions in their long form, as the only key of a mapping.
fn long_forms(spot: &Spot<'_>, start: u32) -> Vec<Candidate> {
    let is_only_key = spot.node.parent().is_some_and(|mapping| mapping.child_count() == 2);
    if !is_only_key || !accepts_functions(spot) {
        return Vec::new();
    }
    let names = FunctionName::all().filter(|name| !name.is_rule_function());
    let new =
        |name: FunctionName| Candidate::new(name.key(), CompletionItemKind::Function, start).with_rank(8);
    names.map(new).collect()
}
