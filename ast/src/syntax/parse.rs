//! Chooses the reader for a source.

use crate::range::TextRange;
use crate::source::Source;
use crate::syntax::build::Builder;
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::tree::{Format, Tree};
use crate::syntax::{json, recover};

/// Reads JSON where the source is JSON, else YAML, which most files with JSON's brackets are as well: `.json`
/// files with comments or trailing commas exist that only YAML readers take.
pub(super) fn parse(source: Source) -> Tree {
    if !begins_with_brace(&source) {
        return parse_yaml(source);
    }
    let mut builder = Builder::new(&source);
    match json::read(&source, &mut builder) {
        Ok(()) => builder.finish(source, Format::Json),
        Err(error) => {
            let tree = parse_yaml(source);
            if tree.errors.is_empty() { tree } else { as_json(tree.source, builder, error) }
        }
    }
}

/// Reads JSON and nothing else.
pub(super) fn parse_json(source: Source) -> Tree {
    let mut builder = Builder::new(&source);
    match json::read(&source, &mut builder) {
        Ok(()) => builder.finish(source, Format::Json),
        Err(error) => as_json(source, builder, error),
    }
}

fn as_json(source: Source, mut builder: Builder, (range, kind): json::Failure) -> Tree {
    builder.error(range, kind);
    builder.finish(source, Format::Json)
}

fn parse_yaml(source: Source) -> Tree {
    let mut builder = recover::read(&source);
    if builder.documents.is_empty() && builder.errors.is_empty() {
        builder.error(TextRange::empty(source.text().len() as u32), SyntaxErrorKind::Empty);
    }
    builder.finish(source, Format::Yaml)
}

fn begins_with_brace(source: &Source) -> bool {
    source.text()[source.bom_len() as usize..].trim_ascii_start().starts_with('{')
}
