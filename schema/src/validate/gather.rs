//! Constraints on values of several resources, or on several values of one resource.
//!
//! `cfnGather` reads values of the current resource and of those that it refers to. What was read is an object of
//! sources, each an object of values, which has to fit a schema.

mod gathered;
mod path;
mod read;

use cfn_ast::Node;
use cfn_ast::meaning::same_value;
use cfn_ast::model::{Fact, Resource};

use super::mismatch::Problem;
use super::path::values_at;
use super::scalar::Text;
use super::truth::Truth;
use super::{Validator, patterns};
use gathered::{Gathered, Instance, Source, Value, child, property_name, text_of};
use path::{conditions_along, properties_of, segments};
use read::{Ambiguous, Target};

use crate::table::{Gather, Keywords, Scalar, Schema, Table};
use crate::types::Type;

/// What is compared, and how.
#[derive(Clone, Copy)]
struct Comparison<'g, 't> {
    gathered: &'g Gathered<'t>,
    /// Whether functions are compared as they are written.
    as_written: bool,
}

impl<'s, 't> Validator<'_, 's, 't> {
    /// Compares the properties of a resource with a constraint that reads several values.
    pub(super) fn gather(&mut self, properties: Node<'t>, gather: Gather<'s>, table: &'s Table) -> Truth {
        let Some((_, resource)) = self.properties.filter(|(own, _)| *own == properties) else {
            return Truth::Unknown;
        };
        let remote = gather.sources.iter().find_map(|source| source.reference);
        let Some(reference) = remote else { return self.gather_with(resource, None, gather, table) };
        let mut truth = Truth::Valid;
        for (value, facts) in values_at(properties, &segments(&table.text(reference))) {
            let target = match self.target_of(value) {
                Target::Resource(target) => Some(target),
                Target::Literal => None,
                Target::Unknown => continue,
            };
            let wanted = gather.sources.iter().find(|source| source.reference.is_some());
            let wanted = wanted.and_then(|source| source.resource_type).map(|name| table.text(name));
            if let (Some(target), Some(wanted)) = (&target, wanted)
                && target.type_name() != Some(wanted.as_str())
            {
                continue;
            }
            let found =
                self.under(&facts, |validator| validator.gather_with(resource, target, gather, table));
            truth = truth.and(found.unwrap_or(Truth::Valid), self.in_composition);
        }
        truth
    }

    /// Compares what is read from a resource and from the one that it refers to.
    fn gather_with(
        &mut self,
        resource: Resource<'t>,
        target: Option<Resource<'t>>,
        gather: Gather<'s>,
        table: &'s Table,
    ) -> Truth {
        let mut owners = Vec::new();
        let mut names = Vec::new();
        let mut existence = Vec::new();
        for source in gather.sources.iter() {
            let owner = match self.owner_of(source, resource, target, table) {
                Ok(Some(owner)) => owner,
                Ok(None) => continue,
                Err(Ambiguous) => return Truth::Unknown,
            };
            let Ok(properties) = properties_of(&owner) else { return Truth::Unknown };
            if let Some(condition) = owner.condition().and_then(Node::text) {
                existence.push(Fact { condition, holds: true });
            }
            for property in source.properties.iter() {
                let path = segments(&table.text(property.path));
                if let Some(node) = properties {
                    conditions_along(node, &path, &mut names);
                }
            }
            owners.push((source, owner, properties));
        }
        let Some(scenarios) = self.combinations_of(&names) else { return Truth::Unknown };
        let mut truth = Truth::Valid;
        for mut facts in scenarios {
            facts.extend(existence.iter().copied());
            let scenario = self.under(&facts, |validator| {
                let sources = owners.iter().map(|(source, owner, properties)| {
                    validator.read_source(source, owner, *properties, &facts, table)
                });
                let gathered = Gathered { sources: sources.collect() };
                let comparison = Comparison { gathered: &gathered, as_written: false };
                validator.gathered(comparison, Instance::All, gather.schema)
            });
            truth = truth.and(scenario.unwrap_or(Truth::Valid), self.in_composition);
            if scenario == Some(Truth::Invalid) {
                break;
            }
        }
        truth
    }

    /// Compares a part of what was read with a schema.
    fn gathered(
        &mut self,
        comparison: Comparison<'_, 't>,
        instance: Instance<'_, 't>,
        schema: Schema<'s>,
    ) -> Truth {
        let keywords = schema.keywords();
        let prefers_unknown = self.in_composition;
        let mut truth = match instance {
            Instance::Value(source, value) => {
                self.gathered_value(comparison, source, value, schema, &keywords)
            }
            Instance::All | Instance::Source(_) => {
                self.gathered_object(comparison, instance, schema, &keywords)
            }
        };
        // Those of a written value are compared with it.
        if matches!(instance, Instance::Value(_, Value::Written(_))) {
            return truth;
        }
        if let Some(below) = keywords.without_functions {
            let comparison = Comparison { as_written: true, ..comparison };
            truth = truth.and(self.gathered(comparison, instance, below), prefers_unknown);
        }
        for part in keywords.all_of.iter() {
            truth = truth.and(self.gathered(comparison, instance, part), prefers_unknown);
        }
        if !keywords.any_of.is_empty() {
            let branches = keywords.any_of.iter();
            let found: Vec<Truth> =
                branches.map(|branch| self.gathered_in_branch(comparison, instance, branch)).collect();
            truth = truth.and(any(&found), prefers_unknown);
        }
        if let Some(excluded) = keywords.not {
            let found = self.gathered_in_branch(comparison, instance, excluded).negated();
            if found == Truth::Invalid {
                self.report_gathered(instance, schema, Problem::Excluded);
            }
            truth = truth.and(found, prefers_unknown);
        }
        truth.and(self.gathered_consequence(comparison, instance, &keywords), prefers_unknown)
    }

    /// Compares a part of what was read with `then` or `else`, as `if` decides.
    fn gathered_consequence(
        &mut self,
        comparison: Comparison<'_, 't>,
        instance: Instance<'_, 't>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        let Some(condition) = keywords.condition else { return Truth::Valid };
        let consequence = match self.gathered_in_branch(comparison, instance, condition) {
            Truth::Valid => keywords.then,
            Truth::Invalid => keywords.otherwise,
            Truth::Unknown => return Truth::Unknown,
        };
        consequence.map_or(Truth::Valid, |schema| self.gathered(comparison, instance, schema))
    }

    fn gathered_in_branch(
        &mut self,
        comparison: Comparison<'_, 't>,
        instance: Instance<'_, 't>,
        schema: Schema<'s>,
    ) -> Truth {
        let before = self.mismatches.len();
        let outer = std::mem::replace(&mut self.in_composition, true);
        let truth = self.gathered(comparison, instance, schema);
        self.in_composition = outer;
        self.mismatches.truncate(before);
        truth
    }

    /// Compares all sources, or all values of one.
    fn gathered_object(
        &mut self,
        comparison: Comparison<'_, 't>,
        instance: Instance<'_, 't>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        let mut truth = Truth::Valid;
        for name in keywords.required() {
            if child(comparison.gathered, instance, name).is_none() {
                let name = property_name(instance, name);
                let reported = self.report_gathered(instance, schema, Problem::MissingProperty { name });
                truth = truth.and(reported, self.in_composition);
            }
        }
        for property in keywords.properties.iter() {
            let Some(below) = child(comparison.gathered, instance, property.name) else { continue };
            truth = truth.and(self.gathered(comparison, below, property.schema), self.in_composition);
        }
        truth
    }

    fn gathered_value(
        &mut self,
        comparison: Comparison<'_, 't>,
        source: &Source<'t>,
        value: &Value<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        let own = match value {
            Value::Unknown => return Truth::Unknown,
            Value::Written(node) => self.value(*node, schema),
            Value::Default(Scalar::Null) => null(keywords),
            Value::Default(default) => self.default(source, default, schema, keywords),
            Value::Type(name) => {
                let text = Text::computed((*name).to_owned());
                self.text(source.owner, &text, schema, keywords)
            }
        };
        own.and(self.data(comparison, source, value, schema, keywords), self.in_composition)
    }

    fn default(
        &mut self,
        source: &Source<'t>,
        default: &Scalar,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        let text = Text::computed(text_of(default, schema.table()));
        if !text.has_one_of(keywords.types) {
            return self.report(source.owner, schema, Problem::WrongType { expected: keywords.types });
        }
        self.text(source.owner, &text, schema, keywords)
    }

    /// Compares with the keywords whose argument is another value that was read.
    fn data(
        &mut self,
        comparison: Comparison<'_, 't>,
        source: &Source<'t>,
        value: &Value<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        let table = schema.table();
        let mut truth = Truth::Valid;
        for reference in keywords.data.iter() {
            let Some(other) = comparison.gathered.at(&table.text(reference.pointer), table) else {
                return Truth::Unknown;
            };
            let found = match table.text(reference.keyword).as_str() {
                "const" => self.same(comparison, value, other, table),
                "minimum" => compare(value, other, table, |value, other| value >= other),
                "exclusiveMinimum" => compare(value, other, table, |value, other| value > other),
                _ => Truth::Unknown,
            };
            if found == Truth::Invalid {
                let name = source.name_of(value);
                let problem = Problem::Different { name, other: other.node() };
                self.report(value.node().unwrap_or(source.owner), schema, problem);
            }
            truth = truth.and(found, self.in_composition);
        }
        for lookup in keywords.lookups.iter() {
            let key = comparison.gathered.at(&table.text(lookup.pointer), table);
            let Some(key) = key.and_then(|key| key.text(table)) else { continue };
            let mut arguments = lookup.values.iter();
            let Some((_, pattern)) = arguments.find(|(known, _)| table.text(*known) == key) else { continue };
            let Some(text) = value.text(table) else { return truth.and(Truth::Unknown, self.in_composition) };
            if patterns::matches(&table.text(pattern), &text) == Some(false) {
                let node = value.node().unwrap_or(source.owner);
                truth = self.report(node, schema, Problem::PatternMismatch { pattern });
            }
        }
        truth
    }

    fn same(
        &self,
        comparison: Comparison<'_, 't>,
        value: &Value<'t>,
        other: &Value<'t>,
        table: &Table,
    ) -> Truth {
        if let (Value::Written(node), Value::Written(other)) = (value, other) {
            if same_value(self.template, *node, *other) {
                return Truth::Valid;
            }
            let is_computed = |node: Node<'t>| node.resolved().function().is_some();
            if (is_computed(*node) || is_computed(*other)) && !comparison.as_written {
                return Truth::Unknown;
            }
        }
        match (value.text(table), other.text(table)) {
            (Some(value), Some(other)) if value.eq_ignore_ascii_case(&other) => Truth::Valid,
            (Some(_), Some(_)) => Truth::Invalid,
            _ if comparison.as_written => Truth::Invalid,
            _ => Truth::Unknown,
        }
    }

    fn report_gathered(
        &mut self,
        instance: Instance<'_, 't>,
        schema: Schema<'s>,
        problem: Problem<'s, 't>,
    ) -> Truth {
        let own = self.properties.map(|(properties, _)| properties);
        let node = match instance {
            Instance::All => own,
            Instance::Source(source) => Some(source.owner),
            Instance::Value(source, value) => value.node().or(Some(source.owner)),
        };
        node.map_or(Truth::Unknown, |node| self.report(node, schema, problem))
    }
}

fn compare(
    value: &Value<'_>,
    other: &Value<'_>,
    table: &Table,
    holds: impl Fn(crate::Number, crate::Number) -> bool,
) -> Truth {
    let number = |value: &Value<'_>| crate::Number::parse(value.text(table)?.trim());
    match (number(value), number(other)) {
        (Some(value), Some(other)) if holds(value, other) => Truth::Valid,
        (Some(_), Some(_)) => Truth::Invalid,
        _ => Truth::Unknown,
    }
}

/// Whether `null`, the default of a property that is not there, fits.
fn null(keywords: &Keywords<'_>) -> Truth {
    let is_listed = keywords.constant.is_none() && keywords.enumeration.is_none();
    if is_listed && keywords.types.allows(Type::Null) { Truth::Valid } else { Truth::Invalid }
}

fn any(found: &[Truth]) -> Truth {
    if found.contains(&Truth::Valid) {
        Truth::Valid
    } else if found.contains(&Truth::Unknown) {
        Truth::Unknown
    } else {
        Truth::Invalid
    }
}
