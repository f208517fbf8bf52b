//! Lists.

use std::hash::BuildHasher as _;

use cfn_ast::Node;
use cfn_ast::meaning::same_value;
use cfn_ast::model::Fact;
use cfn_ast::syntax::is_plain_string;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::Validator;
use super::mismatch::Problem;
use super::scenario::Presence;
use super::truth::Truth;
use crate::table::{Keywords, Schema};

impl<'s, 't> Validator<'_, 's, 't> {
    /// Compares a list with the keywords for arrays.
    pub(super) fn array(&mut self, node: Node<'t>, schema: Schema<'s>, keywords: &Keywords<'s>) -> Truth {
        let mut truth = Truth::Valid;
        let prefix: Vec<_> = keywords.prefix_items.iter().collect();
        for (index, item) in node.items().enumerate() {
            let Some(below) = prefix.get(index).copied().or(keywords.items) else { continue };
            if !item.resolved().is_no_value() {
                truth = truth.and(self.value(item, below), self.in_composition);
            }
        }
        truth = truth.and(self.counts(node, schema, keywords), self.in_composition);
        let repetitions = self.repetitions(node, schema, keywords);
        truth = truth.and(repetitions, self.in_composition);
        // Equal items have equal keys, which is one mistake.
        if repetitions != Truth::Invalid {
            truth = truth.and(self.repeated_keys(node, schema, keywords), self.in_composition);
        }
        match keywords.contains {
            Some(below) => truth.and(self.contains(node, schema, below), self.in_composition),
            None => truth,
        }
    }

    fn counts(&mut self, node: Node<'t>, schema: Schema<'s>, keywords: &Keywords<'s>) -> Truth {
        if keywords.min_items.is_none() && keywords.max_items.is_none() {
            return Truth::Valid;
        }
        let mut truth = Truth::Valid;
        for facts in self.scenarios(node.items()) {
            let Some(found) = self.count(node, &facts) else {
                truth = truth.and(Truth::Unknown, self.in_composition);
                continue;
            };
            let problem = |limit, is_above| Problem::ItemCount { found, limit, is_above };
            let problem = match (keywords.min_items, keywords.max_items) {
                (Some(limit), _) if found < limit => problem(limit, false),
                (_, Some(limit)) if found > limit => problem(limit, true),
                _ => continue,
            };
            // One combination that does not fit is enough.
            let reported = self.under(&facts, |validator| validator.report(node, schema, problem));
            if let Some(reported) = reported {
                return truth.and(reported, self.in_composition);
            }
        }
        truth
    }

    fn count(&self, node: Node<'t>, facts: &[Fact<'t>]) -> Option<u64> {
        let mut found = 0;
        for item in node.items() {
            match self.presence(item, facts) {
                Presence::Present => found += 1,
                Presence::Absent => {}
                Presence::Unknown => return None,
            }
        }
        Some(found)
    }

    fn repetitions(&mut self, node: Node<'t>, schema: Schema<'s>, keywords: &Keywords<'s>) -> Truth {
        let Some(is_unique) = keywords.unique_items else { return Truth::Valid };
        let mut seen: FxHashMap<Signature<'t>, Vec<Node<'t>>> = FxHashMap::default();
        for item in node.items().filter(|item| !item.resolved().is_no_value()) {
            let alike = seen.entry(Signature::of(item)).or_default();
            // Only the first of many equal items is compared, so that a list of equal items is read in one pass.
            if let Some(&first) = alike.iter().find(|other| same_value(self.template, **other, item)) {
                let problem = Problem::RepeatedItem { first, is_allowed: !is_unique };
                let reported = self.report(item, schema, problem);
                return if is_unique { reported } else { Truth::Valid };
            }
            alike.push(item);
        }
        Truth::Valid
    }

    /// Reports an item that has the same values of the properties that distinguish items.
    fn repeated_keys(&mut self, node: Node<'t>, schema: Schema<'s>, keywords: &Keywords<'s>) -> Truth {
        let names = keywords.unique_keys;
        if names.is_empty() {
            return Truth::Valid;
        }
        let texts: Vec<String> = names.iter().map(|name| schema.table().text(name)).collect();
        let mut seen: FxHashMap<Vec<&'t str>, Node<'t>> = FxHashMap::default();
        for item in node.items().map(Node::resolved).filter(|item| item.function().is_none()) {
            // Only strings that are written as they are can be compared.
            let values: Option<Vec<&str>> = texts
                .iter()
                .map(|name| item.get(name)?.text().filter(|_| is_plain(item.get(name))))
                .collect();
            let Some(values) = values else { continue };
            if let Some(&first) = seen.get(&values) {
                return self.report(item, schema, Problem::RepeatedKeys { first, names });
            }
            seen.insert(values, item);
        }
        Truth::Valid
    }

    fn contains(&mut self, node: Node<'t>, schema: Schema<'s>, below: Schema<'s>) -> Truth {
        let mut truth = Truth::Invalid;
        for item in node.items() {
            match self.in_branch(item, below).0 {
                Truth::Valid => return Truth::Valid,
                Truth::Unknown => truth = Truth::Unknown,
                Truth::Invalid => {}
            }
        }
        if truth == Truth::Invalid { self.report(node, schema, Problem::Lacking) } else { truth }
    }
}

/// What items with the same value have in common, so that few pairs of items are compared completely.
#[derive(PartialEq, Eq, Hash)]
struct Signature<'t> {
    nodes: usize,
    first_text: Option<&'t str>,
    last_text: Option<&'t str>,
    /// The sum of the hashes of all texts that nothing but a string is written with.
    strings: u64,
}

impl<'t> Signature<'t> {
    fn of(item: Node<'t>) -> Self {
        let item = item.resolved();
        let texts = || item.descendants().filter_map(Node::text);
        // Functions can be spelled in several ways.
        let is_literal = item.descendants().all(|node| node.function().is_none() && !node.is_alias());
        Self {
            nodes: if is_literal { item.descendants().count() } else { 0 },
            first_text: texts().next().filter(|_| is_literal && item.is_scalar()),
            last_text: texts().last().filter(|_| is_literal && item.is_sequence()),
            // The entries of equal mappings can be in any order.
            strings: texts()
                .filter(|text| is_literal && is_plain_string(text))
                .map(|text| FxBuildHasher.hash_one(text))
                .fold(0, u64::wrapping_add),
        }
    }
}

fn is_plain(value: Option<Node<'_>>) -> bool {
    value.is_some_and(|value| value.local_tag().is_none())
}
