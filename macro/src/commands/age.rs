//! How long ago something was published.

use std::time::SystemTime;

use aws_sdk_lambda::primitives::{DateTime, DateTimeFormat};

const SECONDS_OF_A_DAY: i64 = 24 * 60 * 60;

/// Whole days from a date as Lambda writes it, `2026-03-01T10:15:00.123+0000`, to `now`.
pub fn days_since(published: &str, now: SystemTime) -> Option<i64> {
    // RFC 3339 has a colon in the offset.
    let at = published.len().checked_sub(2).filter(|&at| published.is_char_boundary(at))?;
    let (start, minutes) = published.split_at(at);
    let has_colon = start.ends_with(':') || published.ends_with('Z');
    let text = if has_colon { published.to_owned() } else { format!("{start}:{minutes}") };
    let published = DateTime::from_str(&text, DateTimeFormat::DateTimeWithOffset).ok()?;
    Some((DateTime::from(now).secs() - published.secs()).max(0) / SECONDS_OF_A_DAY)
}
