//! Decides which conditions can be true together.
//!
//! A parameter has one value, perhaps one of its `AllowedValues`, so some conditions exclude others and some follow
//! from others. That is decided exactly for comparisons with strings; other values may be equal or not. The work is
//! limited: beyond the limits, the answer is [`Possibility::Unknown`].

mod diagram;
mod formula;
mod subject;

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::model::context::Context;
use crate::model::evaluate::Inputs;
use crate::model::functions::function::{Function, FunctionName};
use crate::model::functions::intrinsic::Intrinsic;
use crate::model::functions::slot::FunctionSlot;
use crate::model::section::Section;
use crate::model::template::Template;
use crate::syntax::Node;

use diagram::{Diagram, Diagrams};
use formula::Formulas;

/// The maximum number of facts in a query; beyond it, the answer is at best [`Possibility::Unknown`].
const MAX_FACTS: usize = 64;

/// The assumption that a condition is true, or that it is false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fact<'t> {
    /// The name of the condition.
    pub condition: &'t str,
    /// Whether the condition is true.
    pub holds: bool,
}

/// Whether facts can be true at the same time, for any values of the parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Possibility {
    /// For some values, all facts are true.
    Possible,
    /// For no values, all facts are true.
    Never,
    /// A condition is not declared or not understood, or the query exceeds the limits.
    Unknown,
}

/// The conditions of one template, for any number of queries.
#[derive(Debug)]
pub struct Conditions<'t> {
    state: RefCell<State<'t>>,
}

#[derive(Debug)]
struct State<'t> {
    diagrams: Diagrams<'t>,
    /// The situations of earlier queries, each with one fact more than another one; the first has no facts.
    situations: Vec<Situation>,
    /// The index of the situation that adds a fact to another one, by the index of that.
    successors: FxHashMap<(usize, Fact<'t>), usize>,
}

/// A set of facts that are assumed together.
#[derive(Clone, Debug)]
struct Situation {
    /// The values of the parameters for which all facts with a diagram are true; `None` beyond the limits.
    diagram: Option<Diagram>,
    /// Whether the diagram covers every fact.
    is_exact: bool,
}

impl<'t> Conditions<'t> {
    /// Reads the conditions of a template, and its rules, which restrict the parameters.
    pub fn of(template: &Template<'t>) -> Self {
        Self::with_inputs(template, &Inputs::new())
    }

    /// Reads the conditions and rules of a template for stacks with these values of parameters and pseudo parameters.
    pub fn with_inputs(template: &Template<'t>, inputs: &Inputs) -> Self {
        let mut diagrams = Diagrams::new(Formulas::of(template, inputs));
        let start = Situation { diagram: diagrams.allowed_by_rules(), is_exact: true };
        let state = State { diagrams, situations: vec![start], successors: FxHashMap::default() };
        Self { state: RefCell::new(state) }
    }

    /// Returns whether all facts can be true at the same time.
    ///
    /// # Example
    ///
    /// ```
    /// use cfn_ast::model::{Conditions, Fact, Possibility};
    /// use cfn_ast::{Source, Template, Tree};
    ///
    /// let tree = Tree::parse(Source::new(
    ///     "Parameters: {Stage: {Type: String}}
    /// Conditions:
    ///   IsProd: !Equals [!Ref Stage, prod]
    ///   IsTest: !Equals [!Ref Stage, test]
    /// Resources: {}
    /// ",
    /// )?);
    /// let template = Template::new(&tree).ok_or("no template")?;
    /// let fact = |condition| Fact { condition, holds: true };
    /// let both = Conditions::of(&template).possibility([fact("IsProd"), fact("IsTest")]);
    /// assert_eq!(both, Possibility::Never);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn possibility(&self, facts: impl IntoIterator<Item = Fact<'t>>) -> Possibility {
        let mut facts: Vec<_> = facts.into_iter().take(MAX_FACTS + 1).collect();
        let is_cut = facts.len() > MAX_FACTS;
        // In one order, so that queries with the same facts share their situations.
        facts.sort_unstable();
        facts.dedup();
        let mut state = self.state.borrow_mut();
        let last = facts.into_iter().fold(0, |situation, fact| state.with(situation, fact));
        let situation = &state.situations[last];
        match &situation.diagram {
            // Facts that exclude each other still do so together with facts that are not understood.
            Some(diagram) if diagram.is_false() => Possibility::Never,
            Some(_) if situation.is_exact && !is_cut => Possibility::Possible,
            _ => Possibility::Unknown,
        }
    }
}

impl<'t> State<'t> {
    /// The index of the situation that adds a fact to the one at an index.
    fn with(&mut self, index: usize, fact: Fact<'t>) -> usize {
        if let Some(&known) = self.successors.get(&(index, fact)) {
            return known;
        }
        let before = &self.situations[index];
        let added = before.diagram.as_ref().and_then(|diagram| self.diagrams.with_fact(diagram, fact));
        let situation = Situation {
            is_exact: before.is_exact && added.is_some(),
            diagram: added.or_else(|| before.diagram.clone()),
        };
        self.situations.push(situation);
        let new = self.situations.len() - 1;
        self.successors.insert((index, fact), new);
        new
    }
}

impl<'t> Fact<'t> {
    /// The facts that are true wherever a node is used: the condition of its resource or output, and the branches of
    /// `Fn::If` that contain it.
    pub fn around(node: Node<'t>, template: &Template<'t>) -> Vec<Self> {
        let mut facts: Vec<_> =
            node.enclosing_functions().filter_map(|outer| Self::of_branch(outer, node)).collect();
        facts.extend(Self::of_declaration(node, template));
        facts
    }

    /// The fact that is true in the branch of `Fn::If` that contains a node.
    fn of_branch(outer: Function<'t>, node: Node<'t>) -> Option<Self> {
        if outer.name != FunctionName::If {
            return None;
        }
        let Ok(Intrinsic::If { condition, .. }) = outer.view() else { return None };
        // Argument 0 is the condition itself, which is not in a branch.
        let argument = FunctionSlot::within(outer, node).argument.filter(|&index| index > 0)?;
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
