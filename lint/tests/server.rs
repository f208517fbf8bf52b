//! The language server, through the messages of the protocol.
//!
//! A new case is a file in `fixtures/server`. The first word of its name is the request; each `‸` is a place for which
//! it is sent. `# new name: Foo` at the end is the name of a rename, and `# only: kind` the kind of code actions.

mod support;

#[path = "server/client.rs"]
mod client;
#[path = "server/fixtures.rs"]
mod fixtures;
#[path = "server/neovim.rs"]
mod neovim;
#[path = "server/robust.rs"]
mod robust;
#[path = "server/session.rs"]
mod session;
#[path = "server/stdio.rs"]
mod stdio;
