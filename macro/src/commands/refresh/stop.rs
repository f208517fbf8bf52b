//! Ctrl-C, and what a build server sends to end a job.

use std::io;

use tokio::signal::unix::{SignalKind, signal};

use crate::fleet::interrupt::{Interrupt, interrupt};

/// Takes signals that want the program to end as the wish to stop; the second one ends it at once.
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
