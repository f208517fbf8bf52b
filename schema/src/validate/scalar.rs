//! Strings, numbers and booleans.

use std::borrow::Cow;

use cfn_ast::syntax::Scalar as Literal;
use cfn_ast::{Node, NodeKind};

use super::mismatch::Problem;
use super::truth::Truth;
use super::{Validator, is_replaced, patterns};
use crate::format;
use crate::number::Number;
use crate::table::{Enumeration, Keywords, RegionalEnumeration, Scalar, Schema, Table};
use crate::types::{Type, Types};

/// A value as CloudFormation passes it to a resource type: a string, or a number or boolean that it converts to the type
/// that the schema requires.
pub(super) struct Text<'t> {
    /// The string.
    text: Cow<'t, str>,
    /// Whether it is written as a number or boolean.
    is_converted: bool,
}

impl<'t> Text<'t> {
    /// The value of a scalar; `None` for `null` and for other nodes.
    pub(super) fn of(node: Node<'t>) -> Option<Self> {
        let (text, is_converted) = match node.scalar()? {
            Literal::Text(text) => (Cow::Borrowed(text), false),
            Literal::Int(digits) => (digits, true),
            // As it is written: nothing documents whether `1.10` becomes `1.1`.
            Literal::Float(_) => (Cow::Borrowed(node.text()?), true),
            Literal::Bool(value) => (Cow::Owned(value.to_string()), true),
            Literal::Null => return None,
        };
        Some(Self { text, is_converted })
    }

    pub(super) fn computed(text: String) -> Self {
        Self { text: Cow::Owned(text), is_converted: false }
    }

    fn lowercased(self) -> Self {
        Self { text: Cow::Owned(self.text.to_lowercase()), ..self }
    }

    /// Whether it has one of some types.
    pub(super) fn has_one_of(&self, types: Types) -> bool {
        types.is_any() || types.iter().any(|kind| self.has_type(kind))
    }

    /// Whether the deployment or another tool replaces a part of it.
    pub(super) fn is_dynamic(&self) -> bool {
        is_replaced(&self.text)
    }

    fn number(&self) -> Option<Number> {
        Number::parse(self.text.trim())
    }

    /// Whether CloudFormation accepts the value where the schema requires this type. It converts strings that are
    /// numbers or booleans, and numbers and booleans to strings (AWS CloudFormation User Guide, "Parameters": all values
    /// of parameters are strings).
    fn has_type(&self, kind: Type) -> bool {
        match kind {
            Type::String => true,
            Type::Integer => self.number().is_some_and(Number::is_integer),
            Type::Number => self.number().is_some() || self.text.trim().parse::<f64>().is_ok(),
            Type::Boolean => {
                self.text.eq_ignore_ascii_case("true") || self.text.eq_ignore_ascii_case("false")
            }
            Type::Object | Type::Array | Type::Null => false,
        }
    }
}

/// Whether a value that is written as it is has one of the types of a schema.
pub(super) fn has_type(node: Node<'_>, types: Types) -> bool {
    match node.kind() {
        _ if types.is_any() => true,
        NodeKind::Sequence(_) => types.allows(Type::Array),
        NodeKind::Mapping(_) => types.allows(Type::Object),
        NodeKind::Scalar(_) | NodeKind::Alias => Text::of(node).is_none_or(|text| text.has_one_of(types)),
    }
}

