//! Formulas as binary decision diagrams, within limits.

use std::rc::Rc;

use biodivine_lib_bdd::{Bdd, BddPartialValuation, BddVariable, BddVariableSet, op_function};
use rustc_hash::FxHashMap;

use crate::model::conditions::Fact;
use crate::model::conditions::formula::{Formula, Formulas};

/// The maximum number of bits for the values of all subjects together.
const MAX_VARIABLES: usize = 4096;

/// The maximum number of steps of one operation on two diagrams.
const MAX_STEPS: usize = 1 << 14;

/// The maximum number of steps of all operations on the diagrams of one template.
const MAX_ALL_STEPS: usize = 1 << 21;

/// The maximum nesting of formulas, references to other conditions included.
const MAX_DEPTH: usize = 100;

/// A set of values of the parameters.
pub(super) type Diagram = Rc<Bdd>;

/// The diagrams of a template's conditions, built on demand.
#[derive(Debug)]
pub(super) struct Diagrams<'t> {
    formulas: Rc<Formulas<'t>>,
    /// The bits of all subjects and pairs; `None` if there are more than [`MAX_VARIABLES`].
    variables: Option<BddVariableSet>,
    /// The first bit of each subject.
    first_bits: Vec<usize>,
    /// The first of the bits for pairs of unknown values, each of which is set if the values are equal.
    first_pair: usize,
    /// The diagrams built so far; `None` for a condition that is not understood or is being built, so that cycles end.
    conditions: FxHashMap<&'t str, Option<Diagram>>,
    steps: usize,
    depth: usize,
}

impl<'t> Diagrams<'t> {
    pub(super) fn new(formulas: Formulas<'t>) -> Self {
        let mut next = 0;
        let mut first_bits = Vec::with_capacity(formulas.subjects.all.len());
        for subject in &formulas.subjects.all {
            first_bits.push(next);
            next += bits(subject.cases());
        }
        let count = next + formulas.pairs;
        let variables = u16::try_from(count).ok().filter(|_| count <= MAX_VARIABLES);
        Self {
            formulas: Rc::new(formulas),
            variables: variables.map(BddVariableSet::new_anonymous),
            first_bits,
            first_pair: next,
            conditions: FxHashMap::default(),
            steps: 0,
            depth: 0,
        }
    }

    /// The values of the parameters that the rules allow; rules that are not understood allow all.
    pub(super) fn allowed_by_rules(&mut self) -> Option<Diagram> {
        let mut allowed = self.constant(true)?;
        let formulas = Rc::clone(&self.formulas);
        for rule in &formulas.rules {
            // Without a rule more is possible, so leaving one out can only hide a contradiction, never invent one.
            let both = self.diagram(rule).and_then(|rule| self.and(&allowed, &rule));
            allowed = both.unwrap_or(allowed);
        }
        Some(allowed)
    }

    /// The values in a diagram for which a fact is true.
    pub(super) fn with_fact(&mut self, diagram: &Diagram, fact: Fact<'t>) -> Option<Diagram> {
        let condition = self.condition(fact.condition)?;
        let condition = if fact.holds { condition } else { Rc::new(condition.not()) };
        self.and(diagram, &condition)
    }

    fn condition(&mut self, name: &'t str) -> Option<Diagram> {
        if let Some(known) = self.conditions.get(name) {
            return known.clone();
        }
        // A condition that refers to itself finds this entry, and is not understood.
        self.conditions.insert(name, None);
        let formulas = Rc::clone(&self.formulas);
        let diagram = formulas.conditions.get(name).and_then(|formula| self.deeper(formula));
        self.conditions.insert(name, diagram.clone());
        diagram
    }

    fn deeper(&mut self, formula: &Formula<'t>) -> Option<Diagram> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let diagram = self.diagram(formula);
        self.depth -= 1;
        diagram
    }

    fn diagram(&mut self, formula: &Formula<'t>) -> Option<Diagram> {
        match formula {
            Formula::Never => self.constant(false),
            Formula::Case { subject, value } => self.case(*subject, *value),
            Formula::Same(pair) => self.literals(&[(self.first_pair + pair, true)]),
            Formula::Named(name) => self.condition(name),
            Formula::Not(operand) => Some(Rc::new(self.deeper(operand)?.not())),
            Formula::All(operands) => self.fold(operands, true),
            Formula::Any(operands) => self.fold(operands, false),
            Formula::Unknown => None,
        }
    }

    fn fold(&mut self, operands: &[Formula<'t>], is_all: bool) -> Option<Diagram> {
        let mut result = self.constant(is_all)?;
        for operand in operands {
            let operand = self.deeper(operand)?;
            result = if is_all { self.and(&result, &operand) } else { self.or(&result, &operand) }?;
        }
        Some(result)
    }

    fn constant(&self, value: bool) -> Option<Diagram> {
        let variables = self.variables.as_ref()?;
        Some(Rc::new(if value { variables.mk_true() } else { variables.mk_false() }))
    }

    /// The diagram that is true if a subject has one of its values. Each value is numbered in bits; all numbers from
    /// that of the last case on mean the last case.
    fn case(&mut self, subject: usize, value: usize) -> Option<Diagram> {
        let cases = self.formulas.subjects.all[subject].cases();
        let first = self.first_bits[subject];
        let assignments: Vec<_> = (0..bits(cases))
            .rev()
            .map(|bit| (first + bits(cases) - 1 - bit, value >> bit & 1 == 1))
            .collect();
        if value + 1 < cases {
            return self.literals(&assignments);
        }
        // "The number is at least `value`", from the lowest bit up: the unused numbers must not be cases of their own.
        let mut at_least = self.constant(true)?;
        for &(variable, is_set) in assignments.iter().rev() {
            let bit = self.literals(&[(variable, true)])?;
            at_least = if is_set { self.and(&bit, &at_least) } else { self.or(&bit, &at_least) }?;
        }
        Some(at_least)
    }

    fn literals(&self, literals: &[(usize, bool)]) -> Option<Diagram> {
        let literals: Vec<_> =
            literals.iter().map(|&(variable, value)| (BddVariable::from_index(variable), value)).collect();
        let clause = BddPartialValuation::from_values(&literals);
        Some(Rc::new(self.variables.as_ref()?.mk_conjunctive_clause(&clause)))
    }

    fn and(&mut self, left: &Bdd, right: &Bdd) -> Option<Diagram> {
        self.combine(left, right, op_function::and)
    }

    fn or(&mut self, left: &Bdd, right: &Bdd) -> Option<Diagram> {
        self.combine(left, right, op_function::or)
    }

    fn combine(
        &mut self,
        left: &Bdd,
        right: &Bdd,
        operation: fn(Option<bool>, Option<bool>) -> Option<bool>,
    ) -> Option<Diagram> {
        let left_over = MAX_ALL_STEPS.checked_sub(self.steps)?;
        let limit = left_over.min(MAX_STEPS);
        // Diagrams can grow exponentially, so the steps are counted before the result is built.
        let steps = Bdd::check_binary_op(limit, left, right, operation).map(|(_, steps)| steps);
        // At least one, so that operations without steps are limited as well.
        self.steps += steps.unwrap_or(limit).max(1);
        steps.map(|_| Rc::new(Bdd::binary_op(left, right, operation)))
    }
}

/// The number of bits that are needed to number the cases.
fn bits(cases: usize) -> usize {
    cases.next_power_of_two().trailing_zeros() as usize
}
