//! Errors of requests about deployed stacks.

use crate::catalog::CatalogError;
use crate::catalog::sign_in::SignInError;

/// An error of a request about deployed stacks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FleetError {
    /// The caller lacks a permission.
    #[error(
        "not authorized to perform {action}; docs/fleet.md lists the permissions that the role or user requires"
    )]
    Denied {
        /// The IAM action.
        action: &'static str,
    },
    /// The service rejected the request.
    #[error("{action} failed with {code}: {message}")]
    Refused {
        /// The IAM action.
        action: &'static str,
        /// The error code of the service.
        code: String,
        /// The message of the service.
        message: String,
    },
    /// The stack does not exist.
    #[error("no such stack in this account and region")]
    NoStack,
    /// The function has no such version or alias.
    #[error("the function has no version or alias `{qualifier}`")]
    NoQualifier {
        /// The version or alias.
        qualifier: String,
    },
    /// An ARN names another account than that of the credentials.
    #[error(
        "the ARN is in account {theirs}, but the credentials are for account {ours}; select another profile"
    )]
    OtherAccount {
        /// The account of the ARN.
        theirs: String,
        /// The account of the credentials.
        ours: String,
    },
    /// A response lacks a field that it always contains.
    #[error("the response to {action} lacks {what}; please report this")]
    Malformed {
        /// The IAM action.
        action: &'static str,
        /// The missing field.
        what: &'static str,
    },
    /// The template of a stack is too large for a request, and no bucket is configured.
    #[error(
        "the template has {size} bytes, but only {limit} bytes fit into a request; specify a bucket to upload it to, \
         with --bucket or the parameter Bucket of the refresher"
    )]
    NoBucket {
        /// The size of the template, in bytes.
        size: usize,
        /// The maximum size, in bytes.
        limit: usize,
    },
    /// The bucket is in another region.
    #[error(
        "bucket `{bucket}` is in {theirs}, but the stack is in {ours}; specify a bucket in the region of the stack"
    )]
    BucketRegion {
        /// The name of the bucket.
        bucket: String,
        /// The region of the bucket.
        theirs: String,
        /// The region of the stack.
        ours: String,
    },
    /// An error that can also occur in a layer lookup.
    #[error(transparent)]
    Call(CatalogError),
}

impl From<SignInError> for FleetError {
    fn from(error: SignInError) -> Self {
        Self::Call(error.into())
    }
}

impl From<CatalogError> for FleetError {
    fn from(error: CatalogError) -> Self {
        match error {
            // The message of the catalog is about the role of the macro.
            CatalogError::Denied { action } => Self::Denied { action },
            other => Self::Call(other),
        }
    }
}
