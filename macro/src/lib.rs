//! The logic of the CloudFormation macro `Uselatest`.
//!
//! [`catalog`] looks up layer versions, [`expand`] replaces the layers of a template with them. On top of these two,
//! [`function`] is the Lambda function of the macro, [`commands`] the command line, `fleet` works on deployed stacks,
//! and `refresher` runs it as a state machine. Imports only go down this list.

pub mod catalog;
pub mod commands;
pub mod expand;
#[cfg(feature = "fleet")]
pub mod fleet;
pub mod function;
mod names;
#[cfg(feature = "fleet")]
pub mod refresher;
