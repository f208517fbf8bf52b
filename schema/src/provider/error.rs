//! What can be wrong with a provider schema.

use thiserror::Error;

/// Why a document is not a provider schema. Places are JSON pointers.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProviderError {
    /// It is not JSON.
    #[error("not valid JSON: {0}")]
    Json(String),
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
    /// Schemas are nested too deeply.
    #[error("schemas at `{place}` are nested more than {limit} levels deep")]
    Depth {
        /// Where the limit is reached.
        place: String,
        /// The limit.
        limit: usize,
    },
}
