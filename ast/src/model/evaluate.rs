//! Evaluates functions and conditions, as far as their values are known before the template is deployed.
//!
//! Literals and mappings are known, and the values of parameters and pseudo parameters in [`Inputs`]. Everything else
//! is [`Unknown`], with the reason. A known value is the one that CloudFormation computes.

mod call;
mod condition;
mod inputs;
pub(in crate::model) mod loop_variables;
mod unknown;

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::foreign;
use crate::model::evaluate::loop_variables::LoopVariables;
use crate::model::template::Template;
use crate::syntax::{Node, NodeKind, Scalar};

pub use inputs::Inputs;
pub use unknown::Unknown;

/// The maximum nesting of functions, lists and conditions; beyond it, the result is [`Unknown::TooComplex`].
const MAX_DEPTH: usize = 64;

/// The maximum number of nodes in one evaluation; beyond it, the result is [`Unknown::TooComplex`].
///
/// With the aliases of YAML, a few lines can expand to any number of nodes.
const MAX_STEPS: usize = 10_000;

/// The maximum length of a string in bytes; beyond it, the result is [`Unknown::TooComplex`].
const MAX_TEXT: usize = 1 << 16;

/// A known value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A string. Numbers and booleans are strings, as CloudFormation converts them where a string is expected.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// `AWS::NoValue`: the property or list item is removed.
    NoValue,
}

/// A value, or the reason why it is not known.
pub type Evaluation = Result<Value, Unknown>;

/// Evaluates the functions and conditions of one template.
#[derive(Debug)]
pub struct Evaluator<'a, 't> {
    template: &'a Template<'t>,
    inputs: &'a Inputs,
    loop_variables: LoopVariables,
    /// The results of conditions; `None` while a condition is being evaluated, so that cycles end.
    conditions: RefCell<FxHashMap<&'t str, Option<Result<bool, Unknown>>>>,
}

impl Value {
    /// The string; `None` for a list or `AWS::NoValue`.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(_) | Self::NoValue => None,
        }
    }

    /// The strings of a list; `None` if the value is not a list of strings.
    pub fn texts(&self) -> Option<Vec<&str>> {
        match self {
            Self::List(items) => items.iter().map(Self::text).collect(),
            Self::Text(_) | Self::NoValue => None,
        }
    }
}

impl<'a, 't> Evaluator<'a, 't> {
    /// Creates an evaluator of a template for these inputs.
    pub fn new(template: &'a Template<'t>, inputs: &'a Inputs) -> Self {
        Self { template, inputs, loop_variables: LoopVariables::default(), conditions: RefCell::default() }
    }

    /// Returns the evaluator for one round of loops, with the values of their variables. Without it, loop variables are
    /// unknown.
    #[must_use]
    pub fn in_round(self, loop_variables: LoopVariables) -> Self {
        Self { loop_variables, ..self }
    }

    /// Returns an evaluator of the same template and inputs for one round of loops.
    #[must_use]
    pub fn for_round(&self, loop_variables: LoopVariables) -> Self {
        Self::new(self.template, self.inputs).in_round(loop_variables)
    }

    /// Evaluates a node of the template.
    ///
    /// # Errors
    /// Returns [`Unknown`] with the reason if the value is not known.
    ///
    /// # Example
    ///
    /// ```
    /// use cfn_ast::model::evaluate::{Evaluator, Inputs};
    /// use cfn_ast::{Source, Template, Tree};
    ///
    /// let tree = Tree::parse(Source::new(
    ///     "Parameters: {Stage: {Type: String, Default: dev}}
    /// Outputs: {Name: {Value: !Sub 'app-${Stage}'}}
    /// ",
    /// )?);
    /// let template = Template::new(&tree).ok_or("no template")?;
    /// let inputs = Inputs::new().with_defaults();
    /// let name = template.outputs().get("Name").and_then(|output| output.output_value()).ok_or("no value")?;
    /// let value = Evaluator::new(&template, &inputs).value(name);
    /// assert_eq!(value.as_ref().ok().and_then(|value| value.text()), Some("app-dev"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn value(&self, node: Node<'t>) -> Evaluation {
        Run::new(self).value(node)
    }

    /// Returns whether the condition with this name is true.
    ///
    /// # Errors
    /// Returns [`Unknown`] with the reason if that is not known.
    pub fn condition(&self, name: &str) -> Result<bool, Unknown> {
        Run::new(self).condition(name)
    }
}

/// One evaluation, with the depth and steps that it has used.
struct Run<'e, 'a, 't> {
    evaluator: &'e Evaluator<'a, 't>,
    depth: usize,
    steps: usize,
}

impl<'e, 'a, 't> Run<'e, 'a, 't> {
    fn new(evaluator: &'e Evaluator<'a, 't>) -> Self {
        Self { evaluator, depth: 0, steps: 0 }
    }

    /// Evaluates something one level deeper, within the limits.
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
            None if node.local_tag().is_some() => Err(Unknown::NotEvaluated("an unknown function")),
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
            Some(Scalar::Text(text)) => checked(self.evaluator.loop_variables.substitute(text).into_owned()),
            Some(Scalar::Int(digits)) => Ok(Value::Text(digits.into_owned())),
            Some(Scalar::Bool(value)) => Ok(Value::Text(value.to_string())),
            // CloudFormation may convert `1.10` to `1.1`; nothing documents it.
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
            Value::List(_) => Err(Unknown::NotEvaluated("a list instead of a string")),
            Value::NoValue => Err(Unknown::NotEvaluated("`AWS::NoValue` instead of a string")),
        }
    }

    fn items(&mut self, node: Node<'t>) -> Result<Vec<Value>, Unknown> {
        match self.value(node)? {
            Value::List(items) => Ok(items),
            Value::Text(_) | Value::NoValue => Err(Unknown::NotEvaluated("another value instead of a list")),
        }
    }
}

/// A string, unless it is too long or contains a dynamic reference, which is only resolved by the deployment.
fn checked(text: String) -> Evaluation {
    if text.len() > MAX_TEXT {
        return Err(Unknown::TooComplex);
    }
    if text.contains("{{resolve:") { Err(Unknown::DynamicReference) } else { Ok(Value::Text(text)) }
}
