//! Prints hashes of the plain value of templates, to compare readers with one another.
//!
//! Reads file names, one a line, on standard input; prints `name<TAB>ok|error<TAB>sha_typed<TAB>sha_text` for each.
//! With `--show`, prints the typed value itself instead of the hashes.

use std::fmt::Write as _;
use std::io::{BufRead, Write};

use cfn_ast::syntax::Scalar;
use cfn_ast::value::{Typing, Value};
use cfn_ast::{Source, Tree};
use sha2::{Digest, Sha256};

fn main() -> std::io::Result<()> {
    let show = std::env::args().any(|argument| argument == "--show");
    let mut out = std::io::stdout().lock();
    for name in std::io::stdin().lock().lines() {
        let name = name?;
        match canonical(&name) {
            Ok((typed, _)) if show => writeln!(out, "{typed}")?,
            Ok((typed, text)) => writeln!(out, "{name}\tok\t{}\t{}", sha256(&typed), sha256(&text))?,
            Err(message) if show => writeln!(out, "{name}: {message}")?,
            Err(_) => writeln!(out, "{name}\terror\t\t")?,
        }
    }
    Ok(())
}

fn canonical(name: &str) -> Result<(String, String), String> {
    let bytes = std::fs::read(name).map_err(|error| error.to_string())?;
    let tree = Tree::parse(Source::from_bytes(bytes).map_err(|error| error.to_string())?);
    if let Some(error) = tree.errors().first() {
        let place = tree.source().line_column(error.range.start());
        return Err(format!("{}:{}: {}", place.line, place.column, error.kind));
    }
    let root = tree.root().ok_or("no document")?;
    let value = |typing| Value::of(root, typing).map(|value| json(&value)).map_err(|error| error.to_string());
    Ok((value(Typing::Typed)?, value(Typing::Text)?))
}

fn sha256(text: &str) -> String {
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
