//! The proof that safe fixes changed nothing but the spelling.

use cfn_ast::meaning::same_meaning;
use cfn_ast::{Source, TextRange, Tree};

use crate::suppress::without_directive;

/// Why a fixed text may not take the place of the original.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The fixed text cannot be read.
    #[error("the fixed text cannot be read: {0}")]
    Syntax(String),
    /// The fixed template means something else.
    #[error("{0}")]
    Meaning(String),
    /// A comment is gone.
    #[error("the comment `{0}` is gone")]
    Comment(String),
}

/// Whether `after` is well-formed.
pub(super) fn readable(after: &Tree) -> Result<(), Rejection> {
    match after.errors().first() {
        Some(error) => {
            let line = after.source().line_column(error.range.start()).line;
            Err(Rejection::Syntax(format!("line {line}: {}", error.kind)))
        }
        None => Ok(()),
    }
}

/// Whether `after` means what `before` means and still has all of its comments.
pub(super) fn equivalent(before: &Tree, after: &Tree) -> Result<(), Rejection> {
    readable(after)?;
    same_meaning(before, after).map_err(|changed| Rejection::Meaning(changed.to_string()))?;
    match lost_comment(before, after) {
        Some(comment) => Err(Rejection::Comment(comment)),
        None => Ok(()),
    }
}

/// The first comment of `before` that is not in its turn among those of `after`.
pub(super) fn lost_comment(before: &Tree, after: &Tree) -> Option<String> {
    let mut remaining = comments(after);
    comments(before).find(|comment| !remaining.any(|other| other == *comment)).map(str::to_owned)
}

/// The comments without what they say to cfn-tidy itself: a fix may take away what has no effect.
fn comments(tree: &Tree) -> impl Iterator<Item = &str> {
    let text = |range: TextRange| without_directive(Source::slice(tree.source(), range));
    tree.comments().iter().map(text).filter(|text| !text.is_empty())
}
