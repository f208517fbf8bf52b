//! What a loop goes through.

use crate::model::evaluate::{Evaluator, Inputs};
use crate::model::{ForEach, LoopVariables, Template};
use crate::syntax::Node;

/// The values that a loop goes through.
pub(super) struct Collection<'t> {
    /// Each value, and the node that gives it.
    pub(super) values: Vec<(String, Node<'t>)>,
    /// Whether every stack has them, rather than those that give a parameter no value.
    pub(super) is_certain: bool,
}

/// Evaluates what is known before the deployment.
pub(super) struct Known<'a, 't> {
    template: &'a Template<'t>,
    nothing: Inputs,
    defaults: Inputs,
}

impl<'a, 't> Known<'a, 't> {
    pub(super) fn new(template: &'a Template<'t>) -> Self {
        Self { template, nothing: Inputs::new(), defaults: Inputs::new().with_defaults() }
    }

    /// The values of a loop; none where they are not known.
    pub(super) fn collection(&self, each: &ForEach<'t>, variables: &LoopVariables) -> Option<Collection<'t>> {
        let certain = self.texts(each.collection, variables, &self.nothing);
        let is_certain = certain.is_some();
        let texts = certain.or_else(|| self.texts(each.collection, variables, &self.defaults))?;
        let items: Vec<_> = each.collection.resolved().items().collect();
        let is_list = each.collection.function().is_none();
        let is_one_to_one = is_list && items.len() == texts.len();
        let node = |place: usize| if is_one_to_one { items[place] } else { each.collection };
        let values = texts.into_iter().enumerate().map(|(place, text)| (text, node(place))).collect();
        Some(Collection { values, is_certain })
    }

    /// The text that a node gives in every stack.
    pub(super) fn text(&self, node: Node<'t>, variables: &LoopVariables) -> Option<String> {
        let value = self.evaluator(&self.nothing, variables).value(node).ok()?;
        value.text().map(str::to_owned)
    }

    fn texts(&self, list: Node<'t>, variables: &LoopVariables, inputs: &Inputs) -> Option<Vec<String>> {
        let value = self.evaluator(inputs, variables).value(list).ok()?;
        let texts: Vec<_> = value.texts()?.into_iter().map(str::to_owned).collect();
        texts.iter().all(|text| !text.is_empty()).then_some(texts)
    }

    fn evaluator<'i>(&'i self, inputs: &'i Inputs, variables: &LoopVariables) -> Evaluator<'i, 't> {
        Evaluator::new(self.template, inputs).in_round(variables.clone())
    }
}
