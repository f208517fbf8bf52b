//! Documents that properties contain, written as mappings, or as JSON or YAML in a string.

use cfn_ast::model::{Conditions, Fact, Intrinsic};
use cfn_ast::{FunctionName, Source, TextRange, Tree};
use cfn_schema::validate::{Problem, mismatches_of};
use cfn_schema::{Catalog, Name, Schema};
use rustc_hash::FxHashMap;

use super::defect::{Correction, Defect};
use super::property_values::{Lookup, PropertyValue, PropertyValues};
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;
use crate::suggest::typos_of;

/// A document, with what is known of the template that contains it: itself, if it is written in a string.
pub(super) struct Document<'d, 't> {
    pub(super) root: Node<'t>,
    lookup: Lookup<'d, 't>,
    catalog: &'d Catalog,
    facts: Vec<Fact<'t>>,
}

/// Reads a document in a string: as JSON only, or as JSON or YAML.
pub(super) type Read = fn(Source) -> Tree;

/// What is found in a document.
pub(super) type Defects = Vec<Defect>;

/// Returns the defects that `look` finds in the document that is a value, in the places of the template.
///
/// A document in a string that cannot be read has none: another tool may complete it.
pub(super) fn defects_in<'t>(
    value: &PropertyValue<'t>,
    read: Read,
    cx: &RuleContext<'_, 't>,
    look: &dyn Fn(&Document<'_, '_>) -> Defects,
) -> Defects {
    let node = value.value.resolved();
    if let Some(function) = node.function() {
        return in_function(function, value, read, cx, look);
    }
    if node.is_mapping() {
        return look(&Document {
            root: node,
            lookup: Lookup::of(cx),
            catalog: cx.catalog(),
            facts: value.facts.clone(),
        });
    }
    if node.local_tag().is_some() { Vec::new() } else { in_string(node, node, read, cx, look) }
}

fn in_function<'t>(
    function: Function<'t>,
    value: &PropertyValue<'t>,
    read: Read,
    cx: &RuleContext<'_, 't>,
    look: &dyn Fn(&Document<'_, '_>) -> Defects,
) -> Defects {
    match function.view() {
        Ok(Intrinsic::Sub { template, .. }) => in_string(template, function.node, read, cx, look),
        _ if function.name == FunctionName::ToJsonString => {
            let argument = PropertyValue { value: function.argument, facts: value.facts.clone() };
            defects_in(&argument, read, cx, look)
        }
        _ => Vec::new(),
    }
}

/// The defects of a document in a string; `value` is the function whose argument the string is, or the string itself.
fn in_string<'t>(
    string: Node<'t>,
    value: Node<'t>,
    read: Read,
    cx: &RuleContext<'_, 't>,
    look: &dyn Fn(&Document<'_, '_>) -> Defects,
) -> Defects {
    let Some(text) = string.as_str() else { return Vec::new() };
    let Ok(source) = Source::new(text) else { return Vec::new() };
    let tree = read(source);
    let Some(template) = Template::new(&tree).filter(|_| tree.errors().is_empty()) else { return Vec::new() };
    let conditions = Conditions::of(&template);
    let defects = look(&Document {
        root: template.root(),
        lookup: Lookup { template: &template, conditions: &conditions },
        catalog: cx.catalog(),
        facts: Vec::new(),
    });
    let moved = defects.into_iter().map(|defect| in_template(defect, string, text));
    let offset = offset_of_value(value);
    moved.map(|defect| Defect { cfn_lint_offset: Some(offset), ..defect }).collect()
}

/// The defect of a document at the place where the template spells it.
fn in_template(defect: Defect, string: Node<'_>, text: &str) -> Defect {
    let spelled = |range: TextRange| string.text_range(range.as_usize());
    let source = string.tree().source();
    // With escapes in it, a name is spelled differently.
    let is_verbatim = |correction: &Correction| {
        source.slice(spelled(correction.range)) == &text[correction.range.as_usize()]
    };
    let correction = defect.correction.filter(is_verbatim);
    Defect {
        place: spelled(defect.place),
        label: defect.label.map(|(range, label)| (spelled(range), label)),
        correction: correction.map(|found| Correction { range: spelled(found.range), ..found }),
        ..defect
    }
}

impl<'d, 't> Document<'d, 't> {
    /// What does not fit a schema, except for what depends on a placeholder.
    pub(super) fn mismatches(&self, schema: Schema<'d>) -> Vec<Mismatch<'d, 't>> {
        let Lookup { template, conditions } = self.lookup;
        let mut found = mismatches_of(template, conditions, self.catalog, &self.facts, self.root, schema);
        found.retain(|mismatch| !has_placeholder(mismatch));
        let misspelled = unknown_keys(&found);
        found.retain(|mismatch| !is_consequence(mismatch, &misspelled));
        found
    }

    /// The values at a path below the root.
    pub(super) fn values(&self, path: &[&str]) -> PropertyValues<'t> {
        self.values_below(&PropertyValue { value: self.root, facts: self.facts.clone() }, path)
    }

    /// The values at a path below another value of the document.
    pub(super) fn values_below(&self, start: &PropertyValue<'t>, path: &[&str]) -> PropertyValues<'t> {
        self.lookup.values_below(start, path)
    }

    /// Whether a mapping may have further keys.
    pub(super) fn is_open(&self, mapping: Node<'t>) -> bool {
        self.lookup.is_open(mapping)
            || mapping.function().is_some()
            || mapping.entries().any(|entry| entry.name().is_some_and(is_computed))
    }
}

/// Whether a string is replaced before it is used: `${…}` by `Fn::Sub` or the property `DefinitionSubstitutions`, `{% … %}`
/// by an expression of a state machine.
pub(super) fn is_computed(text: &str) -> bool {
    text.contains("${") || text.starts_with("{%") || text.contains("{{")
}

/// The keys that mappings do not accept.
fn unknown_keys<'t>(mismatches: &[Mismatch<'_, 't>]) -> FxHashMap<Node<'t>, Vec<&'t str>> {
    let mut keys: FxHashMap<Node<'t>, Vec<&'t str>> = FxHashMap::default();
    for mismatch in mismatches {
        if let Problem::UnknownProperty { entry, .. } = mismatch.problem {
            keys.entry(mismatch.node).or_default().extend(entry.name());
        }
    }
    keys
}

/// Whether a property is missing because its name is misspelled, which is one mistake.
fn is_consequence(mismatch: &Mismatch<'_, '_>, unknown: &FxHashMap<Node<'_>, Vec<&str>>) -> bool {
    let missing: Vec<Name> = match mismatch.problem {
        Problem::MissingProperty { name } => vec![name],
        Problem::MissingOneOf { names, .. } => names.iter().collect(),
        _ => return false,
    };
    let Some(keys) = unknown.get(&mismatch.node) else { return false };
    let table = mismatch.schema.table();
    let is_typo = |name: Name| keys.iter().any(|key| !typos_of(key, [table.text(name).as_str()]).is_empty());
    missing.into_iter().any(is_typo)
}

/// Whether what does not fit depends on a placeholder.
fn has_placeholder(mismatch: &Mismatch<'_, '_>) -> bool {
    let is_computed_text = |node: Node<'_>| node.text().is_some_and(is_computed);
    let has_computed_key = || mismatch.node.entries().any(|entry| is_computed_text(entry.key));
    match mismatch.problem {
        Problem::UnknownProperty { entry, .. } => is_computed_text(entry.key),
        _ => is_computed_text(mismatch.node.resolved()) || has_computed_key(),
    }
}
