//! Dates as Lambda and its logs write them.

use std::time::SystemTime;

use aws_sdk_lambda::primitives::{DateTime, DateTimeFormat};

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// The current time in RFC 3339 format, for log lines.
pub(crate) fn now() -> String {
    DateTime::from(SystemTime::now()).fmt(DateTimeFormat::DateTime).unwrap_or_default()
}

/// The whole days from a date in Lambda's format, `2026-03-01T10:15:00.123+0000`, to `now`; 0 for a date in the future.
#[cfg(feature = "fleet")]
pub(crate) fn days_since(published: &str, now: SystemTime) -> Option<i64> {
    // The SDK parses RFC 3339, whose offset has a colon: `+00:00`.
    let at = published.len().checked_sub(2).filter(|&at| published.is_char_boundary(at))?;
    let (start, minutes) = published.split_at(at);
    let has_colon = start.ends_with(':') || published.ends_with('Z');
    let text = if has_colon { published.to_owned() } else { format!("{start}:{minutes}") };
    let published = DateTime::from_str(&text, DateTimeFormat::DateTimeWithOffset).ok()?;
    Some((DateTime::from(now).secs() - published.secs()).max(0) / SECONDS_PER_DAY)
}
