//! Values between brackets, on one line or on many.

use cfn_ast::syntax::is_plain_string;
use cfn_ast::write::json_string;

use super::Value;
use super::print::Printer;

impl Printer<'_> {
    /// A value in flow notation, with its line breaks; each line after the first is indented.
    pub(super) fn flow(&mut self, value: &Value, after_tag: bool) -> String {
        match value {
            Value::Text(text) => self.flow_text(text),
            Value::Word(word) => (*word).to_owned(),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.flow_item(item)).collect();
                self.bracketed('[', ']', items)
            }
            Value::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| self.flow_entry(key, value)).collect();
                self.bracketed('{', '}', entries)
            }
            Value::Call(name, argument) => self.flow_call(name, argument, after_tag),
        }
    }

    /// An item of a list, which may be a pair without braces.
    fn flow_item(&mut self, item: &Value) -> String {
        match item {
            Value::Call(name, argument) if self.one_in(12) => {
                let is_broken = std::mem::take(&mut self.is_broken);
                let pair = format!("{}: {}", name, self.flow(argument, false));
                self.is_broken = is_broken;
                pair
            }
            _ => self.flow(item, false),
        }
    }

    fn flow_entry(&mut self, key: &str, value: &Value) -> String {
        let value = self.flow(value, false);
        if self.one_in(8) {
            return format!("{}:{value}", json_string(key));
        }
        let key = self.key(key);
        let gap = if self.one_in(12) { self.gap() } else { " ".to_owned() };
        format!("{key}:{gap}{value}")
    }

    fn flow_call(&mut self, name: &'static str, argument: &Value, after_tag: bool) -> String {
        if after_tag || !self.is_short(name, argument) {
            let entry = self.flow_entry(name, argument);
            return self.bracketed('{', '}', vec![entry]);
        }
        if let Some(dotted) = self.dotted(name, argument) {
            return format!("!GetAtt {dotted}");
        }
        let tag = super::print::tag(name);
        let argument = match argument {
            Value::Text(word) if is_word(word) && self.one_in(2) => word.clone(),
            _ => self.flow(argument, true),
        };
        let gap = if self.one_in(16) { self.gap() } else { " ".to_owned() };
        format!("{tag}{gap}{argument}")
    }

    fn bracketed(&mut self, open: char, close: char, parts: Vec<String>) -> String {
        let mut out = String::from(open);
        let last = parts.len();
        for (place, part) in parts.into_iter().enumerate() {
            let gap = if self.one_in(3) { self.gap() } else { String::new() };
            out.push_str(&gap);
            out.push_str(&part);
            if place + 1 < last {
                out.push(',');
                out.push_str(if self.one_in(6) { "" } else { " " });
            } else if self.one_in(12) {
                out.push(',');
            }
        }
        if self.one_in(3) {
            out.push_str(&self.gap());
        }
        out.push(close);
        out
    }

    /// White space, with line breaks and comments where the value is written over several lines.
    fn gap(&mut self) -> String {
        if !self.is_broken {
            return " ".to_owned();
        }
        let comment = if self.wants_comment(2) { format!(" {}", self.comment()) } else { String::new() };
        let blank = if self.one_in(12) { "\n" } else { "" };
        let indent = " ".repeat(self.flow_indent + self.below(3));
        let own_line =
            if self.wants_comment(6) { format!("\n{indent}{}", self.comment()) } else { String::new() };
        format!("{comment}{own_line}{blank}\n{indent}")
    }

    fn flow_text(&mut self, text: &str) -> String {
        if text.contains('\n') || self.one_in(4) {
            return json_string(text);
        }
        if self.one_in(2) && is_plain(text) && !text.contains([',', '[', ']', '{', '}', ':', '?']) {
            return text.to_owned();
        }
        if text.contains('\t') { json_string(text) } else { format!("'{}'", text.replace('\'', "''")) }
    }
}

/// Whether a text would be something else than a text without quotes, but for a tag in front of it.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_alphanumeric)
}

/// Whether a text can be written without quotes.
pub(super) fn is_plain(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '$' | '🙂'));
    starts
        && is_plain_string(text)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(['\n', '\t'])
        && !text.ends_with([' ', ':'])
}
