//! Support for the tests of the whole product.

pub mod aws_json;
pub mod bash;
pub mod bootstrap;
pub mod cloud_api;
mod http;
pub mod lambda_api;
pub mod macro_server;
pub mod ministack;
pub mod python;
pub mod runtime_api;
mod skip;
pub mod templates;

pub use skip::{corpus, skip, skip_optional};
