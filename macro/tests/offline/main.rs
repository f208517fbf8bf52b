//! What the macro does without a server.

mod event;
mod expand;
mod layers_file;
mod preview;
