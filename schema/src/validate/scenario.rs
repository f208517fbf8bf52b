//! The combinations of conditions under which the parts of a value differ.

use cfn_ast::model::{Branches, Fact};
use cfn_ast::{FunctionName, Node};

use super::Validator;
use crate::table::{Additional, Name, Schema, Schemas};

/// The maximum number of conditions in one question; beyond it, what depends on them is not known.
const MAX_CONDITIONS: usize = 6;

/// The maximum depth of compositions in compositions.
const MAX_NESTED: usize = 8;

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

    /// Returns the possible combinations of the conditions anywhere in the parts of a value that a composition is about;
    /// `None` if there are too many.
    pub(super) fn scenarios_below(&self, value: Node<'t>, schema: Schema<'s>) -> Option<Vec<Vec<Fact<'t>>>> {
        let mut names = Vec::new();
        add_conditions(value, &mut names);
        let mentioned = mentioned(schema);
        // A scalar depends on no condition.
        for entry in value.entries().filter(|entry| mentioned.is_some() && !entry.value.is_scalar()) {
            let name = entry.name().and_then(|text| schema.table().name(text));
            let is_mentioned = |known: &Name| Some(*known) == name;
            if entry.is_merge() || mentioned.iter().flatten().any(is_mentioned) {
                add_all_conditions(entry.value, &mut names);
            }
        }
        if mentioned.is_none() || !value.is_mapping() {
            add_all_conditions(value, &mut names);
        }
        self.combinations_of(&names)
    }

    /// Returns the possible combinations of conditions; `None` if there are too many.
    pub(super) fn combinations_of(&self, names: &[&'t str]) -> Option<Vec<Vec<Fact<'t>>>> {
        (names.len() <= MAX_CONDITIONS).then(|| self.combinations(names))
    }

    /// The branch of a `Fn::If` that the facts select; the value itself if it is none, or if they do not.
    pub(super) fn selected(&self, value: Node<'t>, facts: &[Fact<'t>]) -> Node<'t> {
        let Some(branches) = Branches::of(value) else { return value };
        match self.holds(branches.condition, facts) {
            Some(true) => self.selected(branches.then.resolved(), facts),
            Some(false) => self.selected(branches.otherwise.resolved(), facts),
            None => value,
        }
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
        if value.is_no_value() {
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

/// The properties that a schema is about; `None` if it is about all of them.
fn mentioned(schema: Schema<'_>) -> Option<Vec<Name>> {
    let mut names = Vec::new();
    add_mentioned(schema, &mut names, MAX_NESTED).then_some(names)
}

fn add_mentioned(schema: Schema<'_>, names: &mut Vec<Name>, depth: usize) -> bool {
    let keywords = schema.keywords();
    let is_about_all = keywords.min_properties.is_some()
        || keywords.max_properties.is_some()
        || keywords.property_names.is_some()
        || !keywords.pattern_properties.is_empty()
        || matches!(keywords.additional, Additional::Schema(_));
    if is_about_all || depth == 0 {
        return false;
    }
    names.extend(keywords.properties.iter().map(|property| property.name));
    names.extend(keywords.other_required.iter());
    names.extend(keywords.required_or.iter().chain(keywords.required_xor.iter()));
    for (name, others) in keywords.dependent_required.iter().chain(keywords.dependent_excluded.iter()) {
        names.push(name);
        names.extend(others.iter());
    }
    let parts = [keywords.all_of, keywords.any_of, keywords.one_of].into_iter().flat_map(Schemas::iter);
    let single = [keywords.not, keywords.condition, keywords.then, keywords.otherwise];
    let dependent = keywords.dependent_schemas.iter().map(|(_, below)| below);
    let mut below = parts.chain(single.into_iter().flatten()).chain(dependent);
    below.all(|part| add_mentioned(part, names, depth - 1))
}

fn add_all_conditions<'t>(value: Node<'t>, names: &mut Vec<&'t str>) {
    add_conditions(value, names);
    for node in value.descendants() {
        add_conditions(node, names);
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