impl<'s, 't> Validator<'_, 's, 't> {
    pub(super) fn scalar(&mut self, node: Node<'t>, schema: Schema<'s>, keywords: &Keywords<'s>) -> Truth {
        match Text::of(node) {
            Some(text) if self.is_lowercase => self.text(node, &text.lowercased(), schema, keywords),
            Some(text) => self.text(node, &text, schema, keywords),
            None => Truth::Unknown,
        }
    }

    /// Compares a string with the keywords for strings and numbers.
    pub(super) fn text(
        &mut self,
        node: Node<'t>,
        text: &Text<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        let table = schema.table();
        // A value that is not listed has no other mismatch: what is wrong with it is that it is another value.
        if let Some(allowed) = keywords.enumeration
            && !is_listed(table, text, allowed)
        {
            return self.report(node, schema, Problem::NotListed { allowed });
        }
        if let Some(allowed) = keywords.constant
            && !is_equal(table, text, allowed, false)
        {
            return self.report(node, schema, Problem::NotConstant { allowed });
        }
        if let Some(available) = keywords.regional
            && !self.is_available(text, available, table)
        {
            return self.report(node, schema, Problem::Unavailable { available });
        }
        // A format says more about a value than its pattern and its length do.
        if let Some(format) = keywords.format
            && !text.is_converted
            && !text.text.starts_with("resolve:ssm:")
            && format::matches(&table.text(format), &text.text) == Some(false)
        {
            return self.report(node, schema, Problem::FormatMismatch { format });
        }
        let mut truth = self.length(node, text, schema, keywords);
        truth = truth.and(self.range(node, text, schema, keywords), self.in_composition);
        if let Some(pattern) = keywords.pattern {
            let found = match patterns::matches(&table.text(pattern), &text.text) {
                Some(true) => Truth::Valid,
                Some(false) => self.report(node, schema, Problem::PatternMismatch { pattern }),
                None => Truth::Unknown,
            };
            truth = truth.and(found, self.in_composition);
        }
        truth
    }

    /// Whether a value is available in each region in which the template is deployed; in any region if they are not known.
    fn is_available(&self, text: &Text<'t>, available: RegionalEnumeration<'s>, table: &Table) -> bool {
        let Some(name) = table.name(&text.text) else { return false };
        let Some((_, set)) = available.iter().find(|(known, _)| *known == name) else { return false };
        let regions = self.catalog.regions().unwrap_or_default();
        regions.iter().all(|region| set.contains(region))
    }

    fn length(
        &mut self,
        node: Node<'t>,
        text: &Text<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        // Of JSON in a string, the length is that of its compact form.
        let is_json = keywords.format.is_some_and(|format| schema.table().text(format) == "json");
        if text.is_converted || is_json || (keywords.min_length.is_none() && keywords.max_length.is_none()) {
            return Truth::Valid;
        }
        let found = text.text.chars().count() as u64;
        let problem = |limit, is_above| Problem::Length { found, limit, is_above };
        match (keywords.min_length, keywords.max_length) {
            (Some(limit), _) if found < limit => self.report(node, schema, problem(limit, false)),
            (_, Some(limit)) if found > limit => self.report(node, schema, problem(limit, true)),
            _ => Truth::Valid,
        }
    }

    fn range(
        &mut self,
        node: Node<'t>,
        text: &Text<'t>,
        schema: Schema<'s>,
        keywords: &Keywords<'s>,
    ) -> Truth {
        let bounds = [
            (keywords.minimum, false, false),
            (keywords.exclusive_minimum, false, true),
            (keywords.maximum, true, false),
            (keywords.exclusive_maximum, true, true),
        ];
        if bounds.iter().all(|(limit, ..)| limit.is_none()) && keywords.multiple_of.is_none() {
            return Truth::Valid;
        }
        let Some(number) = text.number() else { return Truth::Valid };
        for (limit, is_above, is_exclusive) in bounds {
            let Some(limit) = limit else { continue };
            let is_outside = if is_above { number > limit } else { number < limit };
            if is_outside || (is_exclusive && number == limit) {
                return self.report(node, schema, Problem::Range { limit, is_above, is_exclusive });
            }
        }
        match keywords.multiple_of {
            Some(of) if number.is_multiple_of(of) == Some(false) => {
                self.report(node, schema, Problem::NotMultiple { of })
            }
            _ => Truth::Valid,
        }
    }
}

fn is_listed(table: &Table, text: &Text<'_>, allowed: Enumeration<'_>) -> bool {
    let is_name = |name| allowed.iter().any(|value| value == Scalar::Text(name));
    // The text is looked up once; in most enumerations only strings are compared.
    if table.name(&text.text).is_some_and(is_name) {
        return true;
    }
    allowed.iter().any(|value| is_equal(table, text, value, allowed.ignores_case))
}

fn is_equal(table: &Table, text: &Text<'_>, value: Scalar, ignores_case: bool) -> bool {
    match value {
        Scalar::Text(name) => {
            let value = table.text(name);
            value == text.text
                || (ignores_case && value.to_lowercase() == text.text.to_lowercase())
                || (text.is_converted
                    && text.number().is_some_and(|number| Number::parse(&value) == Some(number)))
        }
        Scalar::Number(number) => text.number() == Some(number),
        Scalar::Boolean(value) => text.text.eq_ignore_ascii_case(if value { "true" } else { "false" }),
        // Nothing that is written in a template is equal to it, but an omission of the schema must not be an error.
        Scalar::Null | Scalar::Other(_) => true,
    }
}
