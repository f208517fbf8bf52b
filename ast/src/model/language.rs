//! The intrinsic functions as data: the arguments and result of each, and where it is supported.

mod evaluated_part;
mod sets;
mod table;
mod value;

use crate::model::declarations::transform::TransformKind;
use crate::model::functions::function::FunctionName;
use crate::model::template::Template;

pub use evaluated_part::EvaluatedPart;
pub use sets::{FunctionSet, Kinds};

/// The arguments and the result of a function.
#[derive(Debug)]
pub struct Signature {
    /// The page in the AWS CloudFormation Template Reference Guide that documents it.
    pub page: &'static str,
    /// What is accepted as the only argument, instead of a list of arguments.
    pub whole: Option<Accepts>,
    /// The list of arguments.
    pub list: Option<ArgumentList>,
    /// The kinds of value that the function returns.
    pub returns: Kinds,
    /// Whether the function exists only under `AWS::LanguageExtensions`.
    pub needs_extensions: bool,
}

/// The arguments of a function that accepts a list of them.
#[derive(Debug)]
pub struct ArgumentList {
    /// The minimum number of arguments.
    pub least: usize,
    /// The maximum number of arguments.
    pub most: usize,
    /// What each argument accepts; the last element applies to all further ones.
    pub arguments: &'static [Accepts],
}

/// What one argument accepts.
#[derive(Clone, Copy, Debug)]
pub struct Accepts {
    /// The name of the argument in messages: "the delimiter".
    pub what: &'static str,
    /// The kinds of value.
    pub kinds: Kinds,
    /// The functions that are documented as supported.
    pub functions: FunctionSet,
    /// The functions that are also supported under `AWS::LanguageExtensions`.
    pub extended: FunctionSet,
    /// The functions that CloudFormation rejects there, according to its documentation or its error messages. Functions in
    /// none of these sets are not documented, and CloudFormation evaluates some of them.
    pub refused: FunctionSet,
    /// What the items of a literal list, or the values of a literal mapping, may be.
    pub parts: Option<&'static Accepts>,
    /// The required and the optional keys of a literal mapping.
    pub keys: Option<(&'static [&'static str], &'static [&'static str])>,
    /// The minimum and the maximum of a number, both inclusive.
    pub range: Option<(i64, i64)>,
}

impl Accepts {
    /// Returns the functions that are supported under the transforms of a template.
    pub fn functions_in(&self, template: &Template<'_>) -> FunctionSet {
        if template.has_transform(TransformKind::LanguageExtensions) {
            self.functions.union(self.extended)
        } else {
            self.functions
        }
    }
}

impl Accepts {
    /// Whether CloudFormation is known to reject a function there: because it says so, because the function is only
    /// supported in another part of the template, or because it returns a different kind of value.
    pub fn is_refused(&self, function: FunctionName) -> bool {
        let belongs_elsewhere = function.is_condition_function() && self.kinds != Kinds::CONDITION;
        self.refused.contains(function)
            || function.is_rule_function()
            || belongs_elsewhere
            || !function.signature().returns.meets(self.kinds)
    }
}

impl ArgumentList {
    /// Returns what the argument at an index accepts, counted from 0.
    pub fn at(&self, index: usize) -> Option<&'static Accepts> {
        self.arguments.get(index).or(self.arguments.last())
    }
}

impl FunctionName {
    /// Returns the arguments and the result of the function.
    pub fn signature(self) -> &'static Signature {
        table::signature(self)
    }
}
