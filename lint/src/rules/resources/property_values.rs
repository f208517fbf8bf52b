//! The values at a path below the properties of a resource, through the branches of `Fn::If`.

use cfn_ast::foreign;
use cfn_ast::model::{Branches, Conditions, Fact, ForEach, Possibility};

use crate::rules::kit::prelude::*;

/// The maximum number of nested `Fn::If` around a value.
const MAX_BRANCHES: usize = 16;

/// A value of a property, and the facts that are true where it is used.
#[derive(Clone, Debug)]
pub(super) struct PropertyValue<'t> {
    /// The value, which is not an `Fn::If`.
    pub(super) value: Node<'t>,
    /// The resource's condition, and the branches of `Fn::If` that lead to the value.
    pub(super) facts: Vec<Fact<'t>>,
}

/// The values at a path.
#[derive(Debug, Default)]
pub(super) struct PropertyValues<'t> {
    pub(super) values: Vec<PropertyValue<'t>>,
    /// Whether a function, a macro or another tool may add values.
    pub(super) is_open: bool,
}

impl<'t> PropertyValue<'t> {
    /// The string, if it is written as it is and nothing replaces a part of it.
    pub(super) fn literal(&self) -> Option<&'t str> {
        let text = self.value.text().filter(|_| self.value.local_tag().is_none())?;
        (!text.contains("${") && !text.contains("{{")).then_some(text)
    }
}

/// The template in which values are looked up, with the solver for its conditions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lookup<'s, 't> {
    pub(super) template: &'s Template<'t>,
    pub(super) conditions: &'s Conditions<'t>,
}

impl<'c, 't> Lookup<'c, 't> {
    pub(super) fn of(cx: &RuleContext<'c, 't>) -> Self {
        Self { template: cx.template(), conditions: cx.conditions() }
    }

    /// Returns the values at a path of property names, with `*` for the items of a list, and `+` for one value or the
    /// items of a list.
    ///
    /// `AWS::NoValue` is not a value, and branches that cannot be reached have none.
    pub(super) fn values_at(self, resource: &Resource<'t>, path: &[&str]) -> PropertyValues<'t> {
        let condition = resource.condition().and_then(Node::text);
        let facts = condition.map(|condition| Fact { condition, holds: true }).into_iter().collect();
        match resource.properties() {
            Some(value) => self.values_below(&PropertyValue { value, facts }, path),
            None => PropertyValues { values: Vec::new(), is_open: has_merge_key(resource.value()) },
        }
    }

    /// Returns the values at a path below a value, under the facts of that value.
    pub(super) fn values_below(self, start: &PropertyValue<'t>, path: &[&str]) -> PropertyValues<'t> {
        let mut search =
            Search { lookup: self, facts: start.facts.clone(), found: PropertyValues::default() };
        search.value(start.value, path);
        search.found
    }

    /// Whether facts can be true together. What is not known is possible.
    pub(super) fn are_possible(self, facts: &[Fact<'t>]) -> bool {
        // Also for conditions that are not declared.
        let contradicts = |fact: &Fact<'t>| {
            facts.iter().any(|other| other.condition == fact.condition && other.holds != fact.holds)
        };
        !facts.iter().any(contradicts)
            && self.conditions.possibility(facts.iter().copied()) != Possibility::Never
    }

    /// Whether a mapping may have further keys.
    pub(super) fn is_open(self, mapping: Node<'t>) -> bool {
        let is_open_key =
            |key: &str| ForEach::is_key(key) || foreign::is_directive_key(key) || foreign::has_variable(key);
        !mapping.is_mapping()
            || self.template.has_snippet(mapping)
            || has_merge_key(mapping)
            || mapping.entries().any(|entry| entry.name().is_none_or(is_open_key))
    }
}

struct Search<'s, 't> {
    lookup: Lookup<'s, 't>,
    facts: Vec<Fact<'t>>,
    found: PropertyValues<'t>,
}

impl<'t> Search<'_, 't> {
    fn value(&mut self, node: Node<'t>, path: &[&str]) {
        let node = node.resolved();
        if node.is_no_value() {
            return;
        }
        if let Some(branches) = Branches::of(node) {
            return self.branches(branches, path);
        }
        let Some((first, rest)) = path.split_first() else {
            return self.found.values.push(PropertyValue { value: node, facts: self.facts.clone() });
        };
        match *first {
            "*" => self.items(node, rest),
            "+" if node.is_sequence() && node.local_tag().is_none() => self.items(node, rest),
            "+" => self.value(node, rest),
            name => self.property(node, name, rest),
        }
    }

    fn items(&mut self, list: Node<'t>, path: &[&str]) {
        self.found.is_open |= !list.is_sequence() || list.local_tag().is_some();
        for item in list.items().filter(|_| list.local_tag().is_none()) {
            self.value(item, path);
        }
    }

    fn property(&mut self, mapping: Node<'t>, name: &str, path: &[&str]) {
        if mapping.function().is_some() || mapping.local_tag().is_some() {
            self.found.is_open = true;
            return;
        }
        self.found.is_open |= self.lookup.is_open(mapping);
        if let Some(below) = mapping.get(name) {
            self.value(below, path);
        }
    }

    fn branches(&mut self, branches: Branches<'t>, path: &[&str]) {
        if self.facts.len() >= MAX_BRANCHES {
            self.found.is_open = true;
            return;
        }
        for (branch, fact) in branches.with_facts() {
            self.facts.push(fact);
            if self.lookup.are_possible(&self.facts) {
                self.value(branch, path);
            }
            self.facts.pop();
        }
    }
}

fn has_merge_key(mapping: Node<'_>) -> bool {
    mapping.entries().any(|entry| entry.is_merge())
}
