//! The combinations of conditions under which the parts of a value differ.

use cfn_ast::model::{Fact, Intrinsic};
use cfn_ast::{FunctionName, Node};

use super::{Validator, is_no_value};

/// The maximum number of conditions in one question; beyond it, what depends on them is not known.
const MAX_CONDITIONS: usize = 6;

/// Whether a property or an item exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// It exists.
    Present,
    /// It does not exist, or is removed by `AWS::NoValue`.
    Absent,
    /// It depends on a condition that is not known.
    Unknown,
}

/// The parts of a `Fn::If` whose condition is a name.
#[derive(Clone, Copy)]
pub(super) struct Branches<'t> {
    pub(super) condition: &'t str,
    pub(super) then: Node<'t>,
    pub(super) otherwise: Node<'t>,
}

impl<'t> Branches<'t> {
    /// Returns the parts of a node that is a well-formed `Fn::If`.
    pub(super) fn of(node: Node<'t>) -> Option<Self> {
        let function = node.resolved().function().filter(|function| function.name == FunctionName::If)?;
        let Ok(Intrinsic::If { condition, then, otherwise }) = function.view() else { return None };
        let condition = condition.text().filter(|_| condition.tag().is_none())?;
        Some(Self { condition, then, otherwise })
    }
}

impl<'s, 't> Validator<'_, 's, 't> {
    /// Returns the possible combinations of the conditions that decide which of these values exist.
    ///
    /// Without such conditions, this is one combination without facts. Conditions beyond the limit are left out, and what
    /// depends on them is [`Presence::Unknown`].
    pub(super) fn scenarios(&self, values: impl IntoIterator<Item = Node<'t>>) -> Vec<Vec<Fact<'t>>> {
        let mut names = Vec::new();
        for value in values {
            add_conditions(value, &mut names);
        }
        self.combinations(&names)
    }

    /// Returns the possible combinations of the conditions anywhere in a value; `None` if there are too many.
    pub(super) fn scenarios_below(&self, value: Node<'t>) -> Option<Vec<Vec<Fact<'t>>>> {
        let mut names = Vec::new();
        add_conditions(value, &mut names);
        for node in value.descendants() {
            add_conditions(node, &mut names);
        }
        (names.len() <= MAX_CONDITIONS).then(|| self.combinations(&names))
    }

    fn combinations(&self, names: &[&'t str]) -> Vec<Vec<Fact<'t>>> {
        let mut combinations = vec![Vec::new()];
        for &condition in names.iter().take(MAX_CONDITIONS) {
            let mut longer = Vec::new();
            for combination in &combinations {
                for holds in [true, false] {
                    let mut facts = combination.clone();
                    facts.push(Fact { condition, holds });
                    if self.may_hold(&facts) {
                        longer.push(facts);
                    }
                }
            }
            combinations = longer;
        }
        combinations
    }

    /// Whether a value exists, under the facts of one combination and those around the value.
    pub(super) fn presence(&self, value: Node<'t>, facts: &[Fact<'t>]) -> Presence {
        let value = value.resolved();
        if is_no_value(value) {
            return Presence::Absent;
        }
        let Some(function) = value.function().filter(|function| function.name == FunctionName::If) else {
            return Presence::Present;
        };
        let Some(branches) = Branches::of(function.node) else { return Presence::Unknown };
        match self.holds(branches.condition, facts) {
            Some(true) => self.presence(branches.then, facts),
            Some(false) => self.presence(branches.otherwise, facts),
            None => {
                let then = self.presence(branches.then, facts);
                if then == self.presence(branches.otherwise, facts) { then } else { Presence::Unknown }
            }
        }
    }

    fn holds(&self, condition: &str, facts: &[Fact<'t>]) -> Option<bool> {
        let mut all = facts.iter().chain(&self.facts);
        all.find(|fact| fact.condition == condition).map(|fact| fact.holds)
    }
}

/// Adds the conditions that decide whether a value exists, or which value it is.
fn add_conditions<'t>(value: Node<'t>, names: &mut Vec<&'t str>) {
    // Longer chains are not answered anyway.
    if names.len() > MAX_CONDITIONS {
        return;
    }
    if let Some(branches) = Branches::of(value) {
        if !names.contains(&branches.condition) {
            names.push(branches.condition);
        }
        add_conditions(branches.then, names);
        add_conditions(branches.otherwise, names);
    }
}
