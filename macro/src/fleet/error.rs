//! Why AWS gave no answer about deployed stacks.

use crate::catalog::CatalogError;

/// Why AWS gave no answer, or not the one that was hoped for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FleetError {
    /// The caller may not do this.
    #[error("{action} was denied; allow it to the role or user that runs this, as docs/fleet.md lists")]
    Denied {
        /// The IAM action.
        action: &'static str,
    },
    /// The service refused the request, with a reason.
    #[error("{action} was refused with {code}: {message}")]
    Refused {
        /// The IAM action.
        action: &'static str,
        /// The error code of the service.
        code: String,
        /// What the service says.
        message: String,
    },
    /// There is no stack of this name.
    #[error("there is no stack `{0}` in this account and region")]
    NoStack(String),
    /// The answer of a service lacks what it always has.
    #[error("the answer to {action} lacks {what}; report this")]
    Malformed {
        /// The IAM action.
        action: &'static str,
        /// What is missing.
        what: &'static str,
    },
    /// The template of a stack has to be sent again, and is too large for that.
    #[error(
        "its template has {size} bytes; with AWS::LanguageExtensions it has to be sent again, which goes up to \
         {limit} bytes; deploy the stack as usual instead"
    )]
    TemplateTooLarge {
        /// How large it is, in bytes.
        size: usize,
        /// How large it may be, in bytes.
        limit: usize,
    },
    /// Nothing says in which region to look.
    #[error("no region is configured; give one with --region, or set AWS_REGION")]
    NoRegion,
    /// What went wrong is the same for layers and for stacks.
    #[error(transparent)]
    Call(CatalogError),
}

impl From<CatalogError> for FleetError {
    fn from(error: CatalogError) -> Self {
        match error {
            // Here it is not the macro that asks.
            CatalogError::Denied { action } => Self::Denied { action },
            other => Self::Call(other),
        }
    }
}
