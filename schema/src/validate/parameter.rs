//! Values of parameters, where the template names them.

use cfn_ast::model::evaluate::{Evaluator, Inputs, Value};
use cfn_ast::model::{Parameter, PseudoParameter, ValueShape};
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

    /// Compares what a function returns if the parameters have their defaults, in the first of AWS's regions.
    ///
    /// Recorded is only what also does not fit in another region, since the template may be meant for that one.
    pub(super) fn with_defaults(
        &mut self,
        function: Function<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) {
        if self.in_composition || function.name == FunctionName::Ref {
            return;
        }
        let before = self.mismatches.len();
        for region in ["us-east-1", "ap-southeast-2"] {
            self.mismatches.truncate(before);
            let inputs = typical_inputs(region);
            let evaluator = Evaluator::new(self.template, &inputs);
            let Ok(Value::Text(text)) = evaluator.value(function.node) else { return };
            let is_used =
                self.facts.iter().all(|fact| evaluator.condition(fact.condition) != Ok(!fact.holds));
            let text = Text::computed(text);
            if !is_used
                || text.is_dynamic()
                || self.text(function.node, &text, schema, keywords) != Truth::Invalid
            {
                self.mismatches.truncate(before);
                return;
            }
        }
        for mismatch in &mut self.mismatches[before..] {
            mismatch.computed_by = Some(function.name);
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

/// The defaults of all parameters, and values that pseudo parameters have in a region. The name of the stack is not known.
fn typical_inputs(region: &str) -> Inputs {
    let mut inputs = Inputs::new().with_defaults();
    inputs.set_pseudo_parameter(PseudoParameter::AccountId, "123456789012");
    inputs.set_pseudo_parameter(PseudoParameter::Partition, "aws");
    inputs.set_pseudo_parameter(PseudoParameter::Region, region);
    inputs.set_pseudo_parameter(PseudoParameter::UrlSuffix, "amazonaws.com");
    inputs
}
