//! Block collections.

use super::super::error::Obstacle;
use super::super::functions::Argument;
use super::super::plain::{block_string, flow_string};
use super::super::sorted;
use super::{After, At, Level, Result, Writer, is_absent};
use crate::model::Section;
use crate::range::TextRange;
use crate::syntax::{Entry, Format, MAX_KEY_CHARACTERS, Node, ScalarStyle, is_plain_string};

impl<'t> Writer<'_, 't> {
    pub(super) fn sequence(&mut self, node: Node<'t>, at: At) -> Result<()> {
        if node.child_count() == 0 {
            self.word("[]");
            return Ok(());
        }
        if let Some(line) = self.inline(node, at) {
            self.word(&line);
            return Ok(());
        }
        let column = self.column_of_sequence(at);
        for (index, item) in node.items().enumerate() {
            let starts = (item.range().start(), self.start_of_item(item));
            self.begin_child(index == 0, column, starts, at);
            self.out.push('-');
            self.node(
                item,
                At { column, after: After::Dash, level: Level::Other, is_tagged: false, is_argument: false },
            )?;
            self.comment_beside(item);
        }
        self.comments_of_end(node, column);
        Ok(())
    }

    pub(super) fn mapping(&mut self, node: Node<'t>, at: At) -> Result<()> {
        let mut entries: Vec<Entry<'t>> = node.entries().collect();
        if entries.is_empty() {
            self.word("{}");
            return Ok(());
        }
        let mut windows = None;
        if at.level == Level::Root && sorted(self.template, &self.style, &mut entries) {
            windows = Some(self.sections_with_comments(node));
        }
        let is_function = node.function().is_some();
        let column = self.column_of_mapping(at);
        let mut is_above_long = false;
        for (index, &entry) in entries.iter().enumerate() {
            let is_long = at.level == Level::Root && self.is_long(entry.value);
            if index > 0
                && self.template.is_some()
                && (is_long || is_above_long || at.level == Level::Resources)
            {
                self.blank_line();
            }
            is_above_long = is_long;
            let level = if at.level == Level::Root { level_below(entry) } else { Level::Other };
            if let Some(windows) = &windows {
                self.comments.restrict(windows.of(entry));
            }
            let starts = (entry.key.range().start(), self.start_of(entry, is_function));
            self.begin_child(index == 0, column, starts, at);
            self.key(entry)?;
            let below = At { column, after: After::Key, level, is_tagged: false, is_argument: is_function };
            self.node(entry.value, below)?;
            self.comment_beside(entry.value);
            if let Some(windows) = &windows {
                self.comments_alone(column, windows.of(entry).end());
            }
        }
        if let Some(windows) = windows {
            self.comments.restrict(windows.tail());
        }
        self.comments_of_end(node, column);
        Ok(())
    }

    /// Writes a function in the long form whose source has the short form.
    pub(super) fn long_function(
        &mut self,
        key: &str,
        argument: Argument<'t>,
        node: Node<'t>,
        at: At,
    ) -> Result<()> {
        let column = self.column_of_mapping(at);
        let start = node.range().start();
        self.begin_child(true, column, (start, start), at);
        self.out.push_str(&block_string(key));
        self.out.push(':');
        let below =
            At { column, after: After::Key, level: Level::Other, is_tagged: false, is_argument: true };
        match argument {
            Argument::Node(argument) if argument.function().is_some() => self.node(argument, below),
            argument => self.argument(argument, node, below),
        }
    }

    /// Writes the parts of a name as a list.
    pub(super) fn parts(&mut self, parts: &[&str], at: At) {
        let spelled: Vec<String> = parts.iter().map(|part| flow_string(part)).collect();
        let line = format!("[{}]", spelled.join(", "));
        if self.room() >= line.chars().count() {
            return self.word(&line);
        }
        let column = self.column_of_sequence(at);
        for part in parts {
            self.line(column);
            self.out.push_str("- ");
            self.out.push_str(&block_string(part));
        }
    }

    fn column_of_sequence(&self, at: At) -> usize {
        match at.after {
            After::Start => 0,
            After::Dash => at.column + 2,
            After::Key if self.style.indents_sequences || at.is_tagged => at.column + self.style.indent,
            After::Key => at.column,
        }
    }

    fn column_of_mapping(&self, at: At) -> usize {
        match at.after {
            After::Start => 0,
            After::Dash => at.column + 2,
            After::Key => at.column + self.style.indent,
        }
    }

    /// Begins a child of a collection: the first one after a dash on the same line, every other one on a line of its own.
    ///
    /// `starts` are the bytes of the source before which comments belong to what precedes the collection, and above the
    /// child.
    fn begin_child(&mut self, is_first: bool, column: usize, starts: (u32, u32), at: At) {
        let (own, start) = starts;
        let is_on_line = is_first
            && match at.after {
                After::Dash => !at.is_tagged && self.comments.before(start).is_none(),
                After::Start | After::Key => false,
            };
        if is_on_line {
            self.out.push(' ');
            return;
        }
        if is_first {
            self.comment_of_header(own);
        }
        self.begin_line(column, start);
    }

    /// The byte of the source before which all comments belong above the entry: the start of its key or, if there are
    /// lines of comments between the two and none will be there, of its value.
    fn start_of(&self, entry: Entry<'t>, is_argument: bool) -> u32 {
        let (key, value) = (entry.key.range().start(), entry.value.range().start());
        let between = TextRange::new(key, value.max(key));
        let comments = self.comments.within(between);
        let is_appended = |range: &TextRange| !self.comments.is_alone(*range) && comments.len() == 1;
        if is_absent(entry.value) || comments.first().is_none_or(is_appended) {
            return key;
        }
        let has_lines =
            entry.value.child_count() > 0 && self.inline(entry.value, At { is_argument, ..VALUE }).is_none();
        if has_lines { key } else { value }
    }

    /// The byte of the source before which all comments belong above the item.
    fn start_of_item(&self, item: Node<'t>) -> u32 {
        if item.tag().is_some() {
            return item.range().start();
        }
        match (item.entries().next(), item.items().next()) {
            (Some(first), _) => self.start_of(first, item.function().is_some()),
            (_, Some(first)) => self.start_of_item(first),
            _ => item.range().start(),
        }
    }

    /// Whether a value is a collection, or a function in the long form, on several lines.
    fn is_long(&self, value: Node<'t>) -> bool {
        (value.child_count() > 0 || value.function().is_some()) && self.inline(value, VALUE).is_none()
    }

    fn key(&mut self, entry: Entry<'t>) -> Result<()> {
        let key = entry.key;
        if let Some(anchor) = key.anchor_range() {
            self.out.push_str(key.tree().source().slice(anchor));
            self.out.push(' ');
        }
        let name = entry.name().unwrap_or_default();
        let is_as_written = key.tree().format() == Format::Yaml
            && key.scalar_style() == Some(ScalarStyle::Plain)
            && key.tag().is_none()
            && !name.is_empty()
            && !is_plain_string(name);
        let spelled = if is_as_written { name.to_owned() } else { block_string(name) };
        if spelled.chars().count() > MAX_KEY_CHARACTERS {
            return Err(Obstacle::LongKey.at(key.range()));
        }
        self.out.push_str(&spelled);
        self.out.push(':');
        Ok(())
    }
}

/// A value after its key, for questions about its size.
const VALUE: At =
    At { column: 0, after: After::Key, level: Level::Other, is_tagged: false, is_argument: false };

fn level_below(entry: Entry<'_>) -> Level {
    if entry.name() == Some(Section::Resources.key()) { Level::Resources } else { Level::Other }
}
