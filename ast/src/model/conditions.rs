//! Which conditions can hold together.
//!
//! A parameter has one value, which may have to be one of its `AllowedValues`, so some conditions exclude others and
//! some follow from others. That is decided exactly for comparisons with texts; what else is compared may be equal or
//! not. Work is limited: where a template asks for more, the answer is [`Possibility::Unknown`].

mod diagram;
mod formula;
mod subject;

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::model::context::{Context, FunctionSlot, Section};
use crate::model::function::{Function, FunctionName};
use crate::model::intrinsic::Intrinsic;
use crate::model::template::Template;
use crate::syntax::Node;

use diagram::{Diagram, Diagrams};
use formula::Formulas;

/// How many facts one question may have; what more there are is not known.
const MAX_FACTS: usize = 64;

/// That a condition holds, or that it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fact<'t> {
    /// The name of the condition.
    pub condition: &'t str,
    /// Whether it holds.
    pub holds: bool,
}

/// Whether some values of the parameters make facts true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Possibility {
    /// Some do.
    Possible,
    /// None do.
    Never,
    /// A condition is not declared or not understood, or the question takes too much work.
    Unknown,
}

/// The conditions of one template, for any number of questions.
#[derive(Debug)]
pub struct Conditions<'t> {
    state: RefCell<State<'t>>,
}

#[derive(Debug)]
struct State<'t> {
    diagrams: Diagrams<'t>,
    /// What has been asked, each with one fact more than another; the first has none.
    situations: Vec<Situation>,
    places: FxHashMap<(usize, Fact<'t>), usize>,
}

/// Some facts, taken together.
#[derive(Clone, Debug)]
struct Situation {
    /// The values of parameters that make the known facts true; none where that takes too much work.
    diagram: Option<Diagram>,
    /// Whether every fact is in the diagram.
    is_exact: bool,
}

impl<'t> Conditions<'t> {
    /// Reads the conditions, and the rules that limit the parameters.
    pub fn of(template: &Template<'t>) -> Self {
        let mut diagrams = Diagrams::new(Formulas::of(template));
        let start = Situation { diagram: diagrams.allowed_by_rules(), is_exact: true };
        let state = State { diagrams, situations: vec![start], places: FxHashMap::default() };
        Self { state: RefCell::new(state) }
    }

    /// Whether all the facts can be true at once.
    pub fn possibility(&self, facts: impl IntoIterator<Item = Fact<'t>>) -> Possibility {
        let mut facts: Vec<_> = facts.into_iter().take(MAX_FACTS + 1).collect();
        let is_cut = facts.len() > MAX_FACTS;
        facts.sort_unstable();
        facts.dedup();
        let mut state = self.state.borrow_mut();
        let place = facts.into_iter().fold(0, |place, fact| state.with(place, fact));
        let situation = &state.situations[place];
        match &situation.diagram {
            Some(diagram) if diagram.is_false() => Possibility::Never,
            Some(_) if situation.is_exact && !is_cut => Possibility::Possible,
            _ => Possibility::Unknown,
        }
    }
}

impl<'t> State<'t> {
    /// The place of the situation with one fact more.
    fn with(&mut self, place: usize, fact: Fact<'t>) -> usize {
        if let Some(&known) = self.places.get(&(place, fact)) {
            return known;
        }
        let before = &self.situations[place];
        let added = before.diagram.as_ref().and_then(|diagram| self.diagrams.with_fact(diagram, fact));
        let situation = Situation {
            is_exact: before.is_exact && added.is_some(),
            diagram: added.or_else(|| before.diagram.clone()),
        };
        self.situations.push(situation);
        let new = self.situations.len() - 1;
        self.places.insert((place, fact), new);
        new
    }
}

impl<'t> Fact<'t> {
    /// What holds wherever a node counts: the condition of its resource or output, and those of the `Fn::If` around it.
    pub fn around(node: Node<'t>, template: &Template<'t>) -> Vec<Self> {
        let mut facts: Vec<_> =
            node.enclosing_functions().filter_map(|outer| Self::of_branch(outer, node)).collect();
        facts.extend(Self::of_declaration(node, template));
        facts
    }

    /// The fact that a branch of `Fn::If` stands for.
    fn of_branch(outer: Function<'t>, node: Node<'t>) -> Option<Self> {
        if outer.name != FunctionName::If {
            return None;
        }
        let Ok(Intrinsic::If { condition, .. }) = outer.view() else { return None };
        let argument = FunctionSlot::within(outer, node).argument.filter(|&place| place > 0)?;
        let name = condition.text().filter(|_| condition.tag().is_none())?;
        Some(Self { condition: name, holds: argument == 1 })
    }

    fn of_declaration(node: Node<'t>, template: &Template<'t>) -> Option<Self> {
        let context = Context::of(node);
        let name = context.declaration()?;
        let condition = match context.section()? {
            Section::Resources => template.resources().get(name)?.condition(),
            Section::Outputs => template.outputs().get(name)?.condition(),
            _ => None,
        }?;
        Some(Self { condition: condition.text()?, holds: true })
    }
}
