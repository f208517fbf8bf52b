//! Values as YAML, in blocks and between brackets.

use cfn_ast::write::json_string;

use super::Value;
use super::flow::{is_plain, is_word};
use crate::support::Random;

/// How a value ends, which says what may follow on its lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// All of it is in the head.
    Line,
    /// A block collection: the lines below it are indented as its holder likes.
    List,
    Map,
    /// A block scalar.
    Block,
    /// More lines of a scalar, or of what is written between brackets.
    Lines,
}

/// A value in lines: what follows the key or dash, and what is written below.
struct Written {
    head: String,
    below: Vec<String>,
    kind: Kind,
}

/// Writes values, with every choice left to chance.
pub(super) struct Printer<'r> {
    random: &'r mut Random,
    /// One of so many places has a comment; none with 0.
    comments: usize,
    /// One of so many functions is long; all with 1.
    long: usize,
    /// One of so many values has an anchor.
    anchors: usize,
    /// How many comments and anchors there are.
    count: usize,
    /// Whether what is written between brackets is written over several lines.
    pub(super) is_broken: bool,
    /// The least indentation of its lines.
    pub(super) flow_indent: usize,
}

impl<'r> Printer<'r> {
    pub(super) fn new(random: &'r mut Random) -> Self {
        let comments = [0, 12, 4, 2][random.below(4)];
        let long = [1, 2, 2, 4, 12][random.below(5)];
        let anchors = if random.below(16) == 0 { 16 } else { usize::MAX };
        Self { random, comments, long, anchors, count: 0, is_broken: false, flow_indent: 2 }
    }

    pub(super) fn document(&mut self, template: &Value) -> Vec<String> {
        let Value::Map(sections) = template else { return Vec::new() };
        if self.one_in(30) {
            return self.inline(template, false).into_lines();
        }
        self.map(sections)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        self.random.below(end)
    }

    pub(super) fn one_in(&mut self, times: usize) -> bool {
        self.random.below(times) == 0
    }

    pub(super) fn wants_comment(&mut self, rarer: usize) -> bool {
        self.comments > 0 && self.random.below(self.comments * rarer) == 0
    }

    pub(super) fn comment(&mut self) -> String {
        self.count += 1;
        let text = ["", " - a: {b", " ü 日本", "'", " x:"][self.random.below(5)];
        format!("# c{}{text}", self.count)
    }

    pub(super) fn key(&mut self, key: &str) -> String {
        match self.random.below(16) {
            0 => json_string(key),
            1 => format!("'{key}'"),
            _ => key.to_owned(),
        }
    }

    /// The name and attribute with a period between them.
    pub(super) fn dotted(&mut self, name: &str, argument: &Value) -> Option<String> {
        let Value::List(parts) = argument else { return None };
        match parts.as_slice() {
            [Value::Text(id), Value::Text(attribute)] if name == "Fn::GetAtt" && !self.one_in(3) => {
                Some(format!("{id}.{attribute}"))
            }
            _ => None,
        }
    }

    /// A tag makes text of numbers, and there is none for some functions.
    pub(super) fn is_short(&mut self, name: &str, argument: &Value) -> bool {
        let fits = !matches!(argument, Value::Word(_));
        fits && name != "Fn::ToJsonString" && self.long > 1 && !self.one_in(self.long)
    }

    fn value(&mut self, value: &Value, after_tag: bool) -> Written {
        let mut written = self.written(value, after_tag);
        if !after_tag && matches!(value, Value::Text(_)) && self.one_in(200) {
            written.head = format!("!!str {}", written.head);
        }
        if !after_tag && self.one_in(self.anchors) {
            self.count += 1;
            let gap = if written.head.is_empty() { "" } else { " " };
            return Written { head: format!("&a{}{gap}{}", self.count, written.head), ..written };
        }
        written
    }

    fn written(&mut self, value: &Value, after_tag: bool) -> Written {
        if self.one_in(6) {
            return self.inline(value, after_tag);
        }
        match value {
            Value::List(items) if !items.is_empty() => {
                Written { head: String::new(), below: self.list(items), kind: Kind::List }
            }
            Value::Map(entries) if !entries.is_empty() => {
                Written { head: String::new(), below: self.map(entries), kind: Kind::Map }
            }
            Value::Call(name, argument) => self.call(name, argument, after_tag),
            Value::Text(text) => self.text(text),
            _ => self.inline(value, after_tag),
        }
    }

