//! How many files have been checked, for runs that take longer than a moment.

use std::sync::Once;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that flashes up for a moment disturbs more than it tells.
const DELAY: Duration = Duration::from_secs(1);

/// A progress bar that is not drawn before the run has taken a while.
pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    delay: Duration,
    target: fn() -> ProgressDrawTarget,
    drawn: Once,
}

impl Progress {
    /// The progress of a number of files, drawn on a target that the function opens.
    pub(super) fn new(files: usize, target: fn() -> ProgressDrawTarget) -> Self {
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        let bar = match ProgressStyle::with_template("Checking {wide_bar} {pos}/{len} files") {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        };
        Self { bar, started: Instant::now(), delay: DELAY, target, drawn: Once::new() }
    }

    /// Counts one more file.
    pub(super) fn advance(&self) {
        self.bar.inc(1);
        if self.started.elapsed() >= self.delay {
            self.drawn.call_once(|| self.bar.set_draw_target((self.target)()));
        }
    }
}

impl Drop for Progress {
    /// Removes the bar from the screen.
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use indicatif::InMemoryTerm;

    use super::{Duration, Progress, ProgressDrawTarget};

    static SCREEN: LazyLock<InMemoryTerm> = LazyLock::new(|| InMemoryTerm::new(10, 60));

    fn screen() -> ProgressDrawTarget {
        ProgressDrawTarget::term_like(Box::new(SCREEN.clone()))
    }

    #[test]
    fn a_bar_appears_after_the_delay_only_and_is_removed_at_the_end() {
        let short = Progress::new(3, screen);
        short.advance();
        assert_eq!(SCREEN.contents(), "");
        drop(short);

        let mut long = Progress::new(1_500, screen);
        long.delay = Duration::ZERO;
        long.advance();
        long.bar.tick();
        let shown = SCREEN.contents();
        assert!(shown.starts_with("Checking ") && shown.ends_with(" 1/1500 files"), "{shown}");
        drop(long);
        assert_eq!(SCREEN.contents(), "");
    }
}
