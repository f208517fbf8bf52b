//! Compositions of schemas.

use cfn_ast::Node;

use super::Validator;
use super::mismatch::{Composition, Mismatch, Problem, Variant};
use super::truth::Truth;
use crate::table::{Keywords, Schema, Schemas};

impl<'s, 't> Validator<'_, 's, 't> {
    /// Compares with the schemas that a schema is composed of.
    pub(super) fn compositions(
        &mut self,
        node: Node<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        let prefers_unknown = self.in_composition;
        let mut truth = Truth::Valid;
        for part in keywords.all_of.iter() {
            truth = truth.and(self.value(node, part), prefers_unknown);
        }
        if let Some(gather) = keywords.gather {
            truth = truth.and(self.gather(node, gather, schema.table()), prefers_unknown);
        }
        let has_alternatives = !keywords.any_of.is_empty()
            || !keywords.one_of.is_empty()
            || keywords.not.is_some()
            || keywords.condition.is_some();
        if !has_alternatives {
            return truth;
        }
        // Which branch fits may depend on conditions, so each combination of them is compared on its own.
        let Some(scenarios) = self.scenarios_below(node, schema) else {
            return truth.and(Truth::Unknown, prefers_unknown);
        };
        for facts in scenarios {
            let scenario = self.under(&facts, |validator| validator.alternatives(node, schema, keywords));
            truth = truth.and(scenario.unwrap_or(Truth::Valid), prefers_unknown);
            if scenario == Some(Truth::Invalid) {
                break;
            }
        }
        truth
    }

    fn alternatives(&mut self, node: Node<'t>, schema: Schema<'s>, keywords: &Keywords<'s>) -> Truth {
        let prefers_unknown = self.in_composition;
        let mut truth = self.variants(node, schema, keywords.any_of, false);
        truth = truth.and(self.variants(node, schema, keywords.one_of, true), prefers_unknown);
        if let Some(excluded) = keywords.not {
            let found = self.in_branch(node, excluded).0.negated();
            if found == Truth::Invalid {
                self.report(node, schema, Problem::Excluded);
            }
            truth = truth.and(found, prefers_unknown);
        }
        if let Some(condition) = keywords.condition {
            let consequence = match self.in_branch(node, condition).0 {
                Truth::Valid => keywords.then,
                Truth::Invalid => keywords.otherwise,
                Truth::Unknown => return truth.and(Truth::Unknown, prefers_unknown),
            };
            if let Some(consequence) = consequence {
                truth = truth.and(self.value(node, consequence), prefers_unknown);
            }
        }
        truth
    }

    fn variants(
        &mut self,
        node: Node<'t>,
        schema: Schema<'s>,
        branches: Schemas<'s>,
        is_one_of: bool,
    ) -> Truth {
        if branches.is_empty() {
            return Truth::Valid;
        }
        let mut variants = Vec::new();
        let (mut fitting, mut is_unknown) = (0, false);
        for branch in branches.iter() {
            let (truth, mismatches) = self.in_branch(node, branch);
            match truth {
                Truth::Valid => fitting += 1,
                Truth::Unknown => is_unknown = true,
                Truth::Invalid => variants.push(Variant { schema: branch, mismatches }),
            }
        }
        match fitting {
            0 if is_unknown => Truth::Unknown,
            0 => self.no_variant(node, schema, variants, is_one_of),
            1 if is_one_of && is_unknown => Truth::Unknown,
            2.. if is_one_of => self.report(node, schema, Problem::SeveralVariants),
            _ => Truth::Valid,
        }
    }

    /// Compares with a schema that the value need not fit, and returns the mismatches instead of recording them.
    pub(super) fn in_branch(&mut self, node: Node<'t>, schema: Schema<'s>) -> (Truth, Vec<Mismatch<'s, 't>>) {
        let before = self.mismatches.len();
        let outer = std::mem::replace(&mut self.in_composition, true);
        let truth = self.value(node, schema);
        self.in_composition = outer;
        (truth, self.mismatches.split_off(before))
    }

    /// Records what does not fit the one branch that can be meant, or that none fits.
    fn no_variant(
        &mut self,
        node: Node<'t>,
        schema: Schema<'s>,
        variants: Vec<Variant<'s, 't>>,
        is_one_of: bool,
    ) -> Truth {
        let is_meant = |variant: &&Variant<'s, 't>| !variant.is_excluded_by(node);
        let mut meant = variants.iter().filter(is_meant);
        let (Some(only), None) = (meant.next(), meant.next()) else {
            return self.report(node, schema, Problem::NoVariant { is_one_of, variants });
        };
        let composition = Some(Composition { node, is_one_of });
        // The outermost composition is the one that is reported as failing.
        self.mismatches
            .extend(only.mismatches.iter().cloned().map(|inner| Mismatch { composition, ..inner }));
        Truth::Invalid
    }
}

impl<'t> Variant<'_, 't> {
    /// Whether a value cannot be meant for this branch: it has another type, or another word in the property that
    /// distinguishes the branches.
    fn is_excluded_by(&self, node: Node<'t>) -> bool {
        self.mismatches.iter().any(|mismatch| match mismatch.problem {
            Problem::WrongType { .. } | Problem::WrongFunction { .. } => mismatch.node == node,
            Problem::NotConstant { .. } => mismatch.node.parent() == Some(node),
            Problem::NotListed { allowed } => mismatch.node.parent() == Some(node) && allowed.len() == 1,
            _ => false,
        })
    }
}
