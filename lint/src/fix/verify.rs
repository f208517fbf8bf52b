//! The proof that safe fixes changed nothing but the spelling.

use cfn_ast::meaning::same_meaning;
use cfn_ast::{Source, TextRange, Tree};

use super::regression::Errors;
use crate::check::Scope;
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
    /// Something is wrong that was not before.
    #[error("it would bring a new error, {rule}: {message}")]
    NewError {
        /// The rule that reports it.
        rule: &'static str,
        /// What it reports.
        message: String,
    },
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

/// Whether `after` means what `before` means, still has all of its comments, and has no error that is new.
pub(super) fn equivalent(before: &Tree, after: &Tree, scope: Scope<'_>) -> Result<(), Rejection> {
    equivalent_beside(&Errors::of(before, scope), before, after, scope)
}

/// The same, with what is wrong before.
pub(super) fn equivalent_beside(
    errors: &Errors,
    before: &Tree,
    after: &Tree,
    scope: Scope<'_>,
) -> Result<(), Rejection> {
    readable(after)?;
    same_meaning(before, after).map_err(|changed| Rejection::Meaning(changed.to_string()))?;
    if let Some(comment) = lost_comment(before, after) {
        return Err(Rejection::Comment(comment));
    }
    match errors.first_new(&Errors::of(after, scope)) {
        Some((rule, message)) => Err(Rejection::NewError { rule, message: message.to_owned() }),
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
