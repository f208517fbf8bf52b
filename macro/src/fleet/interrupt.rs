//! The wish to stop, which work looks at before it starts something new.

use tokio::sync::watch;

/// Makes a wish to stop known.
#[derive(Debug)]
pub struct Interrupter(watch::Sender<bool>);

/// Tells whether somebody wants to stop.
#[derive(Clone, Debug)]
pub struct Interrupt(watch::Receiver<bool>);

/// The two ends.
pub fn interrupt() -> (Interrupter, Interrupt) {
    let (sender, receiver) = watch::channel(false);
    (Interrupter(sender), Interrupt(receiver))
}

impl Interrupter {
    /// Somebody wants to stop.
    pub fn interrupt(&self) {
        self.0.send_replace(true);
    }
}

impl Interrupt {
    /// Whether somebody wants to stop.
    pub fn is_set(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until somebody wants to stop.
    pub async fn happened(&self) {
        let mut receiver = self.0.clone();
        // Where nobody can interrupt any more, nobody will.
        if receiver.wait_for(|is_set| *is_set).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
