//! Mappings.

use std::rc::Rc;

use cfn_ast::Node;
use cfn_ast::model::Fact;
use cfn_ast::syntax::Entry;

use super::keys::{Key, Keys};
use super::mismatch::Problem;
use super::scenario::Presence;
use super::truth::Truth;
use super::{Validator, is_null, patterns};
use crate::table::{Additional, Keywords, Name, Names, Schema, Table};

impl<'s, 't> Validator<'_, 's, 't> {
    /// Compares a mapping with the keywords for objects.
    pub(super) fn object(&mut self, node: Node<'t>, schema: Schema<'s>, keywords: &Keywords<'s>) -> Truth {
        let keys = self.keys_of(node, schema.table());
        let mut truth = Truth::Valid;
        for key in &keys.entries {
            truth = truth.and(self.entry(node, *key, schema, keywords), self.in_composition);
        }
        truth = truth.and(self.inherited(&keys, schema), self.in_composition);
        truth.and(self.groups(node, &keys, schema, keywords), self.in_composition)
    }

    fn keys_of(&mut self, node: Node<'t>, table: &Table) -> Rc<Keys<'t>> {
        if let Some(keys) = self.keys.get(&node.id()) {
            return Rc::clone(keys);
        }
        let resource = self.properties.filter(|(properties, _)| *properties == node);
        let resource = resource.as_ref().map(|(_, resource)| resource);
        let keys = Rc::new(Keys::of(node, self.template, resource, table));
        self.keys.insert(node.id(), Rc::clone(&keys));
        keys
    }

    /// Compares inherited values, as far as they decide which branch of a composition is meant. What is wrong with them is
    /// reported where they are written.
    fn inherited(&mut self, keys: &Keys<'t>, schema: Schema<'s>) -> Truth {
        let mut truth = Truth::Valid;
        if !self.in_composition {
            return truth;
        }
        for key in &keys.inherited {
            let own = key.name.filter(|name| keys.entry(*name).is_none());
            let Some(property) = own.and_then(|name| schema.property(name)) else { continue };
            let found = if property.schema.keywords().never {
                Truth::Invalid
            } else {
                self.value(key.entry.value, property.schema)
            };
            truth = truth.and(found, true);
        }
        truth
    }

    fn entry(&mut self, owner: Node<'t>, key: Key<'t>, schema: Schema<'s>, keywords: &Keywords<'s>) -> Truth {
        let name = match keywords.property_names {
            Some(names) => self.value(key.entry.key, names),
            None => Truth::Valid,
        };
        name.and(self.entry_value(owner, key, schema, keywords), self.in_composition)
    }

    fn entry_value(
        &mut self,
        owner: Node<'t>,
        Key { entry, text, name }: Key<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        let property =
            name.and_then(|name| keywords.properties.iter().find(|property| property.name == name));
        if let Some(property) = property {
            if property.schema.keywords().never {
                return self.forbidden(owner, entry, schema);
            }
            let is_lowercase = self.lowercase == Some(property.name);
            let outer = std::mem::replace(&mut self.is_lowercase, is_lowercase);
            let truth = self.value(entry.value, property.schema);
            self.is_lowercase = outer;
            return truth;
        }
        if let Some(truth) = self.value_by_pattern(entry.value, text, schema, keywords) {
            return truth;
        }
        match keywords.additional {
            Additional::Open => Truth::Valid,
            Additional::Schema(below) => self.value(entry.value, below),
            // A closed schema without properties is an omission of the schema: AWS accepts properties there.
            Additional::Closed
                if keywords.properties.is_empty() && keywords.pattern_properties.is_empty() =>
            {
                Truth::Valid
            }
            Additional::Closed => {
                self.report(owner, schema, Problem::UnknownProperty { entry, known: keywords.properties })
            }
        }
    }

    /// Compares the value of a key with the schemas of the patterns that the key matches; `None` if it matches none.
    fn value_by_pattern(
        &mut self,
        value: Node<'t>,
        key: &str,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Option<Truth> {
        let mut truth = None;
        for (pattern, below) in keywords.pattern_properties.iter() {
            match patterns::matches(&schema.table().text(pattern), key) {
                Some(false) => {}
                Some(true) => {
                    let found = self.value(value, below);
                    truth = Some(truth.unwrap_or(Truth::Valid).and(found, self.in_composition));
                }
                None => return Some(Truth::Unknown),
            }
        }
        truth
    }

    /// Reports a property that must not exist, unless it does not.
    fn forbidden(&mut self, owner: Node<'t>, entry: Entry<'t>, schema: Schema<'s>) -> Truth {
        for facts in self.scenarios([entry.value]) {
            match self.presence(entry.value, &facts) {
                Presence::Absent => {}
                Presence::Unknown => return Truth::Unknown,
                Presence::Present => {
                    return self.report(owner, schema, Problem::Forbidden { key: entry.key });
                }
            }
        }
        Truth::Valid
    }

    /// Compares with the keywords about which properties exist together.
    fn groups(
        &mut self,
        node: Node<'t>,
        keys: &Keys<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        let has_groups = keywords.required().next().is_some()
            || !keywords.required_or.is_empty()
            || !keywords.required_xor.is_empty()
            || !keywords.dependent_required.is_empty()
            || !keywords.dependent_excluded.is_empty()
            || !keywords.dependent_schemas.is_empty()
            || keywords.min_properties.is_some()
            || keywords.max_properties.is_some();
        if !has_groups {
            return Truth::Valid;
        }
        let before = self.mismatches.len();
        let mut truth = Truth::Valid;
        for facts in self.scenarios(keys.entries.iter().map(|key| key.entry.value)) {
            let group = Group { node, keys, schema, facts: &facts, before };
            let scenario = self.under(&facts, |validator| validator.group(&group, keywords));
            truth = truth.and(scenario.unwrap_or(Truth::Valid), self.in_composition);
        }
        truth
    }

    fn group(&mut self, group: &Group<'_, 's, 't>, keywords: &Keywords<'s>) -> Truth {
        let prefers_unknown = self.in_composition;
        let mut truth = Truth::Valid;
        for name in keywords.required() {
            truth = truth.and(self.required(group, name), prefers_unknown);
        }
        truth = truth.and(self.one_of_properties(group, keywords.required_or, false), prefers_unknown);
        truth = truth.and(self.one_of_properties(group, keywords.required_xor, true), prefers_unknown);
        for (name, others) in keywords.dependent_required.iter() {
            truth = truth.and(self.dependencies(group, name, others), prefers_unknown);
        }
        for (name, others) in keywords.dependent_excluded.iter() {
            truth = truth.and(self.exclusions(group, name, others), prefers_unknown);
        }
        for (name, schema) in keywords.dependent_schemas.iter() {
            match self.presence_of(group, name) {
                Presence::Absent => {}
                Presence::Unknown => truth = truth.and(Truth::Unknown, prefers_unknown),
                Presence::Present => truth = truth.and(self.value(group.node, schema), prefers_unknown),
            }
        }
        truth.and(self.property_count(group, keywords), prefers_unknown)
    }

    fn required(&mut self, group: &Group<'_, 's, 't>, name: Name) -> Truth {
        match self.presence_of(group, name) {
            Presence::Present => Truth::Valid,
            Presence::Unknown => Truth::Unknown,
            Presence::Absent => self.report_once(group, Problem::MissingProperty { name }),
        }
    }

    fn one_of_properties(
        &mut self,
        group: &Group<'_, 's, 't>,
        names: Names<'s>,
        is_exclusive: bool,
    ) -> Truth {
        if names.is_empty() {
            return Truth::Valid;
        }
        let mut present = Vec::new();
        for name in names.iter() {
            match self.presence_of(group, name) {
                Presence::Present => present.push(name),
                Presence::Absent => {}
                Presence::Unknown => return Truth::Unknown,
            }
        }
        match present.as_slice() {
            [] => self.report_once(group, Problem::MissingOneOf { names, is_exclusive }),
            [first, second, ..] if is_exclusive => self.conflict(group, *second, *first, true),
            _ => Truth::Valid,
        }
    }

    fn dependencies(&mut self, group: &Group<'_, 's, 't>, name: Name, others: Names<'s>) -> Truth {
        if self.presence_of(group, name) != Presence::Present {
            return Truth::Valid;
        }
        let entry = group.entry(name).or_else(|| group.inherited_entry(name));
        let Some(entry) = entry else { return Truth::Unknown };
        let mut truth = Truth::Valid;
        for other in others.iter() {
            let found = match self.presence_of(group, other) {
                Presence::Present => Truth::Valid,
                Presence::Unknown => Truth::Unknown,
                Presence::Absent => {
                    self.report_once(group, Problem::MissingDependency { key: entry.key, name: other })
                }
            };
            truth = truth.and(found, self.in_composition);
        }
        truth
    }

    fn exclusions(&mut self, group: &Group<'_, 's, 't>, name: Name, others: Names<'s>) -> Truth {
        if self.presence_of(group, name) != Presence::Present {
            return Truth::Valid;
        }
        let mut truth = Truth::Valid;
        for other in others.iter() {
            let found = match self.presence_of(group, other) {
                Presence::Absent => Truth::Valid,
                Presence::Unknown => Truth::Unknown,
                Presence::Present => self.conflict(group, other, name, false),
            };
            truth = truth.and(found, self.in_composition);
        }
        truth
    }

    fn conflict(&mut self, group: &Group<'_, 's, 't>, name: Name, other: Name, is_exclusive: bool) -> Truth {
        let (own, other) = match (group.entry(name), group.entry(other)) {
            (Some(own), Some(other)) => (own, Some(other)),
            (Some(own), None) => (own, group.inherited_entry(other)),
            (None, Some(own)) => (own, group.inherited_entry(name)),
            // What is wrong with inherited properties is wrong where they are written.
            (None, None) => return Truth::Unknown,
        };
        let Some(other) = other else { return Truth::Unknown };
        self.report_once(group, Problem::Conflict { key: own.key, other: other.key, is_exclusive })
    }

    fn property_count(&mut self, group: &Group<'_, 's, 't>, keywords: &Keywords<'s>) -> Truth {
        if keywords.min_properties.is_none() && keywords.max_properties.is_none() {
            return Truth::Valid;
        }
        if group.keys.is_open || !group.keys.inherited.is_empty() {
            return Truth::Unknown;
        }
        let mut found = 0;
        for key in &group.keys.entries {
            match self.presence(key.entry.value, group.facts) {
                Presence::Present => found += 1,
                Presence::Absent => {}
                Presence::Unknown => return Truth::Unknown,
            }
        }
        let problem = |limit, is_above| Problem::PropertyCount { found, limit, is_above };
        match (keywords.min_properties, keywords.max_properties) {
            (Some(limit), _) if found < limit => self.report_once(group, problem(limit, false)),
            (_, Some(limit)) if found > limit => self.report_once(group, problem(limit, true)),
            _ => Truth::Valid,
        }
    }

    fn presence_of(&self, group: &Group<'_, 's, 't>, name: Name) -> Presence {
        match group.entry(name) {
            // An empty property is a mistake of its own, and not a missing one.
            Some(entry) if is_null(entry.value.resolved()) => Presence::Unknown,
            Some(entry) => self.presence(entry.value, group.facts),
            None if group.inherited_entry(name).is_some() => Presence::Present,
            None if group.keys.is_open => Presence::Unknown,
            None => Presence::Absent,
        }
    }

    /// Reports a mismatch unless an earlier combination of conditions has it.
    fn report_once(&mut self, group: &Group<'_, 's, 't>, problem: Problem<'s, 't>) -> Truth {
        let is_known = self.mismatches[group.before..].iter().any(|known| known.problem.is_same(&problem));
        if is_known {
            return Truth::Invalid;
        }
        self.report(group.node, group.schema, problem)
    }
}

/// A mapping under one combination of conditions.
struct Group<'g, 's, 't> {
    node: Node<'t>,
    keys: &'g Keys<'t>,
    schema: Schema<'s>,
    facts: &'g [Fact<'t>],
    /// The number of mismatches before the first combination.
    before: usize,
}

impl<'t> Group<'_, '_, 't> {
    fn entry(&self, name: Name) -> Option<Entry<'t>> {
        self.keys.entry(name)
    }

    fn inherited_entry(&self, name: Name) -> Option<Entry<'t>> {
        self.keys.inherited(name)
    }
}
