//! What conditions compare with texts: the values that it can have, as far as they matter.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::evaluate::Evaluator;
use crate::model::function::FunctionName;
use crate::model::template::Template;
use crate::syntax::Node;
use crate::value::{Typing, Value};

/// Something that has one value: a parameter, or a function of which equal ones give the same.
#[derive(Debug, Default)]
pub(super) struct Subject {
    /// The texts that it is compared with, in the order in which they were met.
    values: FxHashMap<String, usize>,
    /// The texts that it can have; none where it can have any.
    allowed: Option<FxHashSet<String>>,
}

impl Subject {
    /// The place of a text among those compared; none for one that the subject can never have.
    fn place_of(&mut self, text: String) -> Option<usize> {
        if self.allowed.as_ref().is_some_and(|allowed| !allowed.contains(&text)) {
            return None;
        }
        let next = self.values.len();
        Some(*self.values.entry(text).or_insert(next))
    }

    /// How many cases there are: one for each text compared, and one for any other text where there can be one.
    pub(super) fn cases(&self) -> usize {
        let compared = self.values.len();
        let has_other = self.allowed.as_ref().is_none_or(|allowed| allowed.len() > compared);
        compared + usize::from(has_other)
    }
}

/// The subjects of a template.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    pub(super) all: Vec<Subject>,
    places: FxHashMap<String, usize>,
}

impl Subjects {
    /// The place of the subject and that of the text among those it is compared with.
    pub(super) fn compared<'t>(
        &mut self,
        node: Node<'t>,
        text: String,
        template: &Template<'t>,
        evaluator: &Evaluator<'_, 't>,
    ) -> Option<Comparison> {
        let key = key(node)?;
        let next = self.all.len();
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.all.push(Subject { allowed: allowed(node, template, evaluator), ..Subject::default() });
        }
        Some(match self.all[place].place_of(text) {
            Some(value) => Comparison::Case { subject: place, value },
            None => Comparison::Never,
        })
    }
}

/// A subject compared with a text.
pub(super) enum Comparison {
    /// They are equal in this case.
    Case { subject: usize, value: usize },
    /// The subject cannot have the text.
    Never,
}

/// The same text for all nodes that give the same value; none for a node with aliases, which can stand for any amount.
pub(super) fn key(node: Node<'_>) -> Option<String> {
    if node.descendants().any(Node::is_alias) {
        return None;
    }
    Value::of(node, Typing::Text).ok().map(|value| format!("{value:?}"))
}

/// The allowed values of a parameter. Those of one from the Parameter Store are names, not values.
fn allowed<'t>(
    node: Node<'_>,
    template: &Template<'t>,
    evaluator: &Evaluator<'_, 't>,
) -> Option<FxHashSet<String>> {
    let function = node.function().filter(|function| function.name == FunctionName::Ref)?;
    let parameter = template.parameters().get(function.argument.text()?)?;
    if parameter.is_from_parameter_store() {
        return None;
    }
    let text = |node| evaluator.value(node).ok()?.text().map(str::to_owned);
    let allowed: FxHashSet<_> = parameter.allowed_values().map(text).collect::<Option<_>>()?;
    (!allowed.is_empty()).then_some(allowed)
}
