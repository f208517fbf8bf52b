//! The canonical JSON of a plain value, byte for byte as the reference reader writes it.

use std::fmt::Write as _;

use cfn_ast::syntax::Scalar;
use cfn_ast::value::{Typing, Value};
use cfn_ast::{Source, Tree};
use sha2::{Digest, Sha256};

/// The canonical text of a file, with typed scalars and with scalars as text.
pub(crate) struct Canonical {
    pub(crate) typed: String,
    pub(crate) text: String,
}

/// Reads bytes; what cannot be read gives `line:column: message`.
pub(crate) fn canonical(bytes: Vec<u8>) -> Result<Canonical, String> {
    let tree = Tree::parse(Source::from_bytes(bytes).map_err(|error| error.to_string())?);
    if let Some(error) = tree.errors().first() {
        let place = tree.source().line_column(error.range.start());
        return Err(format!("{}:{}: {}", place.line, place.column, error.kind));
    }
    let root = tree.root().ok_or("no document")?;
    let json = |typing| Value::of(root, typing).map(|value| json(&value)).map_err(|error| error.to_string());
    Ok(Canonical { typed: json(Typing::Typed)?, text: json(Typing::Text)? })
}

/// The hash of a text in hexadecimal digits.
pub(crate) fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn json(value: &Value<'_>) -> String {
    let mut out = String::new();
    write_value(value, &mut out);
    out
}

fn write_value(value: &Value<'_>, out: &mut String) {
    match value {
        Value::Scalar(scalar) => write_scalar(scalar, out),
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                separate(i, out);
                write_value(item, out);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (i, (key, value)) in entries.iter().enumerate() {
                separate(i, out);
                write_text(key, out);
                out.push(':');
                write_value(value, out);
            }
            out.push('}');
        }
    }
}

fn separate(index: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
}

fn write_scalar(scalar: &Scalar<'_>, out: &mut String) {
    match scalar {
        Scalar::Null => out.push_str("null"),
        Scalar::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Scalar::Int(digits) => out.push_str(digits),
        Scalar::Float(value) => {
            let bits = if value.is_nan() { 0x7ff8_0000_0000_0000 } else { value.to_bits() };
            let _ = write!(out, "{{\"$float\":\"{bits:016x}\"}}");
        }
        Scalar::Text(text) => write_text(text, out),
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
