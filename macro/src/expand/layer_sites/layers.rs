//! The layer sites of a `Layers` list.

use std::collections::HashSet;

use cfn_ast::layer::LayerReference;
use cfn_ast::model::evaluate::{Evaluation, Evaluator, Unknown, Value};
use cfn_ast::model::{ForEach, Intrinsic};
use cfn_ast::syntax::{Node, NodeId, Scalar};
use cfn_ast::{Function, FunctionName};

use super::rounds::{self, PerRound};
use super::{Content, LayerSite, Presence, is_own_call};
use crate::catalog::compatibility::Requirements;

/// A reader of the `Layers` of one function.
pub(super) struct Reader<'e, 'a, 't> {
    evaluator: &'e Evaluator<'a, 't>,
    loops: &'e [ForEach<'t>],
    requirements: Requirements,
    /// The number of enclosing `Fn::If`s whose condition is unknown.
    choices: usize,
    pub(super) sites: Vec<LayerSite<'t>>,
    /// The `Fn::If`s that were read. Aliases can nest one in itself.
    entered: HashSet<NodeId>,
}

impl<'e, 'a, 't> Reader<'e, 'a, 't> {
    pub(super) fn new(
        evaluator: &'e Evaluator<'a, 't>,
        loops: &'e [ForEach<'t>],
        requirements: Requirements,
    ) -> Self {
        Self { evaluator, loops, requirements, choices: 0, sites: Vec::new(), entered: HashSet::new() }
    }

    /// Reads a list, or a function that returns one, and returns the minimum number of layers.
    pub(super) fn list(&mut self, path: &str, written: Node<'t>, presence: Presence) -> usize {
        let node = written.resolved();
        if node.is_sequence() && node.local_tag().is_none() {
            let items = node.items().enumerate();
            return items.map(|(index, item)| self.item(&format!("{path}[{index}]"), item, presence)).sum();
        }
        match node.function() {
            Some(function) if function.name == FunctionName::If => {
                self.branches(path, &function, presence, Self::list)
            }
            Some(function) if is_own_call(&function) => 1,
            _ => {
                let content = self.in_loops(node, true);
                self.push(path, written, content, presence)
            }
        }
    }

    fn item(&mut self, path: &str, written: Node<'t>, presence: Presence) -> usize {
        let node = written.resolved();
        match node.function() {
            Some(function) if function.name == FunctionName::If => {
                self.branches(path, &function, presence, Self::item)
            }
            Some(function) if is_own_call(&function) => 1,
            _ => {
                let content = self.in_loops(node, false);
                self.push(path, written, content, presence)
            }
        }
    }

    fn branches(
        &mut self,
        path: &str,
        function: &Function<'t>,
        presence: Presence,
        read: fn(&mut Self, &str, Node<'t>, Presence) -> usize,
    ) -> usize {
        let node = function.node;
        if !self.entered.insert(node.id()) {
            return 0;
        }
        let Ok(Intrinsic::If { condition, then, otherwise }) = function.view() else {
            return self.push(
                path,
                node,
                Content::NotALayer("an `Fn::If` without exactly three arguments"),
                presence,
            );
        };
        let undeclared = || Err(Unknown::NotEvaluated("no condition"));
        let holds = condition.text().map_or_else(undeclared, |name| self.evaluator.condition(name));
        let is_open = holds.is_err();
        self.choices += usize::from(is_open);
        let counts = [(1, then, holds.clone()), (2, otherwise, holds.map(|holds| !holds))].map(
            |(index, branch, taken)| {
                let presence = presence.under(&taken);
                let count = read(self, &format!("{path}.Fn::If[{index}]"), branch, presence);
                // The minimum ignores a branch that is never used.
                if taken == Ok(false) { usize::MAX } else { count }
            },
        );
        self.choices -= usize::from(is_open);
        counts[0].min(counts[1])
    }

    /// The content of a node, which may depend on loop variables. CloudFormation repeats loops after the macro, so the
    /// macro can replace the node only if its value is the same in all rounds.
    fn in_loops(&self, node: Node<'t>, is_list: bool) -> Content<'t> {
        let content =
            if is_list { list_content(node, self.evaluator) } else { content(node, self.evaluator) };
        let Some(variable) = self.variable_in(&content) else { return content };
        match (rounds::values(node, self.loops, self.evaluator), content) {
            (Ok(values), _) => of_rounds(variable, values, is_list),
            // The collection is unknown, but a version that is pinned in one round is pinned in all of them.
            (Err(_), Content::Literal(text)) => match LayerReference::parse(&self.in_one_round(text)) {
                Ok(reference) if reference.is_pinned() => Content::Unknown(Unknown::LoopVariable(variable)),
                _ => Content::LoopVariable,
            },
            (Err(unknown), _) => Content::Unknown(unknown),
        }
    }

    /// A loop variable that a content depends on.
    fn variable_in(&self, content: &Content<'t>) -> Option<String> {
        match content {
            Content::Unknown(Unknown::LoopVariable(name)) => Some(name.clone()),
            Content::Literal(text) => {
                let mut variables = self.loops.iter().filter_map(ForEach::variable);
                let is_used =
                    |name: &&str| placeholders(name).iter().any(|placeholder| text.contains(placeholder));
                variables.find(is_used).map(str::to_owned)
            }
            _ => None,
        }
    }

    fn in_one_round(&self, text: &str) -> String {
        let placeholders = self.loops.iter().filter_map(ForEach::variable).flat_map(placeholders);
        placeholders.fold(text.to_owned(), |text, placeholder| text.replace(&placeholder, "1"))
    }

    /// Adds a site, and returns its minimum number of layers. `written` may be an alias.
    fn push(&mut self, path: &str, written: Node<'t>, content: Content<'t>, presence: Presence) -> usize {
        let count = match &content {
            Content::ComputedList(texts) => texts.len(),
            Content::NoValue | Content::NotAList(_) => 0,
            // An unknown function in place of the list may return an empty list; an item is a layer.
            Content::Unknown(_) | Content::PerRound(_) if !path.ends_with(']') => 0,
            _ => 1,
        };
        let (path, requirements) = (path.to_owned(), self.requirements.clone());
        let (node, alias) = (written.resolved(), Some(written).filter(|written| written.is_alias()));
        let is_optional = self.choices > 0;
        self.sites.push(LayerSite {
            path,
            node,
            alias,
            content,
            requirements,
            presence,
            is_optional,
            options: None,
        });
        count
    }
}

/// The two placeholders of a loop variable in a string (AWS CloudFormation Template Reference, "Fn::ForEach").
fn placeholders(name: &str) -> [String; 2] {
    [format!("${{{name}}}"), format!("&{{{name}}}")]
}

/// The content of a node that should be a layer.
pub(super) fn content<'t>(node: Node<'t>, evaluator: &Evaluator<'_, 't>) -> Content<'t> {
    if node.function().is_none() {
        return literal(node);
    }
    of_item(evaluator.value(node))
}

