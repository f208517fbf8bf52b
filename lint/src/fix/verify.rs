//! The proof that safe fixes change nothing but the spelling.

use cfn_ast::meaning::same_meaning;
use cfn_ast::{Source, TextRange, Tree};

use super::Rejection;
use super::regression::Errors;
use crate::check::Scope;
use crate::finding::Severity;
use crate::finding::suppress::without_directive;

/// Checks that `after` has no syntax errors.
pub(super) fn readable(after: &Tree) -> Result<(), Rejection> {
    match after.errors().first() {
        Some(error) => {
            let line = after.source().line_column(error.range.start()).line;
            Err(Rejection::Syntax(format!("line {line}: {}", error.kind)))
        }
        None => Ok(()),
    }
}

/// Checks that `after` has the meaning of `before`, all of its comments, and no error that is not in `errors`, those of
/// `before`.
pub(super) fn equivalent(
    errors: &Errors,
    before: &Tree,
    after: &Tree,
    scope: Scope<'_>,
) -> Result<(), Rejection> {
    if let Err(changed) = same_meaning(before, after) {
        // A syntax error is reported with its line.
        readable(after)?;
        return Err(Rejection::Meaning(changed.to_string()));
    }
    if let Some(comment) = lost_comment(before, after) {
        return Err(Rejection::Comment(comment));
    }
    // With the same meaning a warning is only seen more clearly: the solver can decide more in simpler conditions.
    match errors.first_new(&Errors::of(after, scope), Severity::Error) {
        Some((rule, message)) => Err(Rejection::NewError { rule, message: message.to_owned() }),
        None => Ok(()),
    }
}

/// Returns the first comment of `before` that is missing among those of `after`, which must be in the same order.
pub(super) fn lost_comment(before: &Tree, after: &Tree) -> Option<String> {
    let mut remaining = comments(after);
    comments(before).find(|comment| !remaining.any(|other| other == *comment)).map(str::to_owned)
}

/// Returns the comments without directives to cfn-tidy: a fix may remove a suppression that has no effect.
fn comments(tree: &Tree) -> impl Iterator<Item = &str> {
    let text = |range: TextRange| without_directive(Source::slice(tree.source(), range));
    tree.comments().iter().map(text).filter(|text| !text.is_empty())
}
