//! Words that complete to the names of rules, groups, resource types and regions.

use std::ffi::OsStr;
use std::sync::LazyLock;

use cfn_schema::Table;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};

use crate::rules::REGISTRY;

/// A parser that offers words to completion scripts and accepts any: cfn-lint IDs and their prefixes are valid as well,
/// and other errors are reported together, with suggestions, after parsing.
#[derive(Clone, Copy, Debug)]
pub(super) struct OfferedWords(fn() -> Vec<&'static str>);

impl OfferedWords {
    /// The names of the rules.
    pub(super) const RULES: Self = Self(|| REGISTRY.rules().iter().map(|rule| rule.name).collect());
    /// The names of rules and groups, and `ALL`.
    pub(super) const SELECTORS: Self = Self(|| REGISTRY.selector_names().collect());
    /// The names of AWS's resource types.
    pub(super) const TYPES: Self = Self(|| {
        static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| Table::aws().type_names().collect());
        NAMES.iter().map(String::as_str).collect()
    });
    /// The names of the regions.
    pub(super) const REGIONS: Self = Self(|| Table::aws().regions().collect());
}

impl TypedValueParser for OfferedWords {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter().map(PossibleValue::new)))
    }
}
