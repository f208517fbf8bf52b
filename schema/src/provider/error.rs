//! What can be wrong with a provider schema.

use thiserror::Error;

/// Why a document is not a provider schema. Places are JSON pointers.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProviderError {
    /// It is not JSON.
    #[error("not valid JSON: {message}")]
    Json {
        /// The line, from 1.
        line: usize,
        /// The column, from 1, in bytes.
        column: usize,
        /// What the parser expects or finds.
        message: String,
    },
    /// It has no name of a type.
    #[error("not a provider schema: `typeName` is missing or not a string")]
    TypeName,
    /// A keyword has an argument of the wrong form.
    #[error("`{keyword}` at `{place}` must be {expected}")]
    Argument {
        /// Where the keyword is.
        place: String,
        /// The keyword.
        keyword: String,
        /// What its argument has to be.
        expected: &'static str,
    },
    /// A reference leads nowhere.
    #[error("`$ref` at `{place}` refers to `{reference}`, which does not exist in this file")]
    Reference {
        /// Where the reference is.
        place: String,
        /// Its target.
        reference: String,
    },
    /// A definition refers to itself without a property or an item in between, so that no value could be checked.
    #[error("`$ref` in `{place}` leads back to itself by way of {}", quoted(.definitions))]
    Cycle {
        /// The definition.
        place: String,
        /// The definitions that follow, up to the first one.
        definitions: Vec<String>,
    },
    /// Schemas are nested too deeply.
    #[error("schemas at `{place}` are nested more than {limit} levels deep")]
    Depth {
        /// Where the limit is reached.
        place: String,
        /// The limit.
        limit: usize,
    },
}

impl ProviderError {
    /// The same error in a document in which the schema is at a JSON pointer.
    #[must_use]
    pub(crate) fn below(mut self, pointer: &str) -> Self {
        match &mut self {
            Self::Argument { place, .. }
            | Self::Reference { place, .. }
            | Self::Cycle { place, .. }
            | Self::Depth { place, .. } => place.insert_str(0, pointer),
            Self::Json { .. } | Self::TypeName => {}
        }
        self
    }

    /// The JSON pointer of what is wrong; `None` if it is not a single value.
    pub fn pointer(&self) -> Option<&str> {
        match self {
            Self::Argument { place, .. }
            | Self::Reference { place, .. }
            | Self::Cycle { place, .. }
            | Self::Depth { place, .. } => Some(place),
            Self::Json { .. } | Self::TypeName => None,
        }
    }
}

/// Everything that is wrong with a provider schema, in the order of the document as far as possible.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", lines(.0))]
pub struct ProviderErrors(pub Vec<ProviderError>);

impl From<ProviderError> for ProviderErrors {
    fn from(error: ProviderError) -> Self {
        Self(vec![error])
    }
}

impl From<serde_json::Error> for ProviderError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let message = error.to_string();
        let message = message.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&message);
        Self::Json { line, column, message: message.to_owned() }
    }
}

fn lines(errors: &[ProviderError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The number of definitions of a cycle that a message lists.
const MAX_LISTED: usize = 5;

fn quoted(names: &[String]) -> String {
    let listed: Vec<String> = names.iter().take(MAX_LISTED).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(MAX_LISTED) {
        0 => listed.join(", "),
        others => format!("{} and {others} others", listed.join(", ")),
    }
}
