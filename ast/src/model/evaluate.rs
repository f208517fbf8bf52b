//! What functions and conditions give, as far as a template tells before it is deployed.
//!
//! Known are literals, mappings, and what [`Inputs`] says of parameters and pseudo parameters. All else is
//! [`Unknown`], with the reason. A value that is known is the one that CloudFormation computes.

mod call;
mod condition;
mod inputs;
mod unknown;

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::foreign;
use crate::model::loop_variables::LoopVariables;
use crate::model::template::Template;
use crate::syntax::{Node, NodeKind, Scalar};

pub use inputs::Inputs;
pub use unknown::Unknown;

/// How deep functions, lists and conditions may lead into one another; more is [`Unknown::TooComplex`].
const MAX_DEPTH: usize = 64;

/// How many nodes one evaluation may look at; more is [`Unknown::TooComplex`].
///
/// Aliases of YAML can make few lines stand for any number of nodes.
const MAX_STEPS: usize = 10_000;

/// How long a text may grow, in bytes; more is [`Unknown::TooComplex`].
const MAX_TEXT: usize = 1 << 16;

/// A value that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One text; numbers and truth values are text, as CloudFormation makes them where a text is expected.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// `AWS::NoValue`: what holds it is left out.
    NoValue,
}

/// A value, or why it is not known.
pub type Evaluation = Result<Value, Unknown>;

/// Evaluates the functions and conditions of one template.
#[derive(Debug)]
pub struct Evaluator<'a, 't> {
    template: &'a Template<'t>,
    inputs: &'a Inputs,
    loop_variables: LoopVariables,
    /// What is known of conditions; nothing while one is being evaluated, so that a cycle ends.
    conditions: RefCell<FxHashMap<&'t str, Option<Result<bool, Unknown>>>>,
}

impl Value {
    /// The text, unless it is a list or nothing.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(_) | Self::NoValue => None,
        }
    }

    /// The texts of a list that holds nothing else.
    pub fn texts(&self) -> Option<Vec<&str>> {
        match self {
            Self::List(items) => items.iter().map(Self::text).collect(),
            Self::Text(_) | Self::NoValue => None,
        }
    }
}

impl<'a, 't> Evaluator<'a, 't> {
    /// An evaluator of a template for these inputs.
    pub fn new(template: &'a Template<'t>, inputs: &'a Inputs) -> Self {
        Self { template, inputs, loop_variables: LoopVariables::default(), conditions: RefCell::default() }
    }

    /// The same for one round of the loops around what is evaluated; without it, their variables are unknown.
    #[must_use]
    pub fn in_round(self, loop_variables: LoopVariables) -> Self {
        Self { loop_variables, ..self }
    }

    /// What a node of the template gives.
    ///
    /// # Errors
    /// [`Unknown`] with the reason.
    pub fn value(&self, node: Node<'t>) -> Evaluation {
        Run::new(self).value(node)
    }

    /// Whether the condition of this name holds.
    ///
    /// # Errors
    /// [`Unknown`] with the reason.
    pub fn condition(&self, name: &str) -> Result<bool, Unknown> {
        Run::new(self).condition(name)
    }
}

/// One evaluation, with what it may still use up.
struct Run<'e, 'a, 't> {
    evaluator: &'e Evaluator<'a, 't>,
    depth: usize,
    steps: usize,
}

impl<'e, 'a, 't> Run<'e, 'a, 't> {
    fn new(evaluator: &'e Evaluator<'a, 't>) -> Self {
        Self { evaluator, depth: 0, steps: 0 }
    }

    /// Goes one level deeper, within the limits.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Unknown>) -> Result<T, Unknown> {
        if self.depth == MAX_DEPTH || self.steps == MAX_STEPS {
            return Err(Unknown::TooComplex);
        }
        self.depth += 1;
        self.steps += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn value(&mut self, node: Node<'t>) -> Evaluation {
        let node = node.resolved();
        self.deeper(|run| match node.function() {
            Some(function) => run.function(&function),
            None if node.local_tag().is_some() => Err(Unknown::NotEvaluated("a function that is not known")),
            None => run.literal(node),
        })
    }

    fn literal(&mut self, node: Node<'t>) -> Evaluation {
        match node.kind() {
            NodeKind::Sequence(_) => self.list(node),
            NodeKind::Mapping(_) => Err(Unknown::NotEvaluated("an object")),
            NodeKind::Scalar(_) | NodeKind::Alias => self.scalar(node),
        }
    }

    fn scalar(&self, node: Node<'t>) -> Evaluation {
        match node.scalar() {
            Some(Scalar::Text(text)) if foreign::has_variable(text) => {
                Err(Unknown::NotEvaluated("a variable of another tool"))
            }
            Some(Scalar::Text(text)) => checked(self.evaluator.loop_variables.put_into(text).into_owned()),
            Some(Scalar::Int(digits)) => Ok(Value::Text(digits.into_owned())),
            Some(Scalar::Bool(value)) => Ok(Value::Text(value.to_string())),
            // Of `1.10` CloudFormation may make `1.1`; nothing documents it.
            Some(Scalar::Float(_)) => Err(Unknown::NotEvaluated("a number with a fraction")),
            Some(Scalar::Null) | None => Err(Unknown::NotEvaluated("null")),
        }
    }

    fn list(&mut self, node: Node<'t>) -> Evaluation {
        let items: Vec<_> = node.items().map(|item| self.value(item)).collect::<Result<_, _>>()?;
        Ok(Value::List(items.into_iter().filter(|item| *item != Value::NoValue).collect()))
    }

    fn text(&mut self, node: Node<'t>) -> Result<String, Unknown> {
        match self.value(node)? {
            Value::Text(text) => Ok(text),
            Value::List(_) => Err(Unknown::NotEvaluated("a list in place of a text")),
            Value::NoValue => Err(Unknown::NotEvaluated("AWS::NoValue in place of a text")),
        }
    }

    fn items(&mut self, node: Node<'t>) -> Result<Vec<Value>, Unknown> {
        match self.value(node)? {
            Value::List(items) => Ok(items),
            Value::Text(_) | Value::NoValue => Err(Unknown::NotEvaluated("something in place of a list")),
        }
    }
}

/// A text without anything in it that only the deployment can fill in.
fn checked(text: String) -> Evaluation {
    if text.len() > MAX_TEXT {
        return Err(Unknown::TooComplex);
    }
    if text.contains("{{resolve:") { Err(Unknown::DynamicReference) } else { Ok(Value::Text(text)) }
}
