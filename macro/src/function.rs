//! The Lambda function of the macro: the event of CloudFormation, the response, and the log.

pub mod event;
#[cfg(feature = "aws")]
pub mod handler;
#[cfg(feature = "aws")]
pub mod log;
