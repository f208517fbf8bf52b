//! Conversion of a whole document between YAML and JSON, with a proof.
//!
//! The result is read again. It must have the same value as the source for readers of YAML 1.1 and 1.2, the same meaning,
//! and every comment; otherwise there is no result. Edits never use this: they leave what they do not cover as it is.

mod difference;
mod error;
mod proof;
mod retyped;

use crate::range::TextRange;
use crate::source::Source;
use crate::syntax::{Format, Tree};
use crate::write::{DocumentStyle, document};

pub use error::ConvertError;
pub use proof::prove;
pub use retyped::Retyped;

/// A document in another style.
#[derive(Debug)]
pub struct Converted {
    /// The tree of the result; its source is the text to write.
    pub tree: Tree,
    /// The comments of the source that are not in the result.
    pub dropped_comments: Vec<TextRange>,
    /// The scalars of the source that only readers of YAML 1.1, such as CloudFormation, read as they are in the result.
    pub retyped: Vec<Retyped>,
}

/// Converts a document to a style.
///
/// # Errors
/// [`ConvertError`] with the bytes of the source that cannot be converted; [`ConvertError::NotProven`] would be a bug.
///
/// # Example
///
/// ```
/// use cfn_ast::convert::convert;
/// use cfn_ast::syntax::Format;
/// use cfn_ast::write::DocumentStyle;
/// use cfn_ast::{Source, Tree};
///
/// let json = r#"{"Outputs": {"Größe": {"Value": {"Fn::GetAtt": ["Disk", "Size"]}}}}"#;
/// let tree = Tree::parse(Source::new(json)?);
/// let yaml = convert(&tree, &DocumentStyle::of(Format::Yaml))?;
/// assert_eq!(yaml.tree.source().text(), "Outputs:\n  Größe:\n    Value: !GetAtt Disk.Size\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn convert(tree: &Tree, style: &DocumentStyle) -> Result<Converted, ConvertError> {
    if let Some(error) = tree.errors().first() {
        return Err(ConvertError::Syntax { range: error.range, message: error.kind.to_string() });
    }
    let proof = proof::Before::of(tree)?;
    let text = document(tree, style)?;
    let source = Source::new(text).map_err(|error| ConvertError::NotProven(error.to_string()))?;
    // Only a mapping is recognized as JSON by its first character.
    let is_other_json = style.format == Format::Json && !source.text().starts_with('{');
    let after = if is_other_json { Tree::parse_json(source) } else { tree.parse_version(source) };
    proof.holds_for(&after, style)?;
    let is_json = style.format == Format::Json;
    Ok(Converted {
        dropped_comments: if is_json { tree.comments().iter().collect() } else { Vec::new() },
        retyped: if is_json { retyped::find(tree) } else { Vec::new() },
        tree: after,
    })
}
