//! The lossless syntax tree of a source, for YAML and JSON alike.

mod build;
mod comment;
mod error;
mod extent;
mod json;
mod line_break;
mod mend;
mod node;
mod parse;
mod recover;
mod scalar;
mod sharing;
mod sibling;
mod text_ranges;
mod tree;
mod trivia;
mod yaml;

pub use comment::Comments;
pub use error::{SyntaxError, SyntaxErrorKind};
pub use node::{Children, Descendants, Entries, Entry, Items, Node, NodeId};
pub use scalar::{MAX_CONVERTED_DIGITS, Scalar, is_plain_string};
pub use text_ranges::TextRanges;
#[cfg(feature = "uselatest")]
pub use tree::DEFAULT_MACRO_NAME;
pub use tree::{CollectionStyle, Format, NodeKind, ScalarStyle, Tree};

/// The maximum nesting of collections; deeper sources are rejected with a [`SyntaxError`].
///
/// CloudFormation's own limit is far lower, and every walk of this crate can rely on this bound.
pub const MAX_DEPTH: usize = 500;

/// The maximum length of a YAML key on one line, in characters (YAML specification, section 7.4.3).
pub const MAX_KEY_CHARACTERS: usize = 1024;
