//! Writers of whole documents, by a style.
//!
//! They serve one purpose, the conversion of a file on explicit request. No edit goes through them, and
//! [`convert`](crate::convert::convert), which reads the result again and compares it with the source, is the only way
//! to call them.

mod comments;
mod error;
mod functions;
mod json;
mod members;
mod number;
mod plain;
mod yaml;

use crate::model::{Form, Section, Template};
use crate::source::Newline;
use crate::syntax::{Entry, Format, Node, Tree};

pub use error::{Obstacle, Unwritable};

/// The layout of a whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentStyle {
    /// The notation to write.
    pub format: Format,
    /// The number of spaces per level of indentation.
    pub indent: usize,
    /// Whether the items of a YAML sequence are indented further than the key that they belong to.
    pub indents_sequences: bool,
    /// Whether sections are written in the order of AWS's documentation instead of that of the source.
    pub sorts_sections: bool,
    /// The form of functions in YAML: the short form where it is possible, or the long form everywhere.
    pub functions: Form,
    /// Whether a document with comments may be written as JSON, which has none.
    pub drops_comments: bool,
    /// The line break of the result.
    pub newline: Newline,
}

impl DocumentStyle {
    /// The number of columns within which short lists and the arguments of functions are written on one line of YAML.
    pub const WIDTH: usize = 80;

    /// The style in which a notation is written unless anything else is asked for.
    pub fn of(format: Format) -> Self {
        Self {
            format,
            indent: crate::write::DEFAULT_INDENT,
            indents_sequences: true,
            sorts_sections: false,
            functions: Form::Short,
            drops_comments: false,
            newline: Newline::Lf,
        }
    }
}

/// Returns the text of a tree without syntax errors in another style.
pub(crate) fn document(tree: &Tree, style: &DocumentStyle) -> Result<String, Unwritable> {
    let root = members::check(tree)?;
    let text = match style.format {
        Format::Json => json::write(root, style)?,
        Format::Yaml => yaml::write(root, style)?,
    };
    Ok(match style.newline {
        Newline::CrLf => text.replace('\n', "\r\n"),
        Newline::Lf | Newline::Cr => text,
    })
}

/// Sorts the entries of the root into the order in which they are written. Returns whether that is another one.
fn sorted<'t>(template: Option<&Template<'t>>, style: &DocumentStyle, entries: &mut [Entry<'t>]) -> bool {
    let rank = |entry: &Entry<'_>| {
        entry.name().and_then(Section::from_key).map_or(usize::MAX, |section| section as usize)
    };
    // An alias must follow its anchor.
    let has_alias = |template: &Template<'_>| template.tree().nodes().any(Node::is_alias);
    let is_movable = |template: &Template<'t>| {
        template.has_sections() && (style.format == Format::Json || !has_alias(template))
    };
    let is_template = style.sorts_sections && template.is_some_and(is_movable);
    if !is_template || entries.is_sorted_by_key(rank) {
        return false;
    }
    entries.sort_by_key(rank);
    true
}
