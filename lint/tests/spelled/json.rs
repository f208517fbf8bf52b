//! Values as JSON, on one line or on many.

use cfn_ast::write::json_string;

use super::Value;
use crate::support::Random;

pub(super) fn json(value: &Value, random: &mut Random) -> String {
    let is_pretty = random.below(3) > 0;
    let mut out = String::new();
    write(value, if is_pretty { Some(0) } else { None }, &mut out);
    let newline = if random.below(4) == 0 { "\r\n" } else { "\n" };
    if random.below(3) > 0 {
        out.push('\n');
    }
    out.replace('\n', newline)
}

/// Writes a value; `depth` is that of the lines where there are several.
fn write(value: &Value, depth: Option<usize>, out: &mut String) {
    match value {
        Value::Text(text) => out.push_str(&json_string(text)),
        // Numbers of JSON do not begin with a zero.
        Value::Word(word) if word.len() > 1 && word.starts_with('0') => out.push_str(&word[1..]),
        Value::Word(word) => out.push_str(word),
        Value::List(items) => {
            let items = items.iter().map(|item| (None, item));
            collection('[', ']', items, depth, out);
        }
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| (Some(key.as_str()), value));
            collection('{', '}', entries, depth, out);
        }
        Value::Call(name, argument) => {
            collection('{', '}', std::iter::once((Some(*name), &**argument)), depth, out);
        }
    }
}

fn collection<'v>(
    open: char,
    close: char,
    parts: impl Iterator<Item = (Option<&'v str>, &'v Value)>,
    depth: Option<usize>,
    out: &mut String,
) {
    out.push(open);
    let mut is_first = true;
    for (key, value) in parts {
        if !is_first {
            out.push(',');
        }
        is_first = false;
        line_break(depth.map(|depth| depth + 1), out);
        if let Some(key) = key {
            out.push_str(&json_string(key));
            out.push_str(": ");
        }
        write(value, depth.map(|depth| depth + 1), out);
    }
    if !is_first {
        line_break(depth, out);
    }
    out.push(close);
}

fn line_break(depth: Option<usize>, out: &mut String) {
    if let Some(depth) = depth {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
}