fn of_item<'t>(value: Evaluation) -> Content<'t> {
    match value {
        Ok(Value::Text(text)) => Content::Computed(text),
        Ok(Value::List(_)) => Content::NotALayer("a list"),
        Ok(Value::NoValue) => Content::NoValue,
        Err(unknown) => Content::Unknown(unknown),
    }
}

/// The content of a node with these values in the rounds of its loops.
fn of_rounds<'t>(variable: String, mut values: Vec<Evaluation>, is_list: bool) -> Content<'t> {
    match values.pop() {
        // Without rounds, nothing is deployed.
        None => Content::Unknown(Unknown::LoopVariable(variable)),
        Some(last) if values.iter().all(|value| *value == last) => {
            if is_list {
                of_list(last)
            } else {
                of_item(last)
            }
        }
        Some(last) => {
            values.push(last);
            Content::PerRound(PerRound { variable, values })
        }
    }
}

fn list_content<'t>(node: Node<'t>, evaluator: &Evaluator<'_, 't>) -> Content<'t> {
    if node.function().is_none() {
        return match literal(node) {
            Content::NotALayer(what) => Content::NotAList(what),
            _ => Content::NotAList("a string"),
        };
    }
    of_list(evaluator.value(node))
}

fn of_list<'t>(value: Evaluation) -> Content<'t> {
    match value {
        Ok(value @ Value::List(_)) => {
            value.texts().map_or(Content::NotAList("a list of lists"), |texts| owned(&texts))
        }
        Ok(Value::Text(_)) => Content::NotAList("a string"),
        Ok(Value::NoValue) => Content::NoValue,
        Err(unknown) => Content::Unknown(unknown),
    }
}

fn owned<'t>(texts: &[&str]) -> Content<'t> {
    Content::ComputedList(texts.iter().map(|&text| text.to_owned()).collect())
}

fn literal(node: Node<'_>) -> Content<'_> {
    let what = match node.scalar() {
        _ if node.local_tag().is_some() => "an unknown function",
        Some(Scalar::Text(text)) => return Content::Literal(text),
        Some(Scalar::Null) => "null",
        Some(Scalar::Bool(_)) => "a boolean",
        Some(_) => "a number",
        None if node.is_sequence() => "a list",
        None => "an object",
    };
    Content::NotALayer(what)
}
