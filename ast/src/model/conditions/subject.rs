//! The subjects of comparisons in conditions, and the values that they can have, as far as these matter.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::evaluate::Evaluator;
use crate::model::functions::function::FunctionName;
use crate::model::template::Template;
use crate::syntax::Node;
use crate::value::{Typing, Value};

/// Something with a single value: a parameter, or a function: equal functions have equal values.
#[derive(Debug, Default)]
pub(super) struct Subject {
    /// The index of each string that it is compared with, in the order of the comparisons.
    values: FxHashMap<String, usize>,
    /// The strings that it can have; `None` if it can have any.
    allowed: Option<FxHashSet<String>>,
}

impl Subject {
    /// The index of a string among those compared; `None` if the subject can never have it.
    fn index_of(&mut self, text: String) -> Option<usize> {
        if self.allowed.as_ref().is_some_and(|allowed| !allowed.contains(&text)) {
            return None;
        }
        let next = self.values.len();
        Some(*self.values.entry(text).or_insert(next))
    }

    /// The number of cases: one for each string compared, and one for all other strings if there can be any.
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
    /// The index of each subject in `all`, by its key.
    by_key: FxHashMap<String, usize>,
}

impl Subjects {
    /// Adds the comparison of a node with a string; `None` if the node has no key.
    pub(super) fn compared<'t>(
        &mut self,
        node: Node<'t>,
        text: String,
        template: &Template<'t>,
        evaluator: &Evaluator<'_, 't>,
    ) -> Option<Comparison> {
        let key = key(node)?;
        let next = self.all.len();
        let index = *self.by_key.entry(key).or_insert(next);
        if index == next {
            self.all.push(Subject { allowed: allowed(node, template, evaluator), ..Subject::default() });
        }
        Some(match self.all[index].index_of(text) {
            Some(value) => Comparison::Case { subject: index, value },
            None => Comparison::Never,
        })
    }
}

/// The result of comparing a subject with a string.
pub(super) enum Comparison {
    /// They are equal in this case; both fields are indices.
    Case { subject: usize, value: usize },
    /// The subject can never have the string.
    Never,
}

/// A string that is equal for nodes with the same value; `None` for a node with aliases, which can expand to any size.
pub(super) fn key(node: Node<'_>) -> Option<String> {
    if node.descendants().any(Node::is_alias) {
        return None;
    }
    Value::of(node, Typing::Text).ok().map(|value| format!("{value:?}"))
}

/// The allowed values of a parameter; `None` if they are not known or not restricted.
fn allowed<'t>(
    node: Node<'_>,
    template: &Template<'t>,
    evaluator: &Evaluator<'_, 't>,
) -> Option<FxHashSet<String>> {
    let function = node.function().filter(|function| function.name == FunctionName::Ref)?;
    let parameter = template.parameters().get(function.argument.text()?)?;
    // The allowed values of such a parameter are names in the Parameter Store, not values.
    if parameter.is_from_parameter_store() {
        return None;
    }
    let text = |node| evaluator.value(node).ok()?.text().map(str::to_owned);
    let allowed: FxHashSet<_> = parameter.allowed_values().map(text).collect::<Option<_>>()?;
    (!allowed.is_empty()).then_some(allowed)
}
