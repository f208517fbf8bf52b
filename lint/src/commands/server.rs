//! `cfn-tidy server`: the language server on standard input and output.

use lsp_server::Connection;

use super::Exit;
use crate::rules::REGISTRY;
use crate::server::{End, serve};
use crate::terminal::Terminal;

pub(super) fn run(terminal: Terminal) -> Exit {
    let (connection, threads) = Connection::stdio();
    let end = match serve(connection, REGISTRY) {
        Ok(end) => end,
        Err(error) => {
            terminal.failure(&format!("the session cannot begin: {error}"));
            return Exit::Failure;
        }
    };
    match threads.join() {
        Ok(()) if end == End::Asked => Exit::Clean,
        // An editor that is killed closes the stream, which is no reason to complain.
        Ok(()) => Exit::Findings,
        Err(error) => {
            terminal
                .failure(&format!("cannot read or write messages of the Language Server Protocol: {error}"));
            Exit::Failure
        }
    }
}
