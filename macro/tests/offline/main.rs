//! What the macro does without a server.

mod alias;
mod choice;
mod corpus;
mod event;
mod examples;
mod expand;
mod functions;
mod handler;
mod layers_file;
mod parameters;
mod pin;
mod places;
mod preview;
mod search;
mod stack;
