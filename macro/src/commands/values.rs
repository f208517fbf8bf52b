//! Parameter values from the command line and from files.

use std::path::Path;

use cfn_ast::model::evaluate::{Inputs, Value};
use cfn_ast::model::is_macro_name;
use serde::Deserialize;
use serde_json::Map;

use super::CommandError;
use super::files::read;

/// A parameter value from the command line: `NAME=VALUE`.
#[derive(Clone)]
pub struct Assignment {
    name: String,
    value: String,
}

/// Parses `NAME=VALUE`.
///
/// # Errors
/// A message that does not contain the value.
pub fn assignment(text: &str) -> Result<Assignment, String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => {
            Ok(Assignment { name: name.to_owned(), value: value.to_owned() })
        }
        _ => Err("expected NAME=VALUE".to_owned()),
    }
}

/// Checks the name of a macro.
///
/// # Errors
/// A message with the rule.
pub fn macro_name(text: &str) -> Result<String, String> {
    let rule = "expected the name of a macro: letters, digits, hyphens and underscores, without an account";
    if is_macro_name(text) { Ok(text.to_owned()) } else { Err(rule.to_owned()) }
}

/// Checks the name of a bucket (Amazon S3 User Guide, "General purpose bucket naming rules"); one with other characters
/// could lead to another URL.
///
/// # Errors
/// A message with the rule.
#[cfg(feature = "fleet")]
pub fn bucket_name(text: &str) -> Result<String, String> {
    let is_valid =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    if (3..=63).contains(&text.len()) && text.bytes().all(is_valid) && !text.contains("..") {
        Ok(text.to_owned())
    } else {
        Err("expected the name of a bucket: 3 to 63 lower-case letters, digits, hyphens and dots".to_owned())
    }
}

/// The supported formats of a file with parameter values.
#[derive(Deserialize)]
#[serde(untagged)]
enum Values {
    /// The format of `aws cloudformation create-stack --parameters file://…`.
    List(Vec<Listed>),
    /// The format of template configuration files in CodePipeline.
    Nested {
        #[serde(rename = "Parameters")]
        parameters: Map<String, serde_json::Value>,
    },
    /// An object of names and values.
    Plain(Map<String, serde_json::Value>),
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Listed {
    parameter_key: String,
    parameter_value: Option<serde_json::Value>,
}

/// The values of a file, then those of the command line, which take precedence, and defaults for all others.
pub(super) fn inputs(file: Option<&Path>, assigned: &[Assignment]) -> Result<Inputs, CommandError> {
    let mut inputs = Inputs::new().with_defaults();
    if let Some(path) = file {
        for (name, value) in from_file(path)? {
            inputs.set_parameter(name, Value::Text(value));
        }
    }
    for Assignment { name, value } in assigned {
        inputs.set_parameter(name, Value::Text(value.clone()));
    }
    Ok(inputs)
}

fn from_file(path: &Path) -> Result<Vec<(String, String)>, CommandError> {
    // The message of serde quotes the value, which may be secret.
    let wrong = |error: &str| CommandError::Values { path: path.to_owned(), error: error.to_owned() };
    let value: serde_json::Value = serde_json::from_slice(&read(path)?).map_err(|error| {
        wrong(&format!("not valid JSON at line {}, column {}", error.line(), error.column()))
    })?;
    let values = serde_json::from_value(value).map_err(|_| wrong("not JSON in a supported format"))?;
    let pairs: Vec<_> = match values {
        Values::Nested { parameters } | Values::Plain(parameters) => parameters.into_iter().collect(),
        Values::List(listed) => listed
            .into_iter()
            .filter_map(|parameter| Some((parameter.parameter_key, parameter.parameter_value?)))
            .collect(),
    };
    let texts = pairs.into_iter().map(|(name, value)| Some((name, text(value)?)));
    texts.collect::<Option<_>>().ok_or_else(|| wrong("a value is not a string, number, boolean or list"))
}

fn text(value: serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Bool(value) => Some(value.to_string()),
        serde_json::Value::Array(items) => {
            items.into_iter().map(text).collect::<Option<Vec<_>>>().map(|items| items.join(","))
        }
        serde_json::Value::Null | serde_json::Value::Object(_) => None,
    }
}