    /// A value between brackets, or one word.
    fn inline(&mut self, value: &Value, after_tag: bool) -> Written {
        self.is_broken = self.one_in(3);
        self.flow_indent = 1 + self.below(4);
        let text = self.flow(value, after_tag);
        Written::of_text(&text)
    }

    fn call(&mut self, name: &'static str, argument: &Value, after_tag: bool) -> Written {
        if after_tag || !self.is_short(name, argument) {
            let below = self.map(&[(name.to_owned(), argument.clone())]);
            return Written { head: String::new(), below, kind: Kind::Map };
        }
        if let Some(dotted) = self.dotted(name, argument) {
            return Written::of_text(&format!("!GetAtt {dotted}"));
        }
        let tag = tag(name);
        let argument = match argument {
            Value::Text(word) if is_word(word) && self.one_in(2) => Written::of_text(word),
            _ => self.value(argument, true),
        };
        if argument.kind == Kind::Line && self.one_in(8) {
            let head = self.commented(tag);
            return Written { head, below: vec![format!("   {}", argument.head)], kind: Kind::Lines };
        }
        let head = format!("{tag} {}", argument.head).trim_end().to_owned();
        Written { head, ..argument }
    }

    fn list(&mut self, items: &[Value]) -> Vec<String> {
        let mut lines = Vec::new();
        for item in items {
            self.between(&mut lines);
            let written = self.value(item, false);
            let is_collection = matches!(written.kind, Kind::List | Kind::Map);
            if is_collection && written.head.is_empty() && !self.one_in(6) {
                let mut below = written.below.into_iter();
                let gap = 1 + usize::from(self.one_in(10));
                lines.push(format!("-{}{}", " ".repeat(gap), below.next().unwrap_or_default()));
                lines.extend(below.map(|line| indented(&line, gap + 1)));
            } else {
                self.hang("-".to_owned(), written, &mut lines);
            }
        }
        self.after(&mut lines);
        lines
    }

    fn map(&mut self, entries: &[(String, Value)]) -> Vec<String> {
        let mut lines = Vec::new();
        for (key, value) in entries {
            self.between(&mut lines);
            let key = self.key(key);
            let written = self.value(value, false);
            if self.one_in(150) {
                lines.push(format!("? {key}"));
                self.hang(":".to_owned(), written, &mut lines);
            } else {
                self.hang(format!("{key}:"), written, &mut lines);
            }
        }
        self.after(&mut lines);
        lines
    }

    /// Puts a value after its key or dash.
    fn hang(&mut self, holder: String, mut written: Written, lines: &mut Vec<String>) {
        let is_entry = holder.ends_with(':');
        let rarity = if written.kind == Kind::Block { 60 } else { 10 };
        if !written.head.is_empty() && self.one_in(rarity) {
            return self.hang_below(holder, written, lines);
        }
        let gap = if written.head.is_empty() { "" } else { " " };
        let head = format!("{holder}{gap}{}", written.head);
        let by = match written.kind {
            Kind::List if is_entry && written.head.is_empty() && self.one_in(3) => 0,
            Kind::List | Kind::Map => 2 + self.below(2) * 2,
            _ => 0,
        };
        if written.kind == Kind::Lines
            && let Some(last) = written.below.last_mut().filter(|line| !line.trim().is_empty())
            && self.comments > 0
            && self.random.below(self.comments) == 0
        {
            self.count += 1;
            *last = format!("{last} # c{}", self.count);
        }
        lines.push(if written.kind == Kind::Lines { head } else { self.commented(head) });
        lines.extend(written.below.iter().map(|line| indented(line, by)));
    }

    /// Puts a value on the lines below its key or dash.
    fn hang_below(&mut self, holder: String, written: Written, lines: &mut Vec<String>) {
        lines.push(self.commented(holder));
        if self.wants_comment(3) {
            lines.push(format!("  {}", self.comment()));
        }
        let head = if written.kind == Kind::Lines { written.head } else { self.commented(written.head) };
        lines.push(format!("  {head}"));
        let by = if matches!(written.kind, Kind::List | Kind::Map) { 4 } else { 2 };
        lines.extend(written.below.iter().map(|line| indented(line, by)));
    }

