//! Determines whether a value is a string, a number, a list or a mapping.

use super::sets::Kinds;
use crate::model::declarations::parameter::ValueShape;
use crate::model::functions::function::{Function, FunctionName};
use crate::model::functions::intrinsic::Intrinsic;
use crate::model::template::Template;
use crate::syntax::{Node, Scalar};

impl Kinds {
    /// Returns the kinds of a literal value: [`Kinds::NONE`] for null, and every kind for an alias.
    pub fn of_literal(node: Node<'_>) -> Self {
        if node.is_alias() {
            Self::ANY.union(Self::CONDITION)
        } else if node.is_sequence() {
            Self::LIST
        } else if node.is_mapping() {
            Self::MAPPING
        } else {
            match node.scalar() {
                None | Some(Scalar::Null) => Self::NONE,
                Some(Scalar::Text(text)) if !is_number(text) => Self::STRING,
                Some(Scalar::Bool(_)) => Self::STRING,
                Some(_) => Self::STRING.union(Self::NUMBER),
            }
        }
    }

    /// Returns the kinds that a function may return, as far as they can be determined from the template.
    pub fn returned_by(function: Function<'_>, template: &Template<'_>) -> Self {
        let shape = match function.view() {
            Ok(Intrinsic::Ref(name)) => literal(name).map(|name| shape_of_ref(name, function, template)),
            Ok(Intrinsic::GetAtt(name)) => Some(template.shape_of_attribute(name.logical_id, name.attribute)),
            _ if function.name == FunctionName::FindInMap => {
                return Self::STRING.union(Self::NUMBER).union(Self::LIST);
            }
            _ => return function.name.signature().returns,
        };
        match shape {
            Some(ValueShape::Text) => Self::STRING.union(Self::NUMBER),
            Some(ValueShape::List) => Self::LIST,
            Some(ValueShape::Unknown) | None => Self::ANY,
        }
    }
}

fn literal(node: Node<'_>) -> Option<&str> {
    node.text().filter(|_| node.tag().is_none())
}

fn shape_of_ref(name: &str, function: Function<'_>, template: &Template<'_>) -> ValueShape {
    let is_variable =
        |each: &crate::model::declarations::for_each::ForEach<'_>| each.variable() == Some(name);
    if template.loops_around(function.node).any(is_variable) {
        ValueShape::Unknown
    } else {
        template.shape_of_ref(name)
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.trim().trim_start_matches(['+', '-']);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}
