//! Conditions and mappings that nothing uses.

use std::collections::BTreeSet;

use crate::meaning::Meaning;
use crate::meaning::build::Entries;
use crate::model::{FunctionName, Section, Template, TransformKind};

/// Conditions and mappings that a template declares and nothing in it uses, by name.
///
/// What only unused conditions use is unused, too. Nothing is unused where loops, included snippets or macros could
/// name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unused {
    /// The names of conditions.
    pub conditions: BTreeSet<String>,
    /// The names of mappings.
    pub mappings: BTreeSet<String>,
}

/// Removes them.
pub(super) fn drop_unused(template: &Template<'_>, sections: &mut Entries<'_>) -> Unused {
    let has_any = !template.conditions().is_empty() || !template.mappings().is_empty();
    if !has_any || is_opaque(template) {
        return Unused::default();
    }
    let conditions = drop_conditions(template, sections);
    Unused { conditions, mappings: drop_mappings(sections) }
}

/// Whether text that is not in the template, or not yet in its final form, can name a declaration.
fn is_opaque(template: &Template<'_>) -> bool {
    let has_loops = !template.loops().is_empty() || !template.malformed_loops().is_empty();
    has_loops || template.may_be_named_elsewhere()
}

fn drop_conditions(template: &Template<'_>, sections: &mut Entries<'_>) -> BTreeSet<String> {
    let Some(mut conditions) = take_map(sections, Section::Conditions) else { return BTreeSet::new() };
    let names: BTreeSet<String> = conditions.keys().map(str::to_owned).collect();
    let mut used = BTreeSet::new();
    // Only `AWS::LanguageExtensions` takes the name of a condition from a mapping.
    let has_extensions = template.has_transform(TransformKind::LanguageExtensions);
    for (_, value) in sections.iter().filter(|(key, _)| has_extensions || *key != Section::Mappings.key()) {
        texts(value, &names, &mut used);
    }
    let mut pending: Vec<String> = used.iter().cloned().collect();
    while let Some(name) = pending.pop() {
        let mut found = BTreeSet::new();
        conditions.get(name.as_str()).into_iter().for_each(|value| texts(value, &names, &mut found));
        pending.extend(found.into_iter().filter(|name| used.insert(name.clone())));
    }
    conditions.retain(|name, _| used.contains(name));
    sections.insert(Section::Conditions.key(), Meaning::Map(conditions));
    names.difference(&used).cloned().collect()
}

/// Takes a section out, where it is a mapping.
fn take_map<'t>(sections: &mut Entries<'t>, section: Section) -> Option<Entries<'t>> {
    let is_map = matches!(sections.get(section.key()), Some(Meaning::Map(_)));
    if !is_map {
        return None;
    }
    match sections.remove(section.key())? {
        Meaning::Map(entries) => Some(entries),
        _ => None,
    }
}

fn drop_mappings(sections: &mut Entries<'_>) -> BTreeSet<String> {
    if sections.values().any(has_computed_name) {
        return BTreeSet::new();
    }
    let Some(mut mappings) = take_map(sections, Section::Mappings) else { return BTreeSet::new() };
    let names: BTreeSet<String> = mappings.keys().map(str::to_owned).collect();
    let mut used = BTreeSet::new();
    for value in sections.values() {
        texts(value, &names, &mut used);
    }
    mappings.retain(|name, _| used.contains(name));
    sections.insert(Section::Mappings.key(), Meaning::Map(mappings));
    names.difference(&used).cloned().collect()
}

/// The names that stand anywhere as a text: more than the places that name a declaration, so that none is missed.
fn texts(value: &Meaning<'_>, names: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    match value {
        Meaning::Text(text) if names.contains(&**text) => {
            found.insert(text.to_string());
        }
        _ => value.for_each_child(&mut |child| texts(child, names, found)),
    }
}

/// Whether a `Fn::FindInMap` computes the name of its mapping.
fn has_computed_name(value: &Meaning<'_>) -> bool {
    let mut is_computed = match value {
        Meaning::Call(FunctionName::FindInMap, argument) => match &**argument {
            Meaning::List(arguments) => !matches!(arguments.first(), Some(Meaning::Text(_))),
            _ => true,
        },
        _ => false,
    };
    value.for_each_child(&mut |child| is_computed = is_computed || has_computed_name(child));
    is_computed
}
