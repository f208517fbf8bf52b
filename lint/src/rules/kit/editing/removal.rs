//! Fixes that remove an entry or an item.

use cfn_ast::edit::Removal;

use crate::fix::{Applicability, Fix};

/// Returns the fix that removes something, which is at most unsafe if it removes a comment.
pub(crate) fn removal_fix(removal: Removal, best: Applicability, message: impl Into<String>) -> Fix {
    let applicability = if removal.loses_comment() { best.min(Applicability::Unsafe) } else { best };
    Fix::new(applicability, message, [removal.into_edit()])
}
