//! The logic of the CloudFormation macro `Uselatest`.

pub mod catalog;
pub mod commands;
pub mod event;
pub mod expand;
pub mod handler;
pub mod log;
pub mod lookup;
pub mod problem;
pub mod survey;
