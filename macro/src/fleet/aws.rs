//! What the fleet asks of CloudFormation and Lambda.
//!
//! The types of the SDK do not leave this module, nor those below it.

mod change_sets;
mod cloud;
mod functions;
mod stacks;

use std::error::Error;

use aws_sdk_lambda::error::{ProvideErrorMetadata, SdkError};

use super::FleetError;
use crate::catalog::CatalogError;
use crate::catalog::aws::explain;

pub use change_sets::{CREATE_CHANGE_SET, ChangeSetState, ChangeSetStatus, NewChangeSet};
pub use cloud::{Cloud, Limits, MAX_CLOUDFORMATION_IN_FLIGHT};
pub use functions::{AliasTarget, FunctionVersion};

/// What a request failed with, with what CloudFormation says about it: only that tells what to do.
fn refused<E>(action: &'static str, error: &SdkError<E>) -> FleetError
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match explain(action, error) {
        CatalogError::Service { code, .. } => {
            let message = error.message().unwrap_or("no reason is given").to_owned();
            FleetError::Refused { action, code, message }
        }
        other => other.into(),
    }
}

/// Whether CloudFormation says that something does not exist, for which it has no code of its own.
fn is_absent<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    error.code() == Some("ValidationError")
        && error.message().is_some_and(|message| message.contains("does not exist"))
}
