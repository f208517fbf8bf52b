//! The logic of the CloudFormation macro `Uselatest`.

pub mod alias;
pub mod catalog;
pub mod commands;
pub mod event;
pub mod expand;
#[cfg(feature = "fleet")]
pub mod fleet;
#[cfg(feature = "aws")]
pub mod handler;
#[cfg(feature = "aws")]
pub mod log;
pub mod lookup;
pub mod needs;
pub mod options;
pub mod problem;
#[cfg(feature = "fleet")]
pub mod refresher;
pub mod suggest;
pub mod survey;
pub mod wish;
