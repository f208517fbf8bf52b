//! The Lambda function of the macro: an event of CloudFormation, its answer, and the log.

pub mod event;
#[cfg(feature = "aws")]
pub mod handler;
#[cfg(feature = "aws")]
pub mod log;
