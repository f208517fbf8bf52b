//! What can be wrong with the documents of users.

use thiserror::Error;

use crate::encode::EncodeError;
use crate::provider::ProviderError;

/// A problem of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The index of the document.
    pub document: usize,
    /// What is wrong.
    pub error: RegistryError,
}

/// Why a document cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RegistryError {
    /// Its schema is not a valid provider schema.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The schema in the string `Schema` is not JSON.
    #[error("`Schema` is not valid JSON: {message} at line {line}, column {column} of the string")]
    Embedded {
        /// The line of the string, from 1.
        line: usize,
        /// The column, from 1, in bytes.
        column: usize,
        /// What the parser expects or finds.
        message: String,
    },
    /// It is not an object.
    #[error("not a provider schema: expected an object with `typeName`")]
    NotAnObject,
    /// Its `typeName` cannot be that of a resource type.
    #[error("`{0}` cannot be the name of a resource type; expected a name such as `Acme::Service::Resource`")]
    InvalidTypeName(String),
    /// It has no properties.
    #[error("not a provider schema: `properties` is missing or not an object")]
    NoProperties,
    /// The argument of `merge` is not an object.
    #[error("`merge` must be an object with keywords of a provider schema")]
    InvalidMerge,
    /// A key beside `merge`.
    #[error("unknown key `{0}` beside `merge`; only `typeName` is allowed there")]
    KeyBesideMerge(String),
    /// Another document describes the same type.
    #[error("duplicate schema of `{type_name}`; the first one is in {other}")]
    DuplicateType {
        /// The type.
        type_name: String,
        /// The name of the other document.
        other: String,
    },
    /// A change of a type that nothing describes.
    #[error("nothing to merge with: unknown resource type `{type_name}`")]
    UnknownType {
        /// The type.
        type_name: String,
    },
    /// The schemas are too large or nested too deeply.
    #[error(transparent)]
    Encode(#[from] EncodeError),
}

impl RegistryError {
    /// The JSON pointer of what is wrong; `None` if that is the document as a whole.
    pub fn pointer(&self) -> Option<String> {
        match self {
            Self::Provider(error) => error.pointer().map(str::to_owned),
            Self::Embedded { .. } => Some("/Schema".to_owned()),
            Self::InvalidTypeName(_) | Self::DuplicateType { .. } | Self::UnknownType { .. } => {
                Some("/typeName".to_owned())
            }
            Self::InvalidMerge => Some("/merge".to_owned()),
            Self::KeyBesideMerge(key) => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Self::NotAnObject | Self::NoProperties | Self::Encode(_) => None,
        }
    }

    /// The line and column of what is wrong, from 1, if the document is not JSON.
    pub fn position(&self) -> Option<(usize, usize)> {
        match self {
            Self::Provider(ProviderError::Json { line, column, .. }) => Some((*line, *column)),
            _ => None,
        }
    }
}
