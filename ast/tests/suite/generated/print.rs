//! Writes a generated template.

use cfn_ast::source::Newline;
use cfn_ast::syntax::Format;
use cfn_ast::write::{Quotes, ScalarContext, json_string, literal_block, quoted, scalar};

use super::Value;

/// How functions are written in YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Functions {
    Short,
    Long,
    /// As the style chooses.
    Mixed,
}

/// Everything about a YAML text that its value does not tell.
#[derive(Clone, Debug)]
pub(crate) struct Style {
    pub(crate) functions: Functions,
    pub(crate) newline: Newline,
    pub(crate) has_comments: bool,
    /// What decides where there is a choice, one after the other and from the start again.
    pub(crate) choices: Vec<u8>,
}

pub(crate) fn json(value: &Value) -> String {
    match value {
        Value::Text(text) => json_string(text),
        Value::Int(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::List(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let entry = |(key, value): &(String, Value)| format!("{}: {}", json_string(key), json(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(",\n"))
        }
        Value::Function(name, argument) => format!("{{\"{name}\": {}}}", json(argument)),
    }
}

pub(crate) fn yaml(template: &Value, style: &Style) -> String {
    let mut printer = Printer { style, chosen: 0 };
    let mut text = printer.block(template);
    if !text.head.is_empty() {
        text.lines.insert(0, text.head);
    }
    let newline = style.newline.as_str();
    text.lines.iter().map(|line| format!("{line}{newline}")).collect()
}

/// A value in lines: what stands behind its key or dash, and what stands below.
struct Lines {
    head: String,
    lines: Vec<String>,
}

struct Printer<'a> {
    style: &'a Style,
    chosen: usize,
}

impl Printer<'_> {
    fn choose(&mut self, among: u8) -> u8 {
        let choices = &self.style.choices;
        self.chosen += 1;
        choices.get(self.chosen % choices.len().max(1)).map_or(0, |choice| choice % among)
    }

    fn place(in_flow: bool, is_key: bool) -> ScalarContext {
        ScalarContext { format: Format::Yaml, in_flow, is_key, block_indent: 2, newline: Newline::Lf }
    }

    fn scalar(&mut self, text: &str, in_flow: bool, is_key: bool) -> String {
        let place = Self::place(in_flow, is_key);
        match self.choose(4) {
            0 => quoted(text, Quotes::Single, place),
            1 => quoted(text, Quotes::Double, place),
            _ => scalar(text, place),
        }
    }

    fn block(&mut self, value: &Value) -> Lines {
        let is_flow = self.choose(5) == 0;
        match value {
            Value::List(items) if !items.is_empty() && !is_flow => self.list(items),
            Value::Map(entries) if !entries.is_empty() && !is_flow => self.map(entries),
            Value::Function(name, argument) if !is_flow => self.function(name, argument),
            Value::Text(text) if self.choose(2) == 0 => self.literal(text),
            other => Lines { head: self.flow(other), lines: Vec::new() },
        }
    }

    fn literal(&mut self, text: &str) -> Lines {
        let Some(block) = literal_block(text, Self::place(false, false)) else {
            return Lines { head: self.scalar(text, false, false), lines: Vec::new() };
        };
        let mut lines = block.split('\n').map(|line| line.strip_prefix("  ").unwrap_or(line).to_owned());
        Lines { head: lines.next().unwrap_or_default(), lines: lines.collect() }
    }

    fn list(&mut self, items: &[Value]) -> Lines {
        let mut lines = Vec::new();
        for item in items {
            self.comment_line(&mut lines);
            let item = self.block(item);
            let is_compact =
                item.head.is_empty() && !item.lines.first().is_some_and(|line| line.starts_with('#'));
            let mut below = item.lines.into_iter();
            let first = if is_compact { below.next().unwrap_or_default() } else { self.commented(item.head) };
            lines.push(format!("- {first}"));
            lines.extend(below.map(|line| indented(&line, 2)));
        }
        Lines { head: String::new(), lines }
    }

    fn map(&mut self, entries: &[(String, Value)]) -> Lines {
        let mut lines = Vec::new();
        for (key, value) in entries {
            self.comment_line(&mut lines);
            let key = self.scalar(key, false, true);
            let value = self.block(value);
            let space = if value.head.is_empty() { "" } else { " " };
            lines.push(self.commented(format!("{key}:{space}{}", value.head)));
            let first = value.lines.iter().find(|line| !line.starts_with('#'));
            let is_dash = value.head.is_empty() && first.is_some_and(|line| line.starts_with("- "));
            let indent = if is_dash && self.choose(2) == 0 { 0 } else { 2 + 2 * usize::from(self.choose(2)) };
            lines.extend(value.lines.iter().map(|line| indented(line, indent)));
        }
        Lines { head: String::new(), lines }
    }

    fn function(&mut self, name: &str, argument: &Value) -> Lines {
        if !self.is_short(name, argument) {
            return self.map(&[(name.to_owned(), argument.clone())]);
        }
        let tag = tag(name);
        if let Some(dotted) = dotted(name, argument) {
            return Lines { head: format!("{tag} {dotted}"), lines: Vec::new() };
        }
        let argument = self.block(argument);
        Lines { head: format!("{tag} {}", argument.head).trim_end().to_owned(), lines: argument.lines }
    }

    fn flow(&mut self, value: &Value) -> String {
        match value {
            Value::Text(text) => self.scalar(text, true, false),
            Value::Int(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.flow(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Map(entries) => {
                let entry = |(key, value): &(String, Value)| {
                    format!("{}: {}", self.scalar(key, true, true), self.flow(value))
                };
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            Value::Function(name, argument) if self.is_short(name, argument) => {
                match dotted(name, argument) {
                    Some(dotted) => format!("{} {dotted}", tag(name)),
                    None => format!("{} {}", tag(name), self.flow(argument)),
                }
            }
            Value::Function(name, argument) => format!("{{{name}: {}}}", self.flow(argument)),
        }
    }

    /// One tag cannot follow another, and a tag makes text of numbers and truth values.
    fn is_short(&mut self, name: &str, argument: &Value) -> bool {
        let fits = !matches!(argument, Value::Function(..) | Value::Int(_) | Value::Bool(_));
        fits && name != "Fn::ToJsonString"
            && match self.style.functions {
                Functions::Short => true,
                Functions::Long => false,
                Functions::Mixed => self.choose(2) == 0,
            }
    }

    fn commented(&mut self, line: String) -> String {
        let is_wanted = self.style.has_comments && self.choose(4) == 0;
        if is_wanted { format!("{line} # ${{c}} 'x") } else { line }
    }

    fn comment_line(&mut self, lines: &mut Vec<String>) {
        if self.style.has_comments && self.choose(5) == 0 {
            lines.push("# - a: {b".to_owned());
        }
    }
}

fn tag(name: &str) -> String {
    format!("!{}", name.strip_prefix("Fn::").unwrap_or(name))
}

/// `Id.Attribute`
fn dotted(name: &str, argument: &Value) -> Option<String> {
    match (name, argument) {
        ("Fn::GetAtt", Value::List(parts)) => match parts.as_slice() {
            [Value::Text(id), Value::Text(attribute)] => Some(format!("{id}.{attribute}")),
            _ => None,
        },
        _ => None,
    }
}

fn indented(line: &str, by: usize) -> String {
    if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(by)) }
}
