//! Tests of the crate through its public face.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::format_push_string, clippy::format_collect, reason = "test input is built once")]

mod canonical;
mod convert;
mod corpus;
mod dialect;
mod errors;
mod expansion;
mod functions;
mod generated;
mod hostile;
mod language;
mod laws;
mod lossless;
mod model;
mod properties;
mod recovery;
mod references;
mod samples;
mod synthetic;
mod writers;
