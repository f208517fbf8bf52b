//! The text in which the facts are kept in the repository. README.md describes the format.
//!
//! Std only, because the build script includes it.

mod lines;
mod node;
mod parse;
mod value;
mod write;

use std::fmt;

use crate::model::{Keyword, Node, PathFact};

pub(crate) use parse::path;
pub use parse::{checks, regions, types};
pub use write::{write_checks, write_regions, write_types};

/// Why a text is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextError {
    /// The line, from one.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for TextError {}

/// The words of the facts that are paths, in the order in which they are written.
const PATH_FACTS: [(PathFact, &str); 8] = [
    (PathFact::PrimaryIdentifier, "identifier"),
    (PathFact::ReadOnly, "read-only"),
    (PathFact::CreateOnly, "create-only"),
    (PathFact::ConditionalCreateOnly, "maybe-create-only"),
    (PathFact::WriteOnly, "write-only"),
    (PathFact::Deprecated, "deprecated"),
    (PathFact::TagProperty, "tags"),
    (PathFact::Attributes, "attributes"),
];

/// Keywords without an argument.
const FLAGS: [(Keyword, &str); 5] = [
    (Keyword::Closed, "closed"),
    (Keyword::Never, "never"),
    (Keyword::UniqueItems, "unique"),
    (Keyword::RepeatableItems, "repeatable"),
    (Keyword::IgnoreCase, "ignore-case"),
];

/// Pairs of limits, written `word=from..to`.
const RANGES: [(Keyword, Keyword, &str); 4] = [
    (Keyword::MinLength, Keyword::MaxLength, "length"),
    (Keyword::MinItems, Keyword::MaxItems, "items"),
    (Keyword::MinProperties, Keyword::MaxProperties, "keys"),
    (Keyword::Minimum, Keyword::Maximum, "range"),
];

/// Keywords with one number, string, value, or list of names or values, written `word=argument`.
const VALUES: [(Keyword, &str); 11] = [
    (Keyword::MaxUniqueItems, "distinct"),
    (Keyword::ExclusiveMinimum, "above"),
    (Keyword::ExclusiveMaximum, "below"),
    (Keyword::MultipleOf, "multiple"),
    (Keyword::Format, "format"),
    (Keyword::Constant, "const"),
    (Keyword::Enumeration, "enum"),
    (Keyword::Required, "required"),
    (Keyword::RequiredXor, "one-of"),
    (Keyword::RequiredOr, "any-of"),
    (Keyword::UniqueKeys, "unique-keys"),
];

/// Keywords with names by name, written `word=name:name,name`, once for each name.
const DEPENDENCIES: [(Keyword, &str); 2] =
    [(Keyword::DependentRequired, "requires"), (Keyword::DependentExcluded, "excludes")];

/// Children that have a line of their own, which begins with this word; a list has a line for each element.
const CHILDREN: [(Keyword, &str); 15] = [
    (Keyword::Items, "[]"),
    (Keyword::PrefixItems, "[+]"),
    (Keyword::Additional, "{}"),
    (Keyword::PropertyNames, ":names"),
    (Keyword::Contains, ":contains"),
    (Keyword::AnyOf, ":any"),
    (Keyword::OneOf, ":one"),
    (Keyword::AllOf, ":all"),
    (Keyword::Not, ":not"),
    (Keyword::If, ":if"),
    (Keyword::Then, ":then"),
    (Keyword::Else, ":else"),
    (Keyword::WithoutFunctions, ":literal"),
    (Keyword::PatternProperties, "~"),
    (Keyword::DependentSchemas, ":with"),
];

/// The fact that a word stands for.
pub(crate) fn path_fact(word: &str) -> Option<PathFact> {
    PATH_FACTS.iter().find(|(_, other)| *other == word).map(|(fact, _)| *fact)
}

/// The word of a keyword; both limits of a range have the same word.
pub(crate) fn keyword_word(keyword: Keyword) -> Option<&'static str> {
    let ranges =
        RANGES.iter().find(|(from, to, _)| *from == keyword || *to == keyword).map(|(_, _, word)| *word);
    let listed = FLAGS.iter().chain(&VALUES).chain(&DEPENDENCIES).find(|(other, _)| *other == keyword);
    let other = match keyword {
        Keyword::Types => Some("type"),
        Keyword::Pattern => Some("pattern"),
        _ => None,
    };
    ranges.or(listed.map(|(_, word)| *word)).or(other)
}

/// Reads keywords as they are on the line of a schema.
pub(crate) fn keywords(words: &str) -> Option<Node> {
    node::node(&lines::Line { number: 0, text: words, below: Vec::new() }, words).ok()
}
