//! The language of intrinsic functions as data: what each takes, what each gives, and where it may stand.

mod place;
mod sets;
mod table;
mod value;

use crate::model::function::FunctionName;
use crate::model::template::Template;
use crate::model::transform::TransformKind;

pub use place::Place;
pub use sets::{FunctionSet, Kinds};

/// What a function takes and gives.
#[derive(Debug)]
pub struct Signature {
    /// The page of AWS's reference that says so; "CloudFormation Template Reference Guide" has them all.
    pub page: &'static str,
    /// What may stand for the argument where it is no list of arguments.
    pub whole: Option<Accepts>,
    /// The list of arguments.
    pub list: Option<ArgumentList>,
    /// What the function gives.
    pub returns: Kinds,
    /// Whether the function exists only under `AWS::LanguageExtensions`.
    pub needs_extensions: bool,
}

/// The arguments of a function that takes a list of them.
#[derive(Debug)]
pub struct ArgumentList {
    /// The fewest arguments.
    pub least: usize,
    /// The most arguments.
    pub most: usize,
    /// What each accepts; the last stands for all further ones.
    pub arguments: &'static [Accepts],
}

/// What one argument accepts.
#[derive(Clone, Copy, Debug)]
pub struct Accepts {
    /// What the argument is for, as a message says it: "the delimiter".
    pub what: &'static str,
    /// The kinds of value.
    pub kinds: Kinds,
    /// The functions that may give the value.
    pub functions: FunctionSet,
    /// The functions that may do so under `AWS::LanguageExtensions`, besides.
    pub extended: FunctionSet,
    /// The functions that CloudFormation refuses there, by its documentation or by what it answers. Of those that are in no
    /// set, the documentation says only that it does not list them, and some are evaluated all the same.
    pub refused: FunctionSet,
    /// What stands in a list or mapping that is written out.
    pub parts: Option<&'static Accepts>,
    /// The keys of a mapping that is written out: those that must be there, and those that may.
    pub keys: Option<(&'static [&'static str], &'static [&'static str])>,
    /// The least and the greatest number.
    pub range: Option<(i64, i64)>,
}

impl Accepts {
    /// The functions that may give the value under the transforms of a template.
    pub fn functions_in(&self, template: &Template<'_>) -> FunctionSet {
        if template.has_transform(TransformKind::LanguageExtensions) {
            self.functions.union(self.extended)
        } else {
            self.functions
        }
    }
}

impl Accepts {
    /// Whether CloudFormation is known to refuse a function there: it says so, or the function belongs in another part of
    /// the template, or returns another kind of value.
    pub fn is_refused(&self, function: FunctionName) -> bool {
        let belongs_elsewhere = function.is_condition_function() && self.kinds != Kinds::CONDITION;
        self.refused.contains(function)
            || function.is_rule_function()
            || belongs_elsewhere
            || !function.signature().returns.meets(self.kinds)
    }
}

impl ArgumentList {
    /// What the argument at a place accepts, counted from 0.
    pub fn at(&self, place: usize) -> Option<&'static Accepts> {
        self.arguments.get(place).or(self.arguments.last())
    }
}

impl FunctionName {
    /// What the function takes and gives.
    pub fn signature(self) -> &'static Signature {
        table::signature(self)
    }
}
