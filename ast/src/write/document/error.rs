//! The reasons why a document cannot be written in a style.

use crate::range::TextRange;

/// A part of a document that cannot be written in the style that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{obstacle}")]
pub struct Unwritable {
    /// The bytes of the source that cannot be written.
    pub range: TextRange,
    /// The reason.
    pub obstacle: Obstacle,
}

/// The reason why a part of a document cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// Of equal keys only the last one is used, and most readers reject them.
    #[error("duplicate key `{0}`; remove one of the two")]
    DuplicateKey(String),
    /// JSON has no comments.
    #[error("JSON has no comments, and the document has {0}; pass --drop-comments to leave them out")]
    Comments(usize),
    /// JSON has no spelling for infinity and "not a number".
    #[error("`{0}` has no spelling in JSON")]
    NotFinite(String),
    /// A tag other than those of functions.
    #[error("tag `{0}` is not a part of a template")]
    Tag(String),
    /// A merge key copies the entries of a mapping, whatever function its tag names.
    #[error(
        "the merge key `<<` copies entries of mappings, and `!{0}` is a function; write the entries instead"
    )]
    MergedFunction(String),
    /// A directive of another tool, which reads it as a tag only.
    #[error("`!{0}` is a directive of Rain, which has no spelling in JSON")]
    Directive(String),
    /// A key of YAML is limited to 1024 characters.
    #[error("key has more than {max} characters, the limit of YAML", max = crate::syntax::MAX_KEY_CHARACTERS)]
    LongKey,
    /// A file contains one template.
    #[error("the file has more than one document")]
    SeveralDocuments,
    /// The document contains no value.
    #[error("the file is empty")]
    Empty,
}

impl Obstacle {
    pub(super) fn at(self, range: TextRange) -> Unwritable {
        Unwritable { range, obstacle: self }
    }
}
