//! The types of the values in a configuration file, compared with the schema before the values are read.
//!
//! The deserializer would stop at the first wrong value, and name Rust's types.

use serde_json::Value as Schema;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::file::{ConfigProblem, line_of};
use crate::suggest::{did_you_mean, nearest};

/// Returns a problem for each value of a known key that does not have the type in the schema.
pub(super) fn wrong_values(text: &str, schema: &Schema) -> Vec<ConfigProblem> {
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    let mut check = Check { text, schema, problems: Vec::new() };
    for (key, value) in table.get_ref() {
        if let Some(property) = schema["properties"].get(key.get_ref().as_ref()) {
            check.value(key.get_ref(), value, property);
        }
    }
    check.problems
}

/// What a value must be.
enum Expected<'s> {
    Boolean,
    Number,
    String,
    /// One of these words.
    Word(Vec<&'s str>),
    /// A list with items of a schema.
    List(&'s Schema),
    /// A table with values of a schema.
    Table(&'s Schema),
}

impl<'s> Expected<'s> {
    /// `None` if the schema says nothing about the type.
    fn of(schema: &'s Schema) -> Option<Self> {
        if let Some(words) = schema["oneOf"].as_array() {
            return Some(Self::Word(words.iter().filter_map(|word| word["const"].as_str()).collect()));
        }
        Some(match schema["type"].as_str()? {
            "boolean" => Self::Boolean,
            "integer" => Self::Number,
            // Whether a string is the name of a rule or group is checked when the string is read.
            "string" => Self::String,
            "array" => Self::List(&schema["items"]),
            "object" => Self::Table(&schema["additionalProperties"]),
            _ => return None,
        })
    }

    fn describe(&self) -> &'static str {
        match self {
            Self::Boolean => "`true` or `false`",
            Self::Number => "a whole number",
            Self::String | Self::Word(_) => "a string",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

struct Check<'s> {
    text: &'s str,
    schema: &'s Schema,
    problems: Vec<ConfigProblem>,
}

impl<'s> Check<'s> {
    /// Compares a value, and what it contains, with a schema; `name` is the key of the value, or of the list around it.
    fn value(&mut self, name: &str, value: &Spanned<DeValue<'_>>, schema: &'s Schema) {
        let Some(expected) = Expected::of(self.resolved(schema)) else { return };
        match (&expected, value.get_ref()) {
            (Expected::Boolean, DeValue::Boolean(_)) | (Expected::String, DeValue::String(_)) => {}
            (Expected::Number, DeValue::Integer(number)) => {
                if i64::from_str_radix(number.as_str(), number.radix()).is_ok_and(i64::is_negative) {
                    self.problem(value, format!("`{name}` must not be negative"));
                }
            }
            (Expected::Word(words), DeValue::String(word)) => {
                if !words.contains(&word.as_ref()) {
                    self.problem(value, unknown_word(name, word, words));
                }
            }
            (Expected::List(schema), DeValue::Array(items)) => {
                items.iter().for_each(|item| self.item(name, item, schema));
            }
            (Expected::Table(schema), DeValue::Table(table)) => {
                table.iter().for_each(|(name, value)| self.value(name.get_ref(), value, schema));
            }
            (_, other) => {
                let (expected, found) = (expected.describe(), type_of(other));
                self.problem(value, format!("`{name}` must be {expected}, not {found}"));
            }
        }
    }

    /// Compares an item of a list; all lists contain strings.
    fn item(&mut self, name: &str, item: &Spanned<DeValue<'_>>, schema: &'s Schema) {
        let expected = Expected::of(self.resolved(schema));
        if matches!(expected, Some(Expected::String)) && !item.get_ref().is_str() {
            let found = type_of(item.get_ref());
            self.problem(item, format!("`{name}` must contain only strings, not {found}"));
        }
    }

    fn resolved(&self, schema: &'s Schema) -> &'s Schema {
        let definition = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
        definition.map_or(schema, |name| &self.schema["$defs"][name])
    }

    fn problem(&mut self, value: &Spanned<DeValue<'_>>, message: String) {
        let line = Some(line_of(self.text, value.span().start));
        self.problems.push(ConfigProblem { line, message });
    }
}

fn unknown_word(name: &str, word: &str, words: &[&str]) -> String {
    let question = did_you_mean(&nearest(word, words.iter().copied()));
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let end = question.unwrap_or_else(|| format!("use one of {}", quoted.join(", ")));
    format!("`{word}` is not a valid value of `{name}`; {end}")
}

fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
