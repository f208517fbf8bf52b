//! What is at a place: the declaration that a name refers to, the value of a function as far as it is known, a property,
//! or a resource type.

mod property;
mod value;

use std::fmt::Write as _;

use cfn_ast::model::{Reference, Resource, Target};
use cfn_ast::{FunctionName, Node, TextRange};
use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind};

use super::names::{Kind, Symbol, attribute_at, declarations, name_range, reference_at, symbol_at, touches};
use super::requests::Place;
use crate::describe::type_of;

/// The most lines of a condition that are shown.
const MAX_LINES: usize = 12;

/// Returns what is at a place, in Markdown; `None` if there is nothing to say.
pub(super) use property::path_of;

pub(super) fn hover(place: &Place<'_>) -> Option<Hover> {
    let (text, range) = of_name(place).or_else(|| of_function(place)).or_else(|| of_schema(place))?;
    let contents = Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: text });
    let range = place.open.encoding().range(place.open.file.tree.source(), range);
    Some(Hover { contents, range: Some(range) })
}

fn of_name(place: &Place<'_>) -> Option<(String, TextRange)> {
    if let Some(reference) = reference_at(place.references, place.offset)
        && let Some(text) = of_reference(place, reference)
    {
        return Some((text, reference.range()));
    }
    if let Some((reference, range)) = attribute_at(place.references, place.offset) {
        let Target::Resource(logical_id) = reference.target else { return None };
        let text = of_attribute(place, logical_id, reference.attribute?)?;
        return Some((format!("resource `{logical_id}`\n\n{text}"), range));
    }
    let symbol = symbol_at(place.template, place.references, place.offset)?;
    Some((of_symbol(place, symbol)?, symbol.range))
}

fn of_reference(place: &Place<'_>, reference: &Reference<'_>) -> Option<String> {
    let mut text = match reference.target {
        Target::Pseudo(pseudo) => format!("pseudo parameter `{}`", pseudo.name()),
        Target::SubMapping(key) => {
            let entry = key.own_entry()?;
            format!("variable `{}`\n\n{}", reference.name, value::shown(place, entry.value)?)
        }
        Target::Undeclared => return None,
        _ => of_symbol(place, symbol_at(place.template, place.references, place.offset)?)?,
    };
    if let (Target::Resource(logical_id), Some(attribute)) = (reference.target, reference.attribute)
        && let Some(attribute) = of_attribute(place, logical_id, attribute)
    {
        text = format!("{text}\n\n{attribute}");
    }
    // What the mapping is asked for is the value, not the whole mapping.
    let found = reference.function().filter(|function| function.name == FunctionName::FindInMap);
    if let Some(found) = found.and_then(|function| value::shown(place, function.node)) {
        text = format!("{text}\n\n{found}");
    }
    Some(text)
}

fn of_attribute(place: &Place<'_>, logical_id: &str, attribute: &str) -> Option<String> {
    let catalog = &place.open.file.settings.catalog;
    let resource_type = catalog.resource_type(place.template.resource_type(logical_id)?)?;
    let known = resource_type.attributes().into_iter().find(|known| known.name == attribute)?;
    let kind = known.schema.map(|schema| format!(": {}", type_of(schema))).unwrap_or_default();
    Some(format!("attribute `{attribute}`{kind}"))
}

