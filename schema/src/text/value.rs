//! Words and quoted strings.

use std::fmt::Write as _;

use crate::model::Scalar;
use crate::number::Number;

/// Appends a string as a word, or in double quotes if it would not be read as one.
pub(crate) fn push_word(out: &mut String, text: &str) {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | ',');
    let special = text.starts_with([':', '[', '{', '~', '@', '#', '$', '=']) || text.ends_with('!');
    if !text.is_empty() && text.chars().all(plain) && !special {
        out.push_str(text);
    } else {
        push_quoted(out, text);
    }
}

/// Appends a string in double quotes, with the escapes of JSON.
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() || (c.is_whitespace() && c != ' ') => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Appends a value: strings that read as another value are quoted.
pub(crate) fn push_scalar(out: &mut String, scalar: &Scalar) {
    match scalar {
        Scalar::Text(text) if reads_as_other(text) => push_quoted(out, text),
        Scalar::Text(text) => push_word(out, text),
        Scalar::Number(number) => out.push_str(&number.to_string()),
        Scalar::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Scalar::Null => out.push_str("null"),
        Scalar::Other(json) => {
            out.push('=');
            push_quoted(out, json);
        }
    }
}

fn reads_as_other(text: &str) -> bool {
    matches!(text, "true" | "false" | "null") || Number::parse(text).is_some()
}

/// Reads a value as [`push_scalar`] writes it.
pub(crate) fn scalar(token: &str) -> Option<Scalar> {
    if token.starts_with('"') {
        return unquote(token).map(Scalar::Text);
    }
    if let Some(json) = token.strip_prefix('=') {
        return unquote(json).map(Scalar::Other);
    }
    Some(match token {
        "true" => Scalar::Boolean(true),
        "false" => Scalar::Boolean(false),
        "null" => Scalar::Null,
        _ => match Number::parse(token) {
            Some(number) => Scalar::Number(number),
            None => Scalar::Text(token.to_owned()),
        },
    })
}

/// Reads a word or a quoted string.
pub(crate) fn word(token: &str) -> Option<String> {
    if token.starts_with('"') { unquote(token) } else { Some(token.to_owned()) }
}

/// Reads a quoted string; `None` if a quote or an escape is not complete.
pub(crate) fn unquote(token: &str) -> Option<String> {
    let inner = token.strip_prefix('"')?.strip_suffix('"').filter(|_| token.len() > 1)?;
    if !inner.contains('\\') {
        return Some(inner.to_owned());
    }
    let mut units = Vec::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next()? } else { c }) {
            ('\\', 'n') => units.push(u16::from(b'\n')),
            ('\\', 'u') => {
                let digits: String = chars.by_ref().take(4).collect();
                units.push(u16::from_str_radix(&digits, 16).ok()?);
            }
            (_, c) => units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
        }
    }
    String::from_utf16(&units).ok()
}

/// Splits at a character outside of quotes.
pub(crate) fn split(text: &str, at: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (index, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            c if c == at && !quoted => {
                parts.push(&text[start..index]);
                start = index + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
