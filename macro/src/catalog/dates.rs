//! Dates as Lambda and its logs write them.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// The current time in RFC 3339 format, for log lines.
#[cfg(feature = "aws")]
pub(crate) fn now() -> String {
    let now = OffsetDateTime::now_utc();
    // Logs need no nanoseconds.
    now.truncate_to_millisecond().format(&Rfc3339).unwrap_or_default()
}

/// Parses a date in Lambda's format, `2026-03-01T10:15:00.123+0000`.
pub fn parse(published: &str) -> Option<OffsetDateTime> {
    // RFC 3339 has a colon in the offset: `+00:00`.
    let at = published.len().checked_sub(2).filter(|&at| published.is_char_boundary(at))?;
    let (start, minutes) = published.split_at(at);
    let has_colon = start.ends_with(':') || published.ends_with('Z');
    let text = if has_colon { published.to_owned() } else { format!("{start}:{minutes}") };
    OffsetDateTime::parse(&text, &Rfc3339).ok()
}

/// Formats a date to the minute, in UTC: `2026-03-01 10:15 UTC`.
pub fn to_minute(date: OffsetDateTime) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute] UTC");
    date.to_offset(time::UtcOffset::UTC).format(format).unwrap_or_default()
}

/// Describes how long ago a date is in words: `4 hours`; `0 minutes` for a date in the future.
pub fn age_in_words(date: OffsetDateTime, now: OffsetDateTime) -> String {
    let age = (now - date).max(time::Duration::ZERO);
    let (number, unit) = match (age.whole_days(), age.whole_hours()) {
        (0 | 1, 0 | 1) => (age.whole_minutes(), "minute"),
        (0 | 1, hours) => (hours, "hour"),
        (days, _) => (days, "day"),
    };
    if number == 1 { format!("1 {unit}") } else { format!("{number} {unit}s") }
}

/// The whole days from a date in Lambda's format to `now`; 0 for a date in the future.
#[cfg(feature = "fleet")]
pub(crate) fn days_since(published: &str, now: OffsetDateTime) -> Option<i64> {
    Some((now - parse(published)?).whole_days().max(0))
}
