//! The proof that a converted document is the same document.

use super::difference::first_difference;
use super::error::ConvertError;
use crate::meaning::same_meaning;
use crate::syntax::{Format, Tree};
use crate::value::{Typing, Value};
use crate::write::DocumentStyle;

/// Checks that `after` is the same document as `before`: the same value for readers of YAML 1.1 and, if both are YAML or
/// `before` is JSON, of YAML 1.2; the same meaning; and, if `after` is YAML, every comment.
///
/// # Errors
/// [`ConvertError`] with the first difference.
pub fn prove(before: &Tree, after: &Tree) -> Result<(), ConvertError> {
    let style = DocumentStyle { sorts_sections: true, ..DocumentStyle::of(after.format()) };
    Before::of(before)?.holds_for(after, &style)
}

/// What must be the same after the conversion.
pub(super) struct Before<'t> {
    tree: &'t Tree,
    typed: Value<'t>,
}

impl<'t> Before<'t> {
    pub(super) fn of(tree: &'t Tree) -> Result<Self, ConvertError> {
        let typed = match tree.root() {
            Some(root) => Value::of(root, Typing::Typed)?,
            None => Value::List(Vec::new()),
        };
        Ok(Self { tree, typed })
    }

    pub(super) fn holds_for(&self, after: &Tree, style: &DocumentStyle) -> Result<(), ConvertError> {
        if let Some(error) = after.errors().first() {
            let place = after.source().line_column(error.range.start());
            let message = format!("line {}, column {}: {}", place.line, place.column, error.kind);
            return Err(ConvertError::NotProven(message));
        }
        // An empty mapping is the same text in both notations.
        let is_notation = after.format() == style.format || style.format == Format::Yaml;
        if !is_notation || after.documents().count() != 1 {
            return Err(ConvertError::NotProven("it has another notation".to_owned()));
        }
        same(&self.typed, after, Typing::Typed)?;
        match (self.tree.format(), after.format()) {
            // What readers of YAML 1.2 read differently in the source is reported as retyped.
            (_, Format::Json) => {}
            (Format::Json, Format::Yaml) => same(&self.typed, after, Typing::Core)?,
            (Format::Yaml, Format::Yaml) => same(&value(self.tree, Typing::Core)?, after, Typing::Core)?,
        }
        if after.format() == Format::Yaml {
            same_comments(self.tree, after, style)?;
        }
        same_meaning(self.tree, after).map_err(|changed| ConvertError::of_meaning(&changed))
    }
}

fn value(tree: &Tree, typing: Typing) -> Result<Value<'_>, ConvertError> {
    let root = tree.root().ok_or_else(|| ConvertError::NotProven("it is empty".to_owned()))?;
    Ok(Value::of(root, typing)?)
}

fn same(before: &Value<'_>, after: &Tree, typing: Typing) -> Result<(), ConvertError> {
    let after = value(after, typing).map_err(|error| ConvertError::NotProven(error.to_string()))?;
    match first_difference(before, &after) {
        Some(path) => Err(ConvertError::NotProven(format!("another value at `{path}`"))),
        None => Ok(()),
    }
}

/// Checks that the comments are the same: in the same order, unless sections move.
fn same_comments(before: &Tree, after: &Tree, style: &DocumentStyle) -> Result<(), ConvertError> {
    let (mut old, mut new) = (comments(before), comments(after));
    if style.sorts_sections {
        old.sort_unstable();
        new.sort_unstable();
    }
    if old == new {
        return Ok(());
    }
    let lost = old.iter().zip(new.iter().chain(std::iter::repeat(&""))).find(|(old, new)| old != new);
    let comment = lost.map_or("", |(old, _)| old);
    Err(ConvertError::NotProven(format!("the comment `{comment}` is not in its place")))
}

fn comments(tree: &Tree) -> Vec<&str> {
    tree.comments().iter().map(|range| tree.source().slice(range).trim_ascii_end()).collect()
}
