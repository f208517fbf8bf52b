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
    pub mod dynamic_reference_spaces;
    pub mod interface_missing_parameter;
    pub mod missing_update_replace_policy;
    pub mod raw_pseudo_parameter;
    pub mod sub_missing;
    pub mod syntax_error;
    pub mod transform_order;
}

/// Values that YAML readers take for something else than was meant.
pub mod yaml {
    pub mod ambiguous_scalar;
    pub mod octal_account_id;
    pub mod unquoted_policy_version;
    pub mod unquoted_template_version;
}

/// Values that tie a template to one partition, region or account.
pub mod portability {
    pub mod az_literal;
    pub mod hard_coded_account;
    pub mod hard_coded_partition;
    pub mod hard_coded_region;
    pub mod hard_coded_url_suffix;
}

/// What AWS has retired or is about to.
pub mod deprecated {
    pub mod deprecated_runtime;
    pub mod old_policy_version;
}

/// The order in which the parts of a template stand.
pub mod order {
    pub mod type_not_first;
    pub mod unsorted_sections;
}

/// Lambda layers, and the macro that looks up their versions.
pub mod layers {
    pub mod alias_behind_layers;
    pub mod layer_pinned_with_uselatest;
    pub mod layer_unqualified_without_uselatest;
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
    &correctness::dynamic_reference_spaces::RULE,
    &correctness::interface_missing_parameter::RULE,
    &correctness::missing_update_replace_policy::RULE,
    &correctness::raw_pseudo_parameter::RULE,
    &correctness::sub_missing::RULE,
    &correctness::syntax_error::RULE,
    &correctness::transform_order::RULE,
    &yaml::ambiguous_scalar::RULE,
    &yaml::octal_account_id::RULE,
    &yaml::unquoted_policy_version::RULE,
    &yaml::unquoted_template_version::RULE,
    &portability::az_literal::RULE,
    &portability::hard_coded_account::RULE,
    &portability::hard_coded_partition::RULE,
    &portability::hard_coded_region::RULE,
    &portability::hard_coded_url_suffix::RULE,
    &deprecated::deprecated_runtime::RULE,
    &deprecated::old_policy_version::RULE,
    &order::type_not_first::RULE,
    &order::unsorted_sections::RULE,
    &layers::alias_behind_layers::RULE,
    &layers::layer_pinned_with_uselatest::RULE,
    &layers::layer_unqualified_without_uselatest::RULE,
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
