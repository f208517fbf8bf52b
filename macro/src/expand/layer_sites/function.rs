//! The Lambda functions of a template.

use std::collections::HashSet;

use cfn_ast::model::ForEach;
use cfn_ast::model::evaluate::{Evaluator, Value};
use cfn_ast::syntax::{Entry, Node, NodeId};

use super::Presence;
use super::rounds::rounds;
use crate::catalog::compatibility::Requirements;

/// The kind of a Lambda function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FunctionKind {
    /// `AWS::Lambda::Function`
    Lambda,
    /// `AWS::Serverless::Function` in a whole template.
    Serverless,
    /// A function in a part of a template, which does not show what SAM adds from `Globals`.
    Part,
}

/// A Lambda function and its properties.
#[derive(Clone, Debug)]
pub(super) struct FunctionSite<'t> {
    /// The path of the properties.
    pub(super) path: String,
    pub(super) kind: FunctionKind,
    pub(super) properties: Node<'t>,
    pub(super) presence: Presence,
    /// The enclosing loops, the outermost first.
    pub(super) loops: Vec<ForEach<'t>>,
    /// SAM's `IgnoreGlobals`.
    ignored: Option<Node<'t>>,
}

/// The default architecture of a function (Lambda API reference, `CreateFunction`).
const DEFAULT_ARCHITECTURE: &str = "x86_64";

impl<'t> FunctionSite<'t> {
    /// Whether SAM adds a property of `Globals` to this function.
    pub(super) fn inherits(&self, property: &str) -> bool {
        let ignored = |node: Node<'t>| {
            node.text() == Some("*") || node.items().any(|item| item.text() == Some(property))
        };
        self.kind == FunctionKind::Serverless
            && self.presence != Presence::Never
            && !self.ignored.is_some_and(ignored)
    }

    /// The requirements of the function on its layers, as far as they are known; those of all rounds if it is in a loop.
    pub(super) fn requirements(
        &self,
        globals: Option<Node<'t>>,
        evaluator: &Evaluator<'_, 't>,
    ) -> Requirements {
        let mut requirements = Requirements::default();
        match rounds(&self.loops, evaluator) {
            Ok(rounds) if !rounds.is_empty() => {
                for variables in rounds {
                    let evaluator = evaluator.for_round(variables);
                    requirements.add(&self.requirements_in_round(globals, &evaluator));
                }
            }
            _ => requirements = self.requirements_in_round(globals, evaluator),
        }
        requirements
    }

    fn requirements_in_round(
        &self,
        globals: Option<Node<'t>>,
        evaluator: &Evaluator<'_, 't>,
    ) -> Requirements {
        let find = |name: &str| {
            let own = self.properties.get(name);
            own.or_else(|| globals.filter(|_| self.inherits(name))?.get(name))
        };
        let architectures = find("Architectures");
        let mut requirements = read_requirements(find("Runtime"), architectures, evaluator);
        // An unknown value is not the default.
        let is_absent = architectures.is_none_or(|node| evaluator.value(node) == Ok(Value::NoValue));
        if is_absent && self.kind != FunctionKind::Part {
            requirements.architectures.insert(DEFAULT_ARCHITECTURE.to_owned());
        }
        requirements
    }
}

/// The requirements in a mapping of function properties, without the default architecture.
pub(super) fn requirements_of<'t>(properties: Node<'t>, evaluator: &Evaluator<'_, 't>) -> Requirements {
    read_requirements(properties.get("Runtime"), properties.get("Architectures"), evaluator)
}

fn read_requirements<'t>(
    runtime: Option<Node<'t>>,
    architectures: Option<Node<'t>>,
    evaluator: &Evaluator<'_, 't>,
) -> Requirements {
    let known = |node: Option<Node<'t>>| node.and_then(|node| evaluator.value(node).ok());
    let runtime = known(runtime).and_then(|value| value.text().map(str::to_owned));
    let architectures = known(architectures);
    let architectures = architectures.as_ref().and_then(Value::texts).unwrap_or_default();
    Requirements {
        runtimes: runtime.into_iter().collect(),
        architectures: architectures.into_iter().map(str::to_owned).collect(),
    }
}

