//! The evaluation of functions that return a value.

use super::{Evaluation, MAX_TEXT, Run, Unknown, Value, checked};
use crate::model::declarations::parameter::{Parameter, ValueShape};
use crate::model::functions::function::{Function, FunctionName};
use crate::model::functions::intrinsic::Intrinsic;
use crate::model::functions::pseudo::PseudoParameter;
use crate::sub::{SegmentKind, segments};
use crate::syntax::Node;

impl<'t> Run<'_, '_, 't> {
    pub(super) fn function(&mut self, function: &Function<'t>) -> Evaluation {
        let view = function.view().map_err(|_| Unknown::Malformed(function.name))?;
        match view {
            Intrinsic::Ref(name) => {
                let text = self.name(name)?;
                self.reference(&text, function.node)
            }
            Intrinsic::If { condition, then, otherwise } => self.choice(condition, then, otherwise),
            Intrinsic::Sub { template, mapping } => self.sub(template, mapping),
            Intrinsic::Join { delimiter, list } => self.join(delimiter, list),
            Intrinsic::Split { delimiter, source } => self.split(delimiter, source),
            Intrinsic::Select { index, list } => self.select(index, list),
            Intrinsic::FindInMap { mapping, top_level_key, second_level_key, default_value } => {
                self.find_in_map(mapping, [top_level_key, second_level_key], default_value)
            }
            Intrinsic::GetAtt(name) => Err(Unknown::Resource(name.logical_id.to_owned())),
            Intrinsic::Length(list) => Ok(Value::Text(self.items(list)?.len().to_string())),
            _ => Err(Unknown::Function(function.name)),
        }
    }

    /// A name: the text as written, even if it looks like a number.
    fn name(&mut self, node: Node<'t>) -> Result<String, Unknown> {
        match node.text() {
            Some(text) => Ok(text.to_owned()),
            None => self.text(node),
        }
    }

    /// The value of the declaration that a name refers to at a node.
    fn reference(&mut self, name: &str, at: Node<'t>) -> Evaluation {
        if let Some(value) = self.evaluator.loop_variables.get(name) {
            return checked(value.to_owned());
        }
        let template = self.evaluator.template;
        if template.loops_around(at).any(|loop_| loop_.variable() == Some(name)) {
            return Err(Unknown::LoopVariable(name.to_owned()));
        }
        if let Some(parameter) = template.parameters().get(name).copied() {
            return self.parameter(&parameter);
        }
        if let Some(pseudo) = PseudoParameter::from_name(name) {
            return self.pseudo_parameter(pseudo);
        }
        if template.resources().contains(name) {
            return Err(Unknown::Resource(name.to_owned()));
        }
        let given = self.evaluator.inputs.parameter(name).cloned();
        given.map_or_else(|| Err(Unknown::Undeclared(name.to_owned())), known)
    }

    fn parameter(&mut self, parameter: &Parameter<'t>) -> Evaluation {
        let name = parameter.name();
        if parameter.is_from_parameter_store() {
            return Err(Unknown::ParameterStore(name.to_owned()));
        }
        let inputs = self.evaluator.inputs;
        let value = match inputs.parameter(name) {
            Some(value) => value.clone(),
            None if inputs.uses_defaults() => {
                let default = parameter.default().ok_or_else(|| Unknown::Parameter(name.to_owned()))?;
                Value::Text(self.name(default)?)
            }
            None => return Err(Unknown::Parameter(name.to_owned())),
        };
        known(in_shape(value, parameter.shape()))
    }

    fn pseudo_parameter(&self, pseudo: PseudoParameter) -> Evaluation {
        if pseudo == PseudoParameter::NoValue {
            return Ok(Value::NoValue);
        }
        let known = self.evaluator.inputs.pseudo_parameter(pseudo).cloned();
        known.ok_or(Unknown::PseudoParameter(pseudo))
    }

    fn choice(&mut self, condition: Node<'t>, then: Node<'t>, otherwise: Node<'t>) -> Evaluation {
        let name = condition.text().ok_or(Unknown::Malformed(FunctionName::If))?;
        let holds = self.condition(name).map_err(|_| Unknown::Condition(name.to_owned()))?;
        self.value(if holds { then } else { otherwise })
    }

