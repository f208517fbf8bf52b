//! What the macro does without a server.

mod alias;
mod choice;
mod corpus;
mod event;
mod examples;
mod expand;
mod functions;
#[cfg(feature = "aws")]
mod handler;
mod layer_sites;
mod layers_file;
mod markdown;
mod parameters;
mod per_function;
mod pin;
mod preview;
mod restrictions;
mod search;
mod sharing;
mod shell;
mod stack;
