//! Interruption of long work, which checks for it before it starts something new.

use tokio::sync::watch;

/// The sender of an interruption.
#[derive(Debug)]
pub struct Interrupter(watch::Sender<bool>);

/// The receiver of an interruption.
#[derive(Clone, Debug)]
pub struct Interrupt(watch::Receiver<bool>);

/// Creates a connected sender and receiver.
pub fn interrupt() -> (Interrupter, Interrupt) {
    let (sender, receiver) = watch::channel(false);
    (Interrupter(sender), Interrupt(receiver))
}

impl Interrupter {
    /// Interrupts all receivers.
    pub fn interrupt(&self) {
        self.0.send_replace(true);
    }
}

impl Interrupt {
    /// Whether the interruption has happened.
    pub fn is_set(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits for the interruption.
    pub async fn happened(&self) {
        let mut receiver = self.0.clone();
        // If the sender is gone, there will be no interruption.
        if receiver.wait_for(|is_set| *is_set).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
