//! Interruption by signals: Ctrl-C, or SIGTERM from a build server.

use std::io;

use tokio::signal::unix::{SignalKind, signal};

use crate::fleet::interrupt::{Interrupt, interrupt};

/// Returns an interruption that happens with the first signal; the second one ends the program at once.
pub(super) fn on_signals() -> io::Result<Interrupt> {
    let (mut first, mut second) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let (interrupter, interrupt) = interrupt();
    tokio::spawn(async move {
        let mut is_first = true;
        loop {
            tokio::select! {
                _ = first.recv() => {}
                _ = second.recv() => {}
            }
            if !is_first {
                std::process::exit(2);
            }
            is_first = false;
            interrupter.interrupt();
        }
    });
    Ok(interrupt)
}
