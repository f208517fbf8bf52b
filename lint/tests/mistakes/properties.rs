//! Mistakes in the types of resources and in the names of their properties.

use cfn_ast::{Node, Template, TextRange};
use cfn_schema::{Additional, Name, Schema, Table};

use super::described::{Described, described};
use super::{Mistake, inserted, line, rewritten, with_a_typo};

pub(crate) fn misspelt_type(template: &Template<'_>) -> Vec<Mistake> {
    let resources = template.resources().iter();
    let types = resources.filter_map(|resource| {
        let (scope, name) = resource.type_name()?.rsplit_once("::")?;
        let wrong = format!("{scope}::{}", with_a_typo(name));
        let is_known = |name: &str| Table::aws().resource_type(name).is_some();
        let node = resource.value().get("Type").filter(|_| is_known(&format!("{scope}::{name}")))?;
        (!is_known(&wrong)).then(|| rewritten(node, wrong, line(node)))?
    });
    types.collect()
}

pub(crate) fn misspelt_property(template: &Template<'_>) -> Vec<Mistake> {
    let objects = described(template).filter(|value| {
        let keywords = value.schema.keywords();
        keywords.additional == Additional::Closed && keywords.pattern_properties.is_empty()
    });
    let misspelt = objects.flat_map(|object| {
        let is_known = move |name: &str| known(object.schema, name).is_some();
        object.node.entries().filter_map(move |entry| {
            let wrong = with_a_typo(entry.name().filter(|name| is_known(name))?);
            (!is_known(&wrong)).then(|| rewritten(entry.key, wrong, line(entry.key)))?
        })
    });
    misspelt.collect()
}

fn known(schema: Schema<'_>, name: &str) -> Option<Name> {
    let name = schema.table().name(name)?;
    schema.property(name).map(|property| property.name)
}

/// Blanks the lines of a required property, and leaves others beside it.
pub(crate) fn removed_property(template: &Template<'_>) -> Vec<Mistake> {
    let objects = described(template).filter(|value| value.node.entries().count() > 1);
    let removed = objects.flat_map(|object| {
        let required: Vec<Name> = object.schema.keywords().required().collect();
        let entries = object.node.entries().filter(move |entry| {
            entry
                .name()
                .and_then(|name| known(object.schema, name))
                .is_some_and(|name| required.contains(&name))
        });
        entries.filter_map(move |entry| blanked(entry.range(), object.node))
    });
    removed.collect()
}

/// The mistake of nothing where an entry was, if it has its lines for itself.
fn blanked(entry: TextRange, owner: Node<'_>) -> Option<Mistake> {
    let source = owner.tree().source();
    let (first, last) = (source.line_index(entry.start()), source.line_index(entry.end()));
    let lines = source.line_range(first).cover(source.line_range(last));
    let is_alone = source.slice(lines).trim().trim_end_matches(',') == source.slice(entry).trim_end();
    // What is behind the last comma in JSON is an error of its own.
    let is_last = owner.entries().last().is_some_and(|last| last.range() == entry);
    let text = "\n".repeat(source.slice(lines).matches('\n').count());
    let line = line(owner.key().unwrap_or(owner));
    (is_alone && !(is_last && owner.in_flow())).then_some(Mistake { range: lines, text, line })
}

pub(crate) fn read_only_property(template: &Template<'_>) -> Vec<Mistake> {
    // SAM accepts what its schemas list as read-only.
    let objects =
        described(template).filter(|object| !object.resource_type.name().starts_with("AWS::Serverless::"));
    objects.flat_map(|object| missing_read_only(&object)).collect()
}

/// Sets each of the read-only properties that an object does not have.
fn missing_read_only(object: &Described<'_>) -> Vec<Mistake> {
    let Some(first) = object.node.entries().next() else { return Vec::new() };
    let mut mistakes = Vec::new();
    for path in object.resource_type.read_only().iter() {
        let mut path: Vec<String> = path.segments().collect();
        let Some(name) = path.pop() else { continue };
        if path == object.path && object.node.get(&name).is_none() && known(object.schema, &name).is_some() {
            mistakes.push(inserted(first.key, &name, "x"));
        }
    }
    mistakes
}
