//! Requests to CloudFormation and Lambda.
//!
//! The types of the SDK do not leave this module and its children.

mod bucket;
mod change_sets;
mod cloud;
mod functions;
mod stacks;

use std::error::Error;

use aws_sdk_lambda::error::{ProvideErrorMetadata, SdkError};

use super::FleetError;
use crate::catalog::CatalogError;
use crate::catalog::aws::explain;

pub use change_sets::{CREATE_CHANGE_SET, ChangeSetState, ChangeSetStatus, NewChangeSet, TemplateSource};
pub use cloud::{Cloud, Limits, MAX_CLOUDFORMATION_IN_FLIGHT};
pub use functions::{AliasTarget, FunctionVersion};

/// Converts the error of a request, including the message of CloudFormation: only that explains the error.
fn refused<E>(action: &'static str, error: &SdkError<E>) -> FleetError
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match explain(action, error) {
        CatalogError::Service { code, .. } => {
            let message = error.message().unwrap_or("no reason given").to_owned();
            FleetError::Refused { action, code, message }
        }
        other => other.into(),
    }
}

/// Whether a stack does not exist. CloudFormation has no error code for this, only a message.
fn is_absent<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    error.code() == Some("ValidationError")
        && error.message().is_some_and(|message| message.contains("does not exist"))
}
