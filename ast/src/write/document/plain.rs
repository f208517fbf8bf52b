//! The spelling of strings in YAML: plain where every reader reads them as the same string, otherwise in quotes.

use crate::syntax::is_plain_string;
use crate::write::yaml::{double_quoted, is_plain_safe, needs_escape, needs_escape_char};

/// Returns a string as a key or as a value outside of flow collections.
pub(super) fn block_string(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Returns a string inside of a flow collection.
pub(super) fn flow_string(text: &str) -> String {
    let is_plain = is_plain_safe(text, true) && !is_taken_for_another_type(text);
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// Returns a string in quotes: in single ones if possible, but not if that would double the apostrophes in it.
pub(super) fn quoted(text: &str) -> String {
    if needs_escape(text) {
        return double_quoted(text);
    }
    if text.contains('\'') && !text.contains(['"', '\\']) {
        return format!("\"{text}\"");
    }
    format!("'{}'", text.replace('\'', "''"))
}

/// Whether every reader of YAML 1.1 or 1.2 reads the plain text outside of flow collections as the same string.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else { return false };
    let first_fits = match first {
        b' ' | b'?' | b':' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>'
        | b'\'' | b'"' | b'%' | b'@' | b'`' => false,
        b'-' => is_option(text),
        _ => true,
    };
    first_fits
        && !matches!(last, b' ' | b':')
        && !text.chars().any(needs_escape_char)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.starts_with("...")
        && is_plain_string(text)
        && !is_taken_for_another_type(text)
}

/// Whether a text that begins with a hyphen is a word such as `-x` or `--name`: neither an item nor a marker.
fn is_option(text: &str) -> bool {
    let name = text.trim_start_matches('-');
    name.starts_with(|c: char| c.is_ascii_alphanumeric()) && !text.starts_with("---")
}

/// Whether some readers read a string of YAML 1.1 as another type: `y` and `n` as booleans, dates as dates, digits with
/// commas as numbers.
fn is_taken_for_another_type(text: &str) -> bool {
    matches!(text, "y" | "n" | "Y" | "N") || is_date(text) || is_digits_with_commas(text)
}

/// Whether a text begins like a date (YAML 1.1, "Timestamp Language-Independent Type").
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let is_number = |digits: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let day = rest.split(['T', 't', ' ']).next().unwrap_or_default();
    is_number(year, 4..=4) && is_number(month, 1..=2) && is_number(day, 1..=2)
}

fn is_digits_with_commas(text: &str) -> bool {
    text.contains(',') && text.bytes().all(|b| b.is_ascii_digit() || b == b',')
}
