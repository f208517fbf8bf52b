//! One document: which type it is about, and what it says.

use regex_lite::Regex;
use serde_json::{Map, Value};

use super::error::RegistryError;
use super::module;
use crate::provider::ProviderError;

/// A document that was read.
pub(super) struct Parsed {
    pub(super) type_name: String,
    pub(super) content: Content,
    /// What is wrong with it, apart from its schema.
    pub(super) problems: Vec<RegistryError>,
}

/// What a document says of its type.
pub(super) enum Content {
    /// All that is known.
    Schema(Value),
    /// What is different from the known schema.
    Change(Value),
}

/// Reads a document, or says why it is not one.
pub(super) fn parse(json: &str) -> Result<Parsed, RegistryError> {
    let document = serde_json::from_str(json.trim_start_matches('\u{feff}')).map_err(ProviderError::from)?;
    let Value::Object(object) = embedded(document)? else { return Err(RegistryError::NotAnObject) };
    let Some(type_name) = object.get("typeName").and_then(Value::as_str).map(str::to_owned) else {
        return Err(ProviderError::TypeName.into());
    };
    let mut problems = Vec::new();
    if !is_type_name(&type_name) {
        problems.push(RegistryError::InvalidTypeName(type_name.clone()));
    }
    let content = if object.contains_key("merge") {
        change(object, &mut problems)
    } else {
        schema(object, &type_name, &mut problems)
    };
    Ok(Parsed { type_name, content, problems })
}

fn schema(object: Map<String, Value>, type_name: &str, problems: &mut Vec<RegistryError>) -> Content {
    if !object.get("properties").is_some_and(Value::is_object) {
        problems.push(RegistryError::NoProperties);
    }
    let is_module = type_name.ends_with("::MODULE");
    Content::Schema(if is_module { module::with_parameters(object) } else { object }.into())
}

fn change(mut object: Map<String, Value>, problems: &mut Vec<RegistryError>) -> Content {
    let change = object.remove("merge").unwrap_or_default();
    if !change.is_object() {
        problems.push(RegistryError::InvalidMerge);
    }
    for key in object.keys().filter(|key| *key != "typeName") {
        problems.push(RegistryError::KeyBesideMerge(key.clone()));
    }
    Content::Change(change)
}

/// The schema in what `aws cloudformation describe-type` returns, whose `Schema` is a string; also in that string alone, as
/// `--query Schema` prints it. Anything else as it is.
fn embedded(document: Value) -> Result<Value, RegistryError> {
    let text = match &document {
        Value::String(text) => Some(text),
        Value::Object(object) if !object.contains_key("typeName") => match object.get("Schema") {
            Some(Value::String(text)) => Some(text),
            _ => None,
        },
        _ => None,
    };
    let Some(text) = text else { return Ok(document) };
    serde_json::from_str(text).map_err(|error| match ProviderError::from(error) {
        ProviderError::Json { line, column, message } => RegistryError::Embedded { line, column, message },
        other => RegistryError::Provider(other),
    })
}

/// Whether a text is two or more words with `::` in between.
fn is_type_name(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '@'))
    };
    text.contains("::") && text.split("::").all(is_word)
}

/// The type that a document is about, although it cannot be read.
pub(super) fn type_name_in(json: &str) -> Option<String> {
    let pattern = Regex::new(r#""[tT]ypeName"\s*:\s*"([^"\\]+)""#).ok()?;
    Some(pattern.captures(json)?.get(1)?.as_str().to_owned())
}