fn of_symbol(place: &Place<'_>, symbol: Symbol<'_>) -> Option<String> {
    let name = symbol.name;
    let template = place.template;
    Some(match symbol.kind {
        Kind::Parameter => {
            let parameter = template.parameters().get(name)?;
            let kind = parameter.type_name().map(|kind| format!(": `{kind}`")).unwrap_or_default();
            let mut text = format!("parameter `{name}`{kind}");
            let default = parameter.default().and_then(Node::text).filter(|_| !parameter.is_hidden());
            if let Some(default) = default {
                let _ = write!(text, "\n\ndefault: {}", code(default));
            }
            let allowed: Vec<String> = parameter.allowed_values().filter_map(Node::text).map(code).collect();
            if !allowed.is_empty() && !parameter.is_hidden() {
                let _ = write!(text, "\n\nallowed values: {}", allowed.join(", "));
            }
            if let Some(description) = parameter.value().get("Description").and_then(Node::text) {
                let _ = write!(text, "\n\n{}", plain(description));
            }
            text
        }
        Kind::Resource => {
            let all = template.resources().iter().copied().chain(template.resources_in_loops());
            resource(all.into_iter().filter(|resource| resource.logical_id() == name).last()?)
        }
        Kind::Condition => {
            let key = declarations(template, symbol).pop()?;
            let definition = key.own_entry()?.value.source_text();
            format!("condition `{name}`\n\n{}", block(definition))
        }
        Kind::Mapping => {
            let mapping = template.mappings().get(name)?;
            let keys: Vec<String> =
                mapping.top_level_keys().take(MAX_LINES).map(|key| code(key.name)).collect();
            format!("mapping `{name}`\n\ntop-level keys: {}", keys.join(", "))
        }
        Kind::LoopVariable => format!("variable `{name}` of a loop"),
    })
}

fn resource(resource: Resource<'_>) -> String {
    let kind = resource.type_name().map(|kind| format!(": `{kind}`")).unwrap_or_default();
    let mut text = format!("resource `{}`{kind}", resource.logical_id());
    if let Some(condition) = resource.condition().and_then(Node::text) {
        let _ = write!(text, "\n\ncreated if `{condition}` is true");
    }
    text
}

/// The value of the innermost function at a place, if any of it is known.
fn of_function(place: &Place<'_>) -> Option<(String, TextRange)> {
    let node = place.open.file.tree.node_at(place.offset)?;
    let node = place.open.file.tree.node(node.id());
    let function = node.functions_here().chain(node.enclosing_functions()).next()?;
    let is_value = matches!(
        function.name,
        FunctionName::FindInMap
            | FunctionName::If
            | FunctionName::Join
            | FunctionName::Select
            | FunctionName::Split
            | FunctionName::Sub
    );
    let text = is_value.then(|| value::shown(place, function.node)).flatten()?;
    Some((text, function.node.range()))
}

/// The resource type, or the property whose key is at a place.
fn of_schema(place: &Place<'_>) -> Option<(String, TextRange)> {
    let node =
        place.open.file.tree.node_at(place.offset).filter(|node| touches(node.range(), place.offset))?;
    let all = place.template.resources().iter().copied().chain(place.template.resources_in_loops());
    let resource = all.into_iter().find(|resource| resource.value().contains(node))?;
    let resource_type = place.open.file.settings.catalog.resource_type(resource.type_name()?)?;
    let is_type =
        node.key().is_some_and(|key| key.text() == Some("Type") && key.parent() == Some(resource.value()));
    if is_type {
        return Some((property::of_type(resource_type), name_range(node)));
    }
    let path = property::path_of(resource, node)?;
    Some((property::of_property(resource_type, &path)?, name_range(node)))
}

/// A text as code, in one line.
pub(super) fn code(text: &str) -> String {
    let ticks = if text.contains('`') { "``" } else { "`" };
    format!("{ticks}{}{ticks}", text.replace(['\n', '\r'], " "))
}

/// A text as a block of code of a few lines.
pub(super) fn block(text: &str) -> String {
    let lines: Vec<&str> = text.lines().take(MAX_LINES).collect();
    format!("```yaml\n{}\n```", lines.join("\n"))
}

/// A text of a template without the characters that mean something in Markdown.
fn plain(text: &str) -> String {
    let escaped = text.chars().flat_map(|character| {
        let is_special = matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '!');
        is_special.then_some('\\').into_iter().chain([character])
    });
    escaped.collect()
}
