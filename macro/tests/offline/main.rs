//! What the macro does without a server.

mod event;
mod expand;
mod handler;
mod layers_file;
mod preview;
