//! The reasons why a document is not converted.

use crate::meaning::Changed;
use crate::range::TextRange;
use crate::value::ValueError;
use crate::write::Unwritable;

/// A reason why a document is not converted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConvertError {
    /// The source has a syntax error.
    #[error("{message}")]
    Syntax {
        /// The bytes of the mistake.
        range: TextRange,
        /// The mistake.
        message: String,
    },
    /// A part of the source cannot be written in the style.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// A part of the source has no value.
    #[error("{error}")]
    Value {
        /// The bytes of the alias, key or merge key; empty if the document as a whole is the reason.
        range: TextRange,
        /// The reason.
        error: ValueError,
    },
    /// The meaning of the source cannot be determined, so that nothing can be proven.
    #[error(transparent)]
    Undetermined(ValueError),
    /// The result is not the same document, which is a bug.
    #[error("the result is not the same document: {0}")]
    NotProven(String),
}

impl ConvertError {
    /// Returns the bytes of the source that cannot be converted; `None` if the document as a whole is the reason.
    pub fn range(&self) -> Option<TextRange> {
        match self {
            Self::Syntax { range, .. } | Self::Value { range, .. } => Some(*range),
            Self::Unwritable(unwritable) => Some(unwritable.range),
            Self::Undetermined(_) | Self::NotProven(_) => None,
        }
    }

    pub(super) fn of_meaning(changed: &Changed) -> Self {
        match changed {
            Changed::Value(error) => Self::Undetermined(*error),
            other => Self::NotProven(other.to_string()),
        }
    }
}

impl From<ValueError> for ConvertError {
    fn from(error: ValueError) -> Self {
        let range = match error {
            ValueError::Recursive(range) | ValueError::ComplexKey(range) | ValueError::BadMerge(range) => {
                range
            }
            ValueError::TooManyAliases | ValueError::TooMuchText | ValueError::TooDeep => {
                return Self::Undetermined(error);
            }
        };
        Self::Value { range, error }
    }
}
