//! The value of a function, as far as it is known before the deployment.

use std::fmt::Write as _;

use cfn_ast::model::evaluate::{Evaluator, Inputs, Unknown, Value};
use cfn_ast::model::{Function, Intrinsic, Parameter};
use cfn_ast::sub::{SegmentKind, segments};
use cfn_ast::{FunctionName, Node};

use super::super::requests::Place;
use super::{block, code};

/// The most characters of a value that are shown.
const MAX_CHARACTERS: usize = 1000;

/// The deepest nesting of functions whose values are put together.
const MAX_DEPTH: usize = 16;

/// The most values of a mapping that are listed.
const MAX_VALUES: usize = 12;

/// Returns the value of a node in Markdown: all of it, or the parts of a string that are known, with `${…}` for the
/// others; `None` if nothing is known.
///
/// Parameters have their defaults, which the text says. The default of a hidden parameter is not shown.
pub(super) fn shown(place: &Place<'_>, node: Node<'_>) -> Option<String> {
    let tree = &place.open.file.tree;
    let node = tree.node(node.id());
    let inputs = inputs(place);
    let evaluator = Evaluator::new(place.template, &inputs);
    let label = if uses_parameter(place, node) { "with the defaults of parameters" } else { "value" };
    match evaluator.value(node) {
        Ok(Value::NoValue) => Some("`AWS::NoValue`: the property is removed".to_owned()),
        Ok(value) => Some(format!("{label}: {}", written(&value))),
        Err(reason) => {
            let function = node.function()?;
            if function.name == FunctionName::FindInMap {
                return values_of_mapping(place, &function);
            }
            let text = Parts { place, evaluator: &evaluator, depth: 0 }.text(node)?;
            let text: String = text.chars().take(MAX_CHARACTERS).collect();
            Some(format!("{label}, as far as it is known:\n\n{}\n\n{reason}", block(&text)))
        }
    }
}

/// The defaults of parameters, except for hidden ones, which stay unknown.
fn inputs(place: &Place<'_>) -> Inputs {
    let mut inputs = Inputs::new();
    for parameter in place.template.parameters() {
        if let Some(default) = shown_default(parameter).and_then(Node::text) {
            inputs.set_parameter(parameter.name(), Value::Text(default.to_owned()));
        }
    }
    inputs
}

/// The default of a parameter that is neither hidden nor read from the Parameter Store.
fn shown_default<'t>(parameter: &Parameter<'t>) -> Option<Node<'t>> {
    parameter.default().filter(|_| !parameter.is_hidden() && !parameter.is_from_parameter_store())
}

fn uses_parameter(place: &Place<'_>, node: Node<'_>) -> bool {
    let within = place.references.iter().filter(|reference| node.contains(reference.node));
    within.into_iter().any(|reference| place.template.parameters().contains(reference.name))
}

fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => code(&text.chars().take(MAX_CHARACTERS).collect::<String>()),
        Value::List(items) => {
            let mut text = String::new();
            for item in items.iter().take(MAX_VALUES) {
                let _ = write!(text, "\n* {}", written(item));
            }
            text
        }
        Value::NoValue => "`AWS::NoValue`".to_owned(),
    }
}

/// The values of a mapping that a lookup with an unknown key may find.
fn values_of_mapping(place: &Place<'_>, function: &Function<'_>) -> Option<String> {
    let Ok(Intrinsic::FindInMap { mapping, second_level_key, .. }) = function.view() else { return None };
    let mapping = place.template.mappings().get(mapping.text()?)?;
    let second = second_level_key.text().filter(|_| second_level_key.tag().is_none())?;
    let mut text = format!("values for `{second}`:\n");
    for key in mapping.top_level_keys().take(MAX_VALUES) {
        if let Some(value) = mapping.find(key.name, second) {
            let _ = write!(text, "\n* {}: {}", code(key.name), code(value.source_text()));
        }
    }
    Some(text)
}

/// Puts a string together from its parts.
struct Parts<'e, 'a, 't> {
    place: &'e Place<'t>,
    evaluator: &'e Evaluator<'a, 't>,
    depth: usize,
}

impl<'t> Parts<'_, '_, 't> {
    /// The string that a function evaluates to, with `${…}` for what is not known.
    fn text(&mut self, node: Node<'t>) -> Option<String> {
        self.depth += 1;
        let text = if self.depth > MAX_DEPTH { None } else { self.text_of(node) };
        self.depth -= 1;
        text
    }

    fn text_of(&mut self, node: Node<'t>) -> Option<String> {
        let function = node.function()?;
        match function.view().ok()? {
            Intrinsic::Sub { template, mapping } => self.sub(template.text()?, mapping),
            Intrinsic::Join { delimiter, list } if list.local_tag().is_none() && list.is_sequence() => {
                let delimiter = self.evaluator.value(delimiter).ok()?.text()?.to_owned();
                let items: Vec<String> = list.items().map(|item| self.part(item)).collect();
                Some(items.join(&delimiter))
            }
            _ => None,
        }
    }

    fn sub(&mut self, text: &str, mapping: Option<Node<'t>>) -> Option<String> {
        let mut result = String::new();
        for segment in segments(text) {
            match segment.kind {
                SegmentKind::Literal(literal) => result += literal,
                SegmentKind::Escape(name) => result = result + "${" + name + "}",
                SegmentKind::Variable(name) => {
                    let own = mapping.and_then(|mapping| mapping.get(name));
                    result += &match own {
                        Some(value) => self.part(value),
                        None => self.named(name),
                    };
                }
                SegmentKind::Malformed(_) => return None,
            }
        }
        Some(result)
    }

    /// The value of a parameter, or the variable as it is written.
    fn named(&self, name: &str) -> String {
        let parameter = self.place.template.parameters().get(name);
        let default = parameter.and_then(shown_default).and_then(Node::text);
        default.map_or_else(|| format!("${{{name}}}"), str::to_owned)
    }

    /// A part of a string.
    fn part(&mut self, node: Node<'t>) -> String {
        match self.evaluator.value(node) {
            Ok(value) => value.text().map_or_else(|| "${…}".to_owned(), str::to_owned),
            Err(Unknown::PseudoParameter(pseudo)) => format!("${{{}}}", pseudo.name()),
            Err(Unknown::Parameter(name))
                if node.function().is_some_and(|it| it.name == FunctionName::Ref) =>
            {
                format!("${{{name}}}")
            }
            Err(Unknown::Resource(_)) => self.reference(node),
            Err(_) => self.text(node).unwrap_or_else(|| "${…}".to_owned()),
        }
    }

    /// The resource or attribute that a part is, or what the part consists of.
    fn reference(&mut self, node: Node<'t>) -> String {
        let view = node.function().and_then(|function| function.view().ok());
        match view {
            Some(Intrinsic::Ref(name)) => format!("${{{}}}", name.text().unwrap_or("…")),
            Some(Intrinsic::GetAtt(name)) => format!("${{{}.{}}}", name.logical_id, name.attribute),
            _ => self.text(node).unwrap_or_else(|| "${…}".to_owned()),
        }
    }
}
