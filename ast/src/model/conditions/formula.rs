//! Conditions and rules as formulas over comparisons.

use rustc_hash::FxHashMap;

use crate::model::conditions::subject::{Comparison, Subjects, key};
use crate::model::declarations::rule::Rule;
use crate::model::evaluate::{Evaluator, Inputs};
use crate::model::functions::intrinsic::Intrinsic;
use crate::model::template::Template;
use crate::syntax::Node;

/// A condition, or a part of one.
#[derive(Debug)]
pub(super) enum Formula<'t> {
    /// A comparison that is never true.
    Never,
    /// A subject has the string with this index among those that it is compared with.
    Case {
        subject: usize,
        value: usize,
    },
    /// The two values of the pair with this index, of which nothing is known, are equal.
    Same(usize),
    Named(&'t str),
    Not(Box<Formula<'t>>),
    All(Vec<Formula<'t>>),
    Any(Vec<Formula<'t>>),
    /// Not a condition, or not one that is understood here.
    Unknown,
}

/// The formulas of a template's conditions and rules.
#[derive(Debug)]
pub(super) struct Formulas<'t> {
    pub(super) conditions: FxHashMap<&'t str, Formula<'t>>,
    /// The requirements of the rules.
    pub(super) rules: Vec<Formula<'t>>,
    pub(super) subjects: Subjects,
    /// The number of pairs of unknown values that are compared.
    pub(super) pairs: usize,
}

impl<'t> Formulas<'t> {
    pub(super) fn of(template: &Template<'t>, inputs: &Inputs) -> Self {
        let none = Inputs::new();
        let mut reader = Reader {
            template,
            evaluator: Evaluator::new(template, inputs),
            literals: Evaluator::new(template, &none),
            subjects: Subjects::default(),
            pairs: FxHashMap::default(),
        };
        let conditions =
            template.conditions().iter().map(|named| (named.name, reader.condition(named.value))).collect();
        let rules = template.rules().iter().map(|rule| reader.rule(rule)).collect();
        Self { conditions, rules, subjects: reader.subjects, pairs: reader.pairs.len() }
    }
}

struct Reader<'a, 't> {
    template: &'a Template<'t>,
    evaluator: Evaluator<'a, 't>,
    /// Evaluates what is known without inputs.
    literals: Evaluator<'a, 't>,
    subjects: Subjects,
    pairs: FxHashMap<[String; 2], usize>,
}

impl<'t> Reader<'_, 't> {
    fn condition(&mut self, node: Node<'t>) -> Formula<'t> {
        if let Some(name) = sole_condition(node) {
            return Formula::Named(name);
        }
        let Some(Ok(view)) = node.function().map(|function| function.view()) else { return Formula::Unknown };
        match view {
            Intrinsic::And(list) => Formula::All(self.conditions(list)),
            Intrinsic::Or(list) => Formula::Any(self.conditions(list)),
            Intrinsic::Not(condition) => Formula::Not(Box::new(self.condition(condition))),
            Intrinsic::Condition(name) => name.text().map_or(Formula::Unknown, Formula::Named),
            Intrinsic::Equals(left, right) => self.equals(left, right),
            Intrinsic::Contains { list, value } => {
                Formula::Any(list.items().map(|item| self.equals(item, value)).collect())
            }
            _ => Formula::Unknown,
        }
    }

    fn conditions(&mut self, list: Node<'t>) -> Vec<Formula<'t>> {
        list.items().map(|item| self.condition(item)).collect()
    }

    /// All assertions are true if the rule's condition is, or if the rule has none.
    fn rule(&mut self, rule: &Rule<'t>) -> Formula<'t> {
        let asserts: Vec<_> = rule.assertions().filter_map(|assertion| assertion.assert).collect();
        let requirements = Formula::All(asserts.into_iter().map(|node| self.condition(node)).collect());
        match rule.rule_condition() {
            Some(node) => Formula::Any(vec![Formula::Not(Box::new(self.condition(node))), requirements]),
            None => requirements,
        }
    }

    fn equals(&mut self, left: Node<'t>, right: Node<'t>) -> Formula<'t> {
        let values = [left, right].map(|node| self.evaluator.value(node).ok());
        match values {
            // Exactly one side is known before the deployment: the other one is the subject.
            [Some(known), None] => self.compared(right, known.text()),
            [None, Some(known)] => self.compared(left, known.text()),
            [Some(one), Some(other)] if self.depends_on_inputs(left) || self.depends_on_inputs(right) => {
                decided(one.text(), other.text())
            }
            _ => self.pair(left, right),
        }
    }

    /// Whether a value that is known is not known without the inputs.
    fn depends_on_inputs(&self, node: Node<'t>) -> bool {
        self.literals.value(node).is_err()
    }

    fn compared(&mut self, node: Node<'t>, text: Option<&str>) -> Formula<'t> {
        let Some(text) = text else { return Formula::Unknown };
        match self.subjects.compared(node, text.to_owned(), self.template, &self.evaluator) {
            Some(Comparison::Case { subject, value }) => Formula::Case { subject, value },
            Some(Comparison::Never) => Formula::Never,
            None => Formula::Unknown,
        }
    }

    /// A comparison of two unknown values. Two literals are treated as unknown: such a comparison is a switch that
    /// people change by hand.
    fn pair(&mut self, left: Node<'t>, right: Node<'t>) -> Formula<'t> {
        let (Some(left), Some(right)) = (key(left), key(right)) else { return Formula::Unknown };
        // Equality is symmetric, so both orders are the same pair.
        let pair = if left < right { [left, right] } else { [right, left] };
        let next = self.pairs.len();
        Formula::Same(*self.pairs.entry(pair).or_insert(next))
    }
}

/// The comparison of two known values.
fn decided<'t>(one: Option<&str>, other: Option<&str>) -> Formula<'t> {
    match (one, other) {
        (Some(one), Some(other)) if one == other => Formula::Not(Box::new(Formula::Never)),
        (Some(_), Some(_)) => Formula::Never,
        _ => Formula::Unknown,
    }
}

/// The name in a condition that only refers to another one, in the long form.
fn sole_condition(node: Node<'_>) -> Option<&str> {
    let entry = node.entries().next().filter(|_| node.child_count() == 2 && node.tag().is_none())?;
    entry.value.text().filter(|_| entry.name() == Some("Condition"))
}
