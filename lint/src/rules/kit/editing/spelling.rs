//! The spelling of the string of a rewritten function.

use cfn_ast::Node;
use cfn_ast::syntax::{Format, ScalarStyle};
use cfn_ast::write::{Quotes, ScalarContext, json_string, literal_block, quoted};

/// The kinds of quotes in the literals of a function.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LiteralStyles {
    single: bool,
    double: bool,
}

impl LiteralStyles {
    /// Adds the style of one scalar.
    pub(crate) fn add(&mut self, scalar: Node<'_>) {
        match scalar.scalar_style() {
            Some(ScalarStyle::SingleQuoted) => self.single = true,
            Some(ScalarStyle::DoubleQuoted) => self.double = true,
            _ => {}
        }
    }

    /// Returns single quotes, unless all quoted literals use double quotes or the text contains single quotes, which
    /// would have to be doubled.
    fn quotes(self, text: &str) -> Quotes {
        let all_double = self.double && !self.single;
        let spares_doubling = text.contains('\'') && !text.contains(['"', '\\']);
        if all_double || spares_doubling { Quotes::Double } else { Quotes::Single }
    }
}

/// The text as a quoted scalar, or as a block scalar if it has several lines; `None` if such a block would be fragile.
pub(crate) fn spell(text: &str, styles: LiteralStyles, place: ScalarContext) -> Option<String> {
    if place.format == Format::Json {
        return Some(json_string(text));
    }
    if text.contains('\n') && !place.in_flow {
        return literal_block(text, place);
    }
    Some(quoted(text, styles.quotes(text), place))
}