/// A search for the Lambda functions of a fragment.
pub(super) struct Finder<'e, 'a, 't> {
    evaluator: &'e Evaluator<'a, 't>,
    functions: Vec<FunctionSite<'t>>,
    loops: Vec<ForEach<'t>>,
    /// The loop bodies that were entered. Aliases can nest a loop in itself, or double nested loops exponentially.
    entered: HashSet<NodeId>,
}

impl<'e, 'a, 't> Finder<'e, 'a, 't> {
    pub(super) fn new(evaluator: &'e Evaluator<'a, 't>) -> Self {
        Self { evaluator, functions: Vec::new(), loops: Vec::new(), entered: HashSet::new() }
    }

    /// Finds the functions. A fragment may be a whole template, the properties of a function, a resource, or a section
    /// of resources, depending on where its `Fn::Transform` is.
    pub(super) fn find(mut self, root: Node<'t>) -> Vec<FunctionSite<'t>> {
        if root.get("Resources").is_some() || root.get("Globals").is_some() {
            if let Some(resources) = root.get("Resources") {
                self.resources("Resources.", resources.resolved(), false);
            }
        } else if root.get("Layers").is_some() {
            self.push("", root, FunctionKind::Part, Presence::Certain, None);
        } else if root.get("Type").is_some() {
            self.resource("", root, true);
        } else {
            self.resources("", root, true);
            self.globals(root);
        }
        self.functions
    }

    /// Adds the section `Function` if the fragment is SAM's `Globals`.
    fn globals(&mut self, root: Node<'t>) {
        let function = root.get("Function").map(Node::resolved);
        if let Some(function) = function.filter(|function| function.get("Type").is_none()) {
            self.push("Function", function, FunctionKind::Part, Presence::Certain, None);
        }
    }

    fn resources(&mut self, path: &str, resources: Node<'t>, is_part: bool) {
        for entry in resources.entries() {
            let Some(name) = entry.name() else { continue };
            let path = format!("{path}{name}");
            let value = entry.value.resolved();
            match ForEach::from_entry(Entry { value, ..entry }) {
                Some(for_each) => self.for_each(&path, &for_each, is_part),
                None => self.resource(&path, value, is_part),
            }
        }
    }

    fn for_each(&mut self, path: &str, for_each: &ForEach<'t>, is_part: bool) {
        let body = for_each.body.resolved();
        if !self.entered.insert(body.id()) {
            return;
        }
        self.loops.push(*for_each);
        self.resources(&format!("{path}[2]."), body, is_part);
        self.loops.pop();
    }

    fn resource(&mut self, path: &str, resource: Node<'t>, is_part: bool) {
        let kind = match resource.get("Type").and_then(|kind| kind.resolved().text()) {
            Some("AWS::Lambda::Function") => FunctionKind::Lambda,
            Some("AWS::Serverless::Function") if is_part => FunctionKind::Part,
            Some("AWS::Serverless::Function") => FunctionKind::Serverless,
            _ => return,
        };
        let condition = resource.get("Condition").and_then(Node::text);
        let holds = condition.map_or(Ok(true), |name| self.evaluator.condition(name));
        let Some(properties) = resource.get("Properties") else { return };
        let path = if path.is_empty() { "Properties".to_owned() } else { format!("{path}.Properties") };
        let presence = Presence::Certain.under(&holds);
        self.push(&path, properties.resolved(), kind, presence, resource.get("IgnoreGlobals"));
    }

    fn push(
        &mut self,
        path: &str,
        properties: Node<'t>,
        kind: FunctionKind,
        presence: Presence,
        ignored: Option<Node<'t>>,
    ) {
        let (path, loops) = (path.to_owned(), self.loops.clone());
        self.functions.push(FunctionSite { path, kind, properties, presence, loops, ignored });
    }
}
