//! Values that functions compute.

use cfn_ast::Function;
use cfn_ast::FunctionName;
use cfn_ast::Node;
use cfn_ast::model::evaluate::{Evaluator, Inputs, Value};
use cfn_ast::model::{Branches, Intrinsic, Kinds, ValueShape};

use super::mismatch::Problem;
use super::scalar::Text;
use super::truth::Truth;
use super::{Extent, Validator};
use crate::table::{Keywords, Schema};
use crate::types::{Type, Types};

impl<'s, 't> Validator<'_, 's, 't> {
    pub(super) fn function(&mut self, function: Function<'t>, schema: Schema<'s>) -> Truth {
        match function.name {
            FunctionName::If => self.branches(function, schema),
            // What a macro returns may be anything.
            FunctionName::Transform => Truth::Unknown,
            _ if function.node.is_no_value() => Truth::Valid,
            _ => self.computed(function, schema),
        }
    }

    fn branches(&mut self, function: Function<'t>, schema: Schema<'s>) -> Truth {
        let Some(branches) = Branches::of(function.node) else { return Truth::Unknown };
        let mut truth = Truth::Valid;
        for (branch, fact) in branches.with_facts() {
            let found = self.under(&[fact], |validator| validator.value(branch, schema));
            truth = truth.and(found.unwrap_or(Truth::Valid), self.in_composition);
        }
        truth
    }

    fn computed(&mut self, function: Function<'t>, schema: Schema<'s>) -> Truth {
        let keywords = schema.keywords();
        if self.extent == Extent::Constraints {
            return self.computed_for_constraint(function, schema, &keywords);
        }
        let kinds = self.kinds_of(function);
        if !kinds.is_none_or(|kinds| fits(kinds, keywords.types)) {
            let problem = Problem::WrongFunction { function: function.name, expected: keywords.types };
            return self.report(function.node, schema, problem);
        }
        if let Some(truth) = self.reference(function, schema, &keywords) {
            return truth;
        }
        if let Some(truth) = self.known_value(function, schema, &keywords) {
            return truth;
        }
        if let Some(truth) = self.parameter(function, schema, &keywords) {
            let own = if is_constrained(&keywords) { truth } else { Truth::Valid };
            return own.and(self.compositions(function.node, schema, &keywords), self.in_composition);
        }
        if is_constrained(&keywords) {
            self.with_defaults(function, schema, &keywords);
        }
        let own = if is_constrained(&keywords) || kinds.is_none() { Truth::Unknown } else { Truth::Valid };
        own.and(self.compositions(function.node, schema, &keywords), self.in_composition)
    }

    /// Compares a computed value with a constraint: most of them are about values that are written.
    fn computed_for_constraint(
        &mut self,
        function: Function<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        if keywords.is_empty() {
            return Truth::Valid;
        }
        let reference = if self.in_composition { None } else { self.reference(function, schema, keywords) };
        if let Some(truth) = reference {
            return truth;
        }
        if let Some(truth) = self.known_value(function, schema, keywords) {
            return truth.and(self.compositions(function.node, schema, keywords), self.in_composition);
        }
        // Parameters whose values are types of instances list or default to types that exist.
        if keywords.regional.is_some() {
            self.parameter(function, schema, keywords);
        }
        Truth::Unknown
    }

    /// The kinds of value that a function returns; `None` if that is not known.
    fn kinds_of(&self, function: Function<'t>) -> Option<Kinds> {
        let shape = match function.view() {
            Ok(Intrinsic::Ref(name)) => self.template.shape_of_ref(name.text()?),
            Ok(Intrinsic::GetAtt(name)) => self.template.shape_of_attribute(name.logical_id, name.attribute),
            Ok(Intrinsic::ComputedGetAtt { .. } | Intrinsic::Select { .. } | Intrinsic::FindInMap { .. })
            | Err(_) => {
                return None;
            }
            Ok(_) => return Some(function.name.signature().returns).filter(|kinds| *kinds != Kinds::ANY),
        };
        match shape {
            ValueShape::Text => Some(Kinds::STRING),
            ValueShape::List => Some(Kinds::LIST),
            ValueShape::Unknown => None,
        }
    }

    /// Compares a value that is known although a function computes it; `None` if it is not known.
    fn known_value(
        &mut self,
        function: Function<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Option<Truth> {
        // A list or a mapping in a mapping is returned as it is written, which the evaluator does not keep.
        let inputs = Inputs::new();
        let value = Evaluator::new(self.template, &inputs).value(function.node).ok()?;
        let Value::Text(text) = value else { return None };
        let before = self.mismatches.len();
        let truth = self.computed_text(function.node, text, schema, keywords);
        // Which branch of a composition is meant is decided by what is written, not by what is computed.
        if self.in_composition && truth == Truth::Invalid {
            self.mismatches.truncate(before);
            return Some(Truth::Unknown);
        }
        for mismatch in &mut self.mismatches[before..] {
            mismatch.computed_by = Some(function.name);
        }
        Some(truth)
    }

    fn computed_text(
        &mut self,
        node: Node<'t>,
        text: String,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        let text = Text::computed(text);
        let types = keywords.types;
        if !text.has_one_of(types) {
            return self.report(node, schema, Problem::WrongType { expected: types });
        }
        self.text(node, &text, schema, keywords)
    }
}

/// Whether a value of some kinds may have one of the types. A string may be that of a number or boolean.
fn fits(kinds: Kinds, types: Types) -> bool {
    let scalar = [Type::String, Type::Integer, Type::Number, Type::Boolean];
    types.is_any()
        || (kinds.overlaps(Kinds::STRING.union(Kinds::NUMBER))
            && scalar.iter().any(|&kind| types.allows(kind)))
        || (kinds.overlaps(Kinds::LIST) && types.allows(Type::Array))
        || (kinds.overlaps(Kinds::MAPPING) && types.allows(Type::Object))
}

/// Whether a schema restricts more than the type of a value.
fn is_constrained(keywords: &Keywords<'_>) -> bool {
    keywords.enumeration.is_some()
        || keywords.constant.is_some()
        || keywords.pattern.is_some()
        || keywords.format.is_some()
        || keywords.min_length.is_some()
        || keywords.max_length.is_some()
        || keywords.minimum.is_some()
        || keywords.maximum.is_some()
        || keywords.exclusive_minimum.is_some()
        || keywords.exclusive_maximum.is_some()
        || keywords.multiple_of.is_some()
        || keywords.items.is_some()
        || keywords.min_items.is_some()
        || keywords.max_items.is_some()
        || keywords.contains.is_some()
        || !keywords.properties.is_empty()
        || !keywords.pattern_properties.is_empty()
        || keywords.required().next().is_some()
        || !keywords.required_or.is_empty()
        || !keywords.required_xor.is_empty()
}