    fn commented(&mut self, line: String) -> String {
        if self.wants_comment(1) { format!("{line} {}", self.comment()) } else { line }
    }

    /// Comments and blank lines in front of an item or entry.
    fn between(&mut self, lines: &mut Vec<String>) {
        if self.one_in(30) {
            lines.push(" ".repeat(self.random.below(3) * self.random.below(8)));
        }
        if self.wants_comment(2) {
            let indent = if self.one_in(8) { 2 } else { 0 };
            lines.push(format!("{}{}", " ".repeat(indent), self.comment()));
        }
    }

    /// Comments and blank lines at the end of a collection.
    fn after(&mut self, lines: &mut Vec<String>) {
        if self.wants_comment(12) {
            lines.push(self.comment());
        }
        if self.one_in(40) {
            lines.push(String::new());
        }
    }

    fn text(&mut self, text: &str) -> Written {
        match self.random.below(7) {
            0 | 1 => self.literal(text),
            2 => self.folded(text),
            3 => self.several_lines(text),
            4 => Written::of_text(&json_string(text)),
            5 if is_plain(text) => Written::of_text(text),
            _ if text.contains(['\n', '\t']) => self.literal(text),
            _ => Written::of_text(&format!("'{}'", text.replace('\'', "''"))),
        }
    }

    fn literal(&mut self, text: &str) -> Written {
        if text.trim().is_empty() {
            return Written::of_text(&json_string(text));
        }
        let lines = text.split('\n').map(str::to_owned).collect();
        self.block('|', text, lines)
    }

    fn folded(&mut self, text: &str) -> Written {
        if text.trim().is_empty() || text.contains(['\n', '\t']) {
            return Written::of_text(&json_string(text));
        }
        let lines = text.splitn(2, ' ').map(str::to_owned).chain([String::new()]).collect();
        self.block('>', text, lines)
    }

    fn block(&mut self, mark: char, text: &str, mut lines: Vec<String>) -> Written {
        let indent = 1 + self.below(4);
        let is_name = is_name(text);
        let chomping = if is_name { "-" } else { ["", "-", "+", ""][self.below(4)] };
        let is_indented = text.starts_with([' ', '\n']);
        let indicator = if is_indented || self.one_in(5) { indent.to_string() } else { String::new() };
        if lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let mut below: Vec<String> = lines.iter().map(|line| indented(line, indent)).collect();
        for _ in 0..self.below(3) * self.below(2) {
            let most = if is_name { indent + 1 } else { indent + 3 };
            below.push(" ".repeat(self.random.below(2) * self.random.below(most)));
        }
        let header =
            if self.one_in(2) { format!("{indicator}{chomping}") } else { format!("{chomping}{indicator}") };
        Written { head: format!("{mark}{header}"), below, kind: Kind::Block }
    }

    /// A quoted or plain text over two lines, which folds to a blank.
    fn several_lines(&mut self, text: &str) -> Written {
        let Some((first, second)) = text.split_once(' ').filter(|_| !text.contains(['\n', '\t', '\\']))
        else {
            return Written::of_text(&json_string(text));
        };
        let quote = match self.below(3) {
            0 if is_plain(text) && is_plain(second) => "",
            1 => "\"",
            _ => "'",
        };
        let escape = |part: &str| match quote {
            "\"" => part.replace('"', "\\\""),
            "'" => part.replace('\'', "''"),
            _ => part.to_owned(),
        };
        let indent = " ".repeat(1 + self.below(4));
        let below = vec![format!("{indent}{}{quote}", escape(second))];
        Written { head: format!("{quote}{}", escape(first)), below, kind: Kind::Lines }
    }
}

impl Written {
    fn of_text(text: &str) -> Self {
        let mut lines = text.split('\n').map(str::to_owned);
        let head = lines.next().unwrap_or_default();
        let below: Vec<String> = lines.collect();
        let kind = if below.is_empty() { Kind::Line } else { Kind::Lines };
        Self { head, below, kind }
    }

    fn into_lines(self) -> Vec<String> {
        std::iter::once(self.head).chain(self.below).collect()
    }
}

/// Whether a text may name something, so that another text would be wrong.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) || text.starts_with("eu-")
}

pub(super) fn tag(name: &str) -> String {
    format!("!{}", name.strip_prefix("Fn::").unwrap_or(name))
}

fn indented(line: &str, by: usize) -> String {
    if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(by)) }
}
