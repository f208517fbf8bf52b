//! The registry: every rule, by group.

use crate::rule::Rule;

/// The same meaning, written more simply.
pub mod rewrite {
    pub mod long_getatt;
}

pub mod syntax_error;

/// All rules, by group and name.
pub static RULES: &[&Rule] = &[&rewrite::long_getatt::RULE, &syntax_error::RULE];