    fn sub(&mut self, template: Node<'t>, mapping: Option<Node<'t>>) -> Evaluation {
        let mut text = String::new();
        let written = self.evaluator.loop_variables.substitute(template.text().unwrap_or_default());
        for segment in segments(&written) {
            match segment.kind {
                SegmentKind::Literal(literal) => text += literal,
                SegmentKind::Escape(name) => text = text + "${" + name + "}",
                SegmentKind::Variable(name) => text += &self.variable(name, template, mapping)?,
                SegmentKind::Malformed(_) => return Err(Unknown::Malformed(FunctionName::Sub)),
            }
            within_limit(&text)?;
        }
        checked(text)
    }

    fn variable(&mut self, name: &str, at: Node<'t>, mapping: Option<Node<'t>>) -> Result<String, Unknown> {
        if let Some(value) = mapping.and_then(|mapping| mapping.get(name)) {
            return self.text(value);
        }
        if let Some((logical_id, _)) = name.split_once('.') {
            return Err(Unknown::Resource(logical_id.to_owned()));
        }
        match self.reference(name, at)? {
            Value::Text(text) => Ok(text),
            Value::List(_) | Value::NoValue => Err(Unknown::Malformed(FunctionName::Sub)),
        }
    }

    fn join(&mut self, delimiter: Node<'t>, list: Node<'t>) -> Evaluation {
        let delimiter = self.text(delimiter)?;
        let items = Value::List(self.items(list)?);
        let texts = items.texts().ok_or(Unknown::Malformed(FunctionName::Join))?;
        let mut joined = String::new();
        for (index, text) in texts.into_iter().enumerate() {
            joined += if index > 0 { &delimiter } else { "" };
            joined += text;
            within_limit(&joined)?;
        }
        checked(joined)
    }

    fn split(&mut self, delimiter: Node<'t>, source: Node<'t>) -> Evaluation {
        let delimiter = self.text(delimiter)?;
        if delimiter.is_empty() {
            return Err(Unknown::Malformed(FunctionName::Split));
        }
        let source = self.text(source)?;
        Ok(Value::List(source.split(&delimiter).map(|part| Value::Text(part.to_owned())).collect()))
    }

    fn select(&mut self, index: Node<'t>, list: Node<'t>) -> Evaluation {
        let malformed = || Unknown::Malformed(FunctionName::Select);
        let index: usize = self.text(index)?.parse().map_err(|_| malformed())?;
        let list = list.resolved();
        if list.is_sequence() && list.local_tag().is_none() && !has_conditional_items(list) {
            // Only the selected item must be known.
            return self.value(list.item(index).ok_or_else(malformed)?);
        }
        self.items(list)?.into_iter().nth(index).ok_or_else(malformed)
    }

    fn find_in_map(
        &mut self,
        mapping: Node<'t>,
        keys: [Node<'t>; 2],
        default_value: Option<Node<'t>>,
    ) -> Evaluation {
        let name = self.text(mapping)?;
        let [top, second] = [self.text(keys[0])?, self.text(keys[1])?];
        let mapping = self.evaluator.template.mappings().get(&name);
        let value = mapping.and_then(|mapping| mapping.find(&top, &second));
        value.or(default_value).map_or(Err(Unknown::MappingKey(name)), |value| self.value(value))
    }
}

/// Whether items may be removed, which changes the indices of the items after them.
fn has_conditional_items(list: Node<'_>) -> bool {
    let may_vanish = [FunctionName::If, FunctionName::Ref];
    list.items().any(|item| item.resolved().function().is_some_and(|f| may_vanish.contains(&f.name)))
}

fn within_limit(text: &str) -> Result<(), Unknown> {
    if text.len() > MAX_TEXT { Err(Unknown::TooComplex) } else { Ok(()) }
}

/// The value of a parameter in the shape of its type: a string for a list is split at its commas, and each part is
/// trimmed (AWS CloudFormation User Guide, "Parameters", `CommaDelimitedList`).
fn in_shape(value: Value, shape: ValueShape) -> Value {
    match (value, shape) {
        (Value::Text(text), ValueShape::List) => {
            Value::List(text.split(',').map(|part| Value::Text(part.trim().to_owned())).collect())
        }
        (value, _) => value,
    }
}

fn known(value: Value) -> Evaluation {
    match value {
        Value::Text(text) => checked(text),
        Value::List(items) => items.into_iter().map(known).collect::<Result<_, _>>().map(Value::List),
        Value::NoValue => Ok(Value::NoValue),
    }
}
