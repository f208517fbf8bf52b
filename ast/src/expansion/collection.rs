//! The collections of loops.

use crate::model::evaluate::{Evaluator, Inputs};
use crate::model::{ForEach, LoopVariables, Template};
use crate::syntax::Node;

/// The values that a loop iterates over.
pub(super) struct Collection<'t> {
    /// Each value, and the node that it comes from.
    pub(super) values: Vec<(String, Node<'t>)>,
    /// Whether every stack has these values, rather than only those that leave a parameter at its default.
    pub(super) is_certain: bool,
}

/// Evaluates nodes as far as they are known before the deployment.
pub(super) struct Known<'a, 't> {
    template: &'a Template<'t>,
    nothing: Inputs,
    defaults: Inputs,
}

impl<'a, 't> Known<'a, 't> {
    pub(super) fn new(template: &'a Template<'t>) -> Self {
        Self { template, nothing: Inputs::new(), defaults: Inputs::new().with_defaults() }
    }

    /// The values of a loop; `None` if they are not known.
    pub(super) fn collection(
        &self,
        loop_: &ForEach<'t>,
        variables: &LoopVariables,
    ) -> Option<Collection<'t>> {
        let certain = self.texts(loop_.collection, variables, &self.nothing);
        let is_certain = certain.is_some();
        let texts = certain.or_else(|| self.texts(loop_.collection, variables, &self.defaults))?;
        let items: Vec<_> = loop_.collection.resolved().items().collect();
        let is_list = loop_.collection.function().is_none();
        // An item may vanish (`AWS::NoValue`); then values can only be traced to the collection as a whole.
        let is_one_to_one = is_list && items.len() == texts.len();
        let node = |index: usize| if is_one_to_one { items[index] } else { loop_.collection };
        let values = texts.into_iter().enumerate().map(|(index, text)| (text, node(index))).collect();
        Some(Collection { values, is_certain })
    }

    /// The string that a node evaluates to in every stack; `None` if that differs or is not known.
    pub(super) fn text(&self, node: Node<'t>, variables: &LoopVariables) -> Option<String> {
        let value = self.evaluator(&self.nothing, variables).value(node).ok()?;
        value.text().map(str::to_owned)
    }

    fn texts(&self, list: Node<'t>, variables: &LoopVariables, inputs: &Inputs) -> Option<Vec<String>> {
        let value = self.evaluator(inputs, variables).value(list).ok()?;
        let texts: Vec<_> = value.texts()?.into_iter().map(str::to_owned).collect();
        // A list parameter with an empty default evaluates to one empty string; repeating the loop for it would be a
        // guess.
        texts.iter().all(|text| !text.is_empty()).then_some(texts)
    }

    fn evaluator<'i>(&'i self, inputs: &'i Inputs, variables: &LoopVariables) -> Evaluator<'i, 't> {
        Evaluator::new(self.template, inputs).in_round(variables.clone())
    }
}
