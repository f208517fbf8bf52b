//! Writes a whole document as JSON: every item and entry on a line of its own, as most tools print JSON.

use std::borrow::Cow;

use super::DocumentStyle;
use super::error::{Obstacle, Unwritable};
use super::functions::{Argument, long_form};
use super::members::with_merged;
use super::number::json_scalar;
use super::sorted;
use crate::foreign;
use crate::model::Template;
use crate::syntax::{Entry, Format, Node, NodeKind, Scalar};
use crate::write::json_string;

type Result<T> = std::result::Result<T, Unwritable>;

pub(super) fn write<'t>(root: Node<'t>, style: &DocumentStyle) -> Result<String> {
    let tree = root.tree();
    if let Some(first) = tree.comments().iter().next().filter(|_| !style.drops_comments) {
        return Err(Obstacle::Comments(tree.comments().len()).at(first));
    }
    let template = Template::new(tree);
    let mut writer = Writer { out: String::with_capacity(tree.source().text().len() * 2), style, depth: 0 };
    if root.is_mapping() && root.local_tag().is_none() {
        let mut entries = with_merged(root).into_owned();
        sorted(template.as_ref(), style, &mut entries);
        writer.entries(&entries)?;
    } else {
        writer.node(root)?;
    }
    writer.out.push('\n');
    Ok(writer.out)
}

struct Writer<'s> {
    out: String,
    style: &'s DocumentStyle,
    depth: usize,
}

impl Writer<'_> {
    fn node(&mut self, written: Node<'_>) -> Result<()> {
        let node = written.resolved();
        match long_form(node) {
            Some((key, argument)) => self.function(node, &key, argument),
            None => self.content(node),
        }
    }

    fn content(&mut self, node: Node<'_>) -> Result<()> {
        match node.kind() {
            NodeKind::Sequence(_) => self.items(node),
            NodeKind::Mapping(_) => self.entries(&with_merged(node)),
            NodeKind::Scalar(_) | NodeKind::Alias => self.scalar(node),
        }
    }

    fn function(&mut self, node: Node<'_>, key: &str, argument: Argument<'_>) -> Result<()> {
        if let Some(tag) = node.local_tag().filter(|tag| foreign::is_rain_directive(tag)) {
            return Err(Obstacle::Directive(tag.to_owned()).at(node.range()));
        }
        self.open('{');
        self.line();
        self.key(key);
        match argument {
            Argument::Node(argument) => self.node(argument)?,
            Argument::Text(text) => self.out.push_str(&json_string(&text)),
            Argument::Parts(parts) => self.parts(&parts),
        }
        self.close('}');
        Ok(())
    }

    fn parts(&mut self, parts: &[&str]) {
        self.open('[');
        for (index, part) in parts.iter().enumerate() {
            self.separate(index);
            self.out.push_str(&json_string(part));
        }
        self.close(']');
    }

    fn items(&mut self, node: Node<'_>) -> Result<()> {
        if node.child_count() == 0 {
            self.out.push_str("[]");
            return Ok(());
        }
        self.open('[');
        for (index, item) in node.items().enumerate() {
            self.separate(index);
            self.node(item)?;
        }
        self.close(']');
        Ok(())
    }

    fn entries(&mut self, entries: &[Entry<'_>]) -> Result<()> {
        if entries.is_empty() {
            self.out.push_str("{}");
            return Ok(());
        }
        self.open('{');
        for (index, entry) in entries.iter().enumerate() {
            self.separate(index);
            self.key(entry.name().unwrap_or_default());
            self.node(entry.value)?;
        }
        self.close('}');
        Ok(())
    }

    fn scalar(&mut self, node: Node<'_>) -> Result<()> {
        let spelled = match node.scalar() {
            Some(Scalar::Text(text)) => Cow::Owned(json_string(text)),
            _ if node.tree().format() == Format::Json => Cow::Borrowed(node.text().unwrap_or_default()),
            Some(scalar) => {
                let text = node.text().unwrap_or_default();
                let spelled = json_scalar(&scalar, text);
                Cow::Owned(spelled.ok_or_else(|| Obstacle::NotFinite(text.to_owned()).at(node.range()))?)
            }
            None => Cow::Borrowed("null"),
        };
        self.out.push_str(&spelled);
        Ok(())
    }

    fn open(&mut self, bracket: char) {
        self.out.push(bracket);
        self.depth += 1;
    }

    fn close(&mut self, bracket: char) {
        self.depth -= 1;
        self.line();
        self.out.push(bracket);
    }

    fn separate(&mut self, index: usize) {
        if index > 0 {
            self.out.push(',');
        }
        self.line();
    }

    fn line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', self.depth * self.style.indent));
    }

    fn key(&mut self, key: &str) {
        self.out.push_str(&json_string(key));
        self.out.push_str(": ");
    }
}
