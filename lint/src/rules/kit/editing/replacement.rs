//! The replacement of a function with another one, or with a scalar.

use cfn_ast::edit::Replacement;
use cfn_ast::{Function, Template};

use super::placement::accepts;

/// Returns the help that says what to write instead of a function, or `otherwise` if it is too long to show.
pub(crate) fn help_for(replacement: &Replacement, function: Function<'_>, otherwise: &str) -> String {
    match replacement.shown_for(function) {
        Some(text) => format!("use `{text}`"),
        None => otherwise.to_owned(),
    }
}

/// Whether the functions around a function accept the replacement in its place.
pub(crate) fn is_accepted(
    replacement: &Replacement,
    function: Function<'_>,
    template: &Template<'_>,
) -> bool {
    match replacement {
        Replacement::Function(name, _) => accepts(&[*name], function.node, template),
        Replacement::Scalar(_) => true,
    }
}
