//! Values of parameters, where the template names them.

use cfn_ast::model::evaluate::{Evaluator, Inputs, Value};
use cfn_ast::model::{Parameter, ValueShape};
use cfn_ast::{Function, FunctionName, Node};

use super::mismatch::Problem;
use super::scalar::Text;
use super::truth::Truth;
use super::{Extent, Validator};
use crate::table::{Keywords, Schema};

impl<'s, 't> Validator<'_, 's, 't> {
    /// Compares each value that a parameter is known to accept with the schema of a `Ref` to it.
    ///
    /// The result is not known, because another value can be passed when the template is deployed.
    pub(super) fn parameter(
        &mut self,
        function: Function<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Option<Truth> {
        if function.name != FunctionName::Ref {
            return None;
        }
        let parameter = *self.template.parameters().get(function.argument.text()?)?;
        // In a composition, a mismatch would only decide between its branches.
        if self.in_composition || parameter.is_from_parameter_store() || parameter.shape() != ValueShape::Text
        {
            return Some(Truth::Unknown);
        }
        let mut values: Vec<Node<'t>> = parameter.allowed_values().collect();
        // Lists of types of instances contain some that AWS has retired since.
        if values.is_empty() || self.extent == Extent::Constraints {
            values = parameter.default().into_iter().collect();
        }
        for value in values {
            if self.may_be_used(parameter, value) {
                self.parameter_value(value, function.node, schema, keywords);
            }
        }
        Some(Truth::Unknown)
    }

    fn parameter_value(
        &mut self,
        value: Node<'t>,
        used_at: Node<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) {
        let Some(text) = Text::of(value) else { return };
        if text.is_dynamic() {
            return;
        }
        let before = self.mismatches.len();
        if text.has_one_of(keywords.types) {
            self.text(value, &text, schema, keywords);
        } else {
            self.report(value, schema, Problem::WrongType { expected: keywords.types });
        }
        let new = self.mismatches.split_off(before);
        for mut mismatch in new {
            mismatch.computed_by = Some(FunctionName::Ref);
            mismatch.used_at = Some(used_at);
            let is_known = self.mismatches.iter().any(|known| {
                known.node == mismatch.node
                    && known.used_at.is_some()
                    && std::mem::discriminant(&known.problem) == std::mem::discriminant(&mismatch.problem)
            });
            if !is_known {
                self.mismatches.push(mismatch);
            }
        }
    }

    /// Whether the parameter can have a value where it is used: not if the conditions around the use exclude it, such as
    /// `!Not [!Equals [!Ref Name, '']]`.
    fn may_be_used(&self, parameter: Parameter<'t>, value: Node<'t>) -> bool {
        let Some(text) = value.text() else { return false };
        let mut inputs = Inputs::new();
        inputs.set_parameter(parameter.name(), Value::Text(text.to_owned()));
        let evaluator = Evaluator::new(self.template, &inputs);
        self.facts.iter().all(|fact| evaluator.condition(fact.condition) != Ok(!fact.holds))
    }
}
