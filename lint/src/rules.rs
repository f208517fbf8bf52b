//! The registry: every rule, by group.

use crate::rule::Rule;

/// The same meaning, written more simply.
pub mod rewrite {
    pub mod long_form_function;
    pub mod long_getatt;
    pub mod needless_join;
    pub mod needless_sub_mapping;
    pub mod single_variable_sub;
    pub mod sub_without_variables;
    pub mod trivial_join;
    pub mod unused_sub_mapping;
}

/// What CloudFormation refuses, or what it does not do although it looks so.
pub mod correctness {
    pub mod syntax_error;
}

/// The use of cfn-tidy itself.
pub mod tidy {
    pub mod invalid_suppression;
    pub mod unused_suppression;
}

#[cfg(test)]
mod broken;

/// All rules, by group and name.
pub static RULES: &[&Rule] = &[
    &rewrite::long_form_function::RULE,
    &rewrite::long_getatt::RULE,
    &rewrite::needless_join::RULE,
    &rewrite::needless_sub_mapping::RULE,
    &rewrite::single_variable_sub::RULE,
    &rewrite::sub_without_variables::RULE,
    &rewrite::trivial_join::RULE,
    &rewrite::unused_sub_mapping::RULE,
    &correctness::syntax_error::RULE,
    &tidy::invalid_suppression::RULE,
    &tidy::unused_suppression::RULE,
    #[cfg(test)]
    &broken::BREAKS_SYNTAX,
    #[cfg(test)]
    &broken::BREAKS_SYNTAX_UNSAFELY,
    #[cfg(test)]
    &broken::CHANGES_MEANING,
    #[cfg(test)]
    &broken::CHANGES_MEANING_UNSAFELY,
    #[cfg(test)]
    &broken::COLLIDES,
    #[cfg(test)]
    &broken::LOSES_COMMENT,
    #[cfg(test)]
    &broken::NEVER_ENDS,
];
