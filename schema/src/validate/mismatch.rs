//! What does not fit a schema.

use cfn_ast::model::Fact;
use cfn_ast::syntax::Entry;
use cfn_ast::{FunctionName, Node};

use crate::number::Number;
use crate::table::{Enumeration, Name, Names, Properties, RegionalEnumeration, Scalar, Schema};
use crate::types::Types;

/// A mismatch between a value and a schema.
#[derive(Clone, Debug)]
pub struct Mismatch<'s, 't> {
    /// The value that does not fit, without the functions that lead to it; an alias if its target does not fit here.
    pub node: Node<'t>,
    /// What does not fit.
    pub problem: Problem<'s, 't>,
    /// The schema whose keyword the value does not fit.
    pub schema: Schema<'s>,
    /// The facts under which it does not fit, besides the condition of the resource.
    pub facts: Vec<Fact<'t>>,
    /// The function that computes the value, if it is not written as it is.
    pub computed_by: Option<FunctionName>,
    /// The reference to the parameter whose value does not fit.
    pub used_at: Option<Node<'t>>,
    /// The composition of which this is the only branch that can be meant.
    pub composition: Option<Composition<'t>>,
}

/// `anyOf` or `oneOf` of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Composition<'t> {
    /// The value.
    pub node: Node<'t>,
    /// Whether exactly one branch must fit.
    pub is_one_of: bool,
}

/// What does not fit, by keyword of JSON Schema.
#[derive(Clone, Debug)]
pub enum Problem<'s, 't> {
    /// `additionalProperties`: a key that the schema does not name.
    UnknownProperty {
        /// The key and its value.
        entry: Entry<'t>,
        /// The properties that the schema names.
        known: Properties<'s>,
    },
    /// `required`: the mapping lacks a property.
    MissingProperty {
        /// The property.
        name: Name,
    },
    /// `dependentRequired`: the mapping lacks a property that another one requires.
    MissingDependency {
        /// The key that requires it.
        key: Node<'t>,
        /// The property that is missing.
        name: Name,
    },
    /// `requiredOr` and `requiredXor`: the mapping has none of these properties.
    MissingOneOf {
        /// The properties.
        names: Names<'s>,
        /// Whether only one of them is allowed.
        is_exclusive: bool,
    },
    /// `dependentExcluded` and `requiredXor`: a property that another one excludes.
    Conflict {
        /// The key of the property.
        key: Node<'t>,
        /// The key of the other one.
        other: Node<'t>,
        /// Whether only one of a group of properties is allowed.
        is_exclusive: bool,
    },
    /// `readOnlyProperties`: a property that only AWS sets.
    ReadOnly {
        /// The key of the property.
        key: Node<'t>,
    },
    /// A property whose schema is `false`.
    Forbidden {
        /// The key of the property.
        key: Node<'t>,
    },
    /// `type`: a value of another type.
    WrongType {
        /// The types that are allowed.
        expected: Types,
    },
    /// `type`: a function that returns a value of another type.
    WrongFunction {
        /// The function.
        function: FunctionName,
        /// The types that are allowed.
        expected: Types,
    },
    /// `format`: a reference to something else than is expected.
    WrongReference {
        /// The formats of the value, such as `AWS::EC2::VPC.Id`; empty if it has none.
        found: Vec<String>,
        /// The format that is expected.
        expected: Name,
    },
    /// `enum`: a value that is not listed.
    NotListed {
        /// The values that are allowed.
        allowed: Enumeration<'s>,
    },
    /// `const`: another value.
    NotConstant {
        /// The value that is allowed.
        allowed: Scalar,
    },
    /// An enumeration by region: a value that no region has.
    Unavailable {
        /// The values that some region has.
        available: RegionalEnumeration<'s>,
    },
    /// `const` with the value of another property: another value.
    Different {
        /// The property whose value it is.
        name: Name,
        /// The value of the other property; `None` if it is a default that is not written.
        other: Option<Node<'t>>,
    },
    /// `pattern`: a string that does not match.
    PatternMismatch {
        /// The pattern.
        pattern: Name,
    },
    /// `format`: a string of another format.
    FormatMismatch {
        /// The format.
        format: Name,
    },
    /// `minLength` and `maxLength`, in characters.
    Length {
        /// The number of characters.
        found: u64,
        /// The limit.
        limit: u64,
        /// Whether there are too many.
        is_above: bool,
    },
    /// `minimum`, `maximum` and their exclusive forms.
    Range {
        /// The limit.
        limit: Number,
        /// Whether the value is too large.
        is_above: bool,
        /// Whether the limit itself is not allowed.
        is_exclusive: bool,
    },
    /// `multipleOf`
    NotMultiple {
        /// The divisor.
        of: Number,
    },
    /// `minItems`, `maxItems` and `maxUniqueItems`.
    ItemCount {
        /// The number of items.
        found: u64,
        /// The limit.
        limit: u64,
        /// Whether there are too many.
        is_above: bool,
    },
    /// `minProperties` and `maxProperties`.
    PropertyCount {
        /// The number of properties.
        found: u64,
        /// The limit.
        limit: u64,
        /// Whether there are too many.
        is_above: bool,
    },
    /// `uniqueItems`: an item that is repeated.
    RepeatedItem {
        /// The first of the equal items.
        first: Node<'t>,
        /// Whether the schema says that items may be repeated, so that this is no error.
        is_allowed: bool,
    },
    /// `uniqueKeys`: two items with equal values of these properties.
    RepeatedKeys {
        /// The first of the two items.
        first: Node<'t>,
        /// The properties.
        names: Names<'s>,
    },
    /// `contains`: no item fits.
    Lacking,
    /// `not`: the value fits a schema that it must not fit.
    Excluded,
    /// `anyOf` and `oneOf`: no branch fits.
    NoVariant {
        /// Whether exactly one branch must fit.
        is_one_of: bool,
        /// The branches, with what does not fit each of them.
        variants: Vec<Variant<'s, 't>>,
    },
    /// `oneOf`: several branches fit.
    SeveralVariants,
}

/// A branch of `anyOf` or `oneOf` that does not fit.
#[derive(Clone, Debug)]
pub struct Variant<'s, 't> {
    /// The branch.
    pub schema: Schema<'s>,
    /// What does not fit.
    pub mismatches: Vec<Mismatch<'s, 't>>,
}

impl Problem<'_, '_> {
    /// Whether two problems of one mapping are the same, found under different facts.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::MissingProperty { name }, Self::MissingProperty { name: other }) => name == other,
            (
                Self::MissingDependency { key, name },
                Self::MissingDependency { key: other_key, name: other_name },
            ) => (key, name) == (other_key, other_name),
            (Self::MissingOneOf { names, .. }, Self::MissingOneOf { names: others, .. }) => {
                names.iter().eq(others.iter())
            }
            (Self::Conflict { key, other, .. }, Self::Conflict { key: other_key, other: third, .. }) => {
                (key, other) == (other_key, third) || (key, other) == (third, other_key)
            }
            (Self::PropertyCount { is_above, .. }, Self::PropertyCount { is_above: other, .. }) => {
                is_above == other
            }
            _ => false,
        }
    }
}
