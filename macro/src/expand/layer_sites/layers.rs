//! The layer sites of a `Layers` list.

use std::collections::HashSet;

use cfn_ast::layer::LayerReference;
use cfn_ast::model::Intrinsic;
use cfn_ast::model::evaluate::{Evaluator, Unknown, Value};
use cfn_ast::syntax::{Node, NodeId, Scalar};
use cfn_ast::{Function, FunctionName};

use super::{Content, LayerSite, Presence, is_own_call};
use crate::catalog::compatibility::Requirements;

/// A reader of the `Layers` of one function.
pub(super) struct Reader<'e, 'a, 't> {
    evaluator: &'e Evaluator<'a, 't>,
    loops: &'e [&'t str],
    requirements: Requirements,
    pub(super) sites: Vec<LayerSite<'t>>,
    /// The `Fn::If`s that were read. Aliases can nest one in itself.
    entered: HashSet<NodeId>,
}

impl<'e, 'a, 't> Reader<'e, 'a, 't> {
    pub(super) fn new(
        evaluator: &'e Evaluator<'a, 't>,
        loops: &'e [&'t str],
        requirements: Requirements,
    ) -> Self {
        Self { evaluator, loops, requirements, sites: Vec::new(), entered: HashSet::new() }
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
                let content = list_content(node, self.evaluator);
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
                let content = self.in_loop(content(node, self.evaluator));
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
        let counts = [(1, then, holds.clone()), (2, otherwise, holds.map(|holds| !holds))].map(
            |(index, branch, taken)| {
                let presence = presence.under(&taken);
                let count = read(self, &format!("{path}.Fn::If[{index}]"), branch, presence);
                // The minimum ignores a branch that is never used.
                if taken == Ok(false) { usize::MAX } else { count }
            },
        );
        counts[0].min(counts[1])
    }

    /// Recognizes loop variables in a literal. CloudFormation expands loops after the macro, so the macro sees neither
    /// the variable's values nor the resulting strings. Only a pinned ARN can stay as it is.
    fn in_loop(&self, content: Content<'t>) -> Content<'t> {
        let Content::Literal(text) = content else { return content };
        let used = self.loops.iter().filter(|name| placeholders(name).iter().any(|p| text.contains(p)));
        let used: Vec<_> = used.collect();
        let Some(first) = used.first() else { return content };
        let one_round = used.iter().flat_map(|name| placeholders(name));
        let one_round = one_round.fold(text.to_owned(), |text, placeholder| text.replace(&placeholder, "1"));
        match LayerReference::parse(&one_round) {
            Ok(reference) if reference.is_pinned() => {
                Content::Unknown(Unknown::LoopVariable((**first).to_owned()))
            }
            _ => Content::LoopVariable,
        }
    }

    /// Adds a site, and returns its minimum number of layers. `written` may be an alias.
    fn push(&mut self, path: &str, written: Node<'t>, content: Content<'t>, presence: Presence) -> usize {
        let count = match &content {
            Content::ComputedList(texts) => texts.len(),
            Content::NoValue | Content::NotAList(_) => 0,
            // An unknown function in place of the list may return an empty list; an item is a layer.
            Content::Unknown(_) if !path.ends_with(']') => 0,
            _ => 1,
        };
        let (path, requirements) = (path.to_owned(), self.requirements.clone());
        let (node, alias) = (written.resolved(), Some(written).filter(|written| written.is_alias()));
        self.sites.push(LayerSite { path, node, alias, content, requirements, presence, options: None });
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
    match evaluator.value(node) {
        Ok(Value::Text(text)) => Content::Computed(text),
        Ok(Value::List(_)) => Content::NotALayer("a list"),
        Ok(Value::NoValue) => Content::NoValue,
        Err(unknown) => Content::Unknown(unknown),
    }
}

fn list_content<'t>(node: Node<'t>, evaluator: &Evaluator<'_, 't>) -> Content<'t> {
    if node.function().is_none() {
        return match literal(node) {
            Content::NotALayer(what) => Content::NotAList(what),
            _ => Content::NotAList("a string"),
        };
    }
    match evaluator.value(node) {
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
