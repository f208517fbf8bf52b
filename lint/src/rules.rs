//! The registry: every rule, by group.

pub mod kit;

use crate::rule::{Registry, Rule};

/// Functions that can be written more simply with the same meaning.
pub mod rewrite {
    pub mod double_not;
    pub mod equal_if_branches;
    pub mod find_in_map_constant;
    pub mod getazs_region;
    pub mod long_form_function;
    pub mod long_getatt;
    pub mod needless_join;
    pub mod needless_sub_mapping;
    pub mod nested_and_or;
    pub mod nested_same_if;
    pub mod select_of_literal;
    pub mod single_variable_sub;
    pub mod split_join_noop;
    pub mod sub_without_variables;
    pub mod trivial_join;
    pub mod unused_sub_mapping;
}

/// Files that YAML or JSON parsers reject or read differently: errors, duplicate keys, aliases.
pub mod syntax {
    pub mod duplicate_key;
    pub mod merge_key;
    pub mod syntax_error;
    pub mod yaml_alias;
}

/// Sections, names and attributes that CloudFormation does not accept.
pub mod structure {
    pub mod attribute_of_module;
    pub mod duplicate_logical_id;
    pub mod invalid_attribute_value;
    pub mod invalid_cfn_lint_metadata;
    pub mod invalid_name;
    pub mod limit_exceeded;
    pub mod missing_attribute;
    pub mod missing_deletion_policy;
    pub mod missing_update_replace_policy;
    pub mod near_limit;
    pub mod unknown_attribute;
}

/// Parameters, and what is passed to them.
pub mod parameters {
    pub mod default_outside_constraints;
    pub mod interface_missing_parameter;
    pub mod invalid_regular_expression;
    pub mod nested_stack_parameters;
    pub mod no_echo_exposed;
    pub mod unchecked_parameter_type;
    pub mod undefined_interface_parameter;
    pub mod unknown_parameter_type;
}

/// Conditions, and the branches that depend on them.
pub mod conditions {
    pub mod circular_condition;
    pub mod constant_condition;
    pub mod operand_count;
    pub mod unreachable_branch;
}

/// Outputs and exports.
pub mod outputs {
    pub mod imported_output;
    pub mod non_string_output;
}

/// References to other parts of the template, to other resources and to secrets.
pub mod references {
    pub mod circular_dependency;
    pub mod conditional_depends_on;
    pub mod conditional_reference;
    pub mod dynamic_reference_spaces;
    pub mod invalid_dynamic_reference;
    pub mod raw_pseudo_parameter;
    pub mod sub_missing;
    pub mod undefined_attribute;
    pub mod undefined_reference;
}

/// Intrinsic functions and their arguments.
pub mod functions {
    pub mod getatt_string_in_json;
    pub mod invalid_function_argument;
    pub mod misplaced_function;
    pub mod undefined_mapping_key;
    pub mod unknown_function;
}

/// Transforms: SAM, `Fn::ForEach` and macros.
pub mod transforms {
    pub mod ignored_sam_attribute;
    pub mod malformed_loop;
    pub mod missing_serverless_transform;
    pub mod transform_order;
    pub mod unknown_ignored_global;
}

/// Properties that resource types do not accept.
pub mod resources {
    mod comparisons;
    pub mod conflicting_properties;
    pub(super) mod constraints;
    mod defect;
    mod deployment_regions;
    mod document;
    pub mod duplicate_identifier;
    pub mod expiring_content;
    pub mod exposed_password;
    mod formats;
    pub mod ignored_property;
    pub mod invalid_document;
    pub mod invalid_policy;
    pub mod invalid_state_machine;
    pub mod invalid_tags;
    pub mod malformed_value;
    pub mod mismatched_reference;
    pub mod missing_property;
    pub mod no_variant_fits;
    pub mod out_of_range;
    pub mod overlapping_network;
    mod policy;
    mod property_values;
    pub mod read_only_property;
    mod related_resources;
    pub mod repeated_item;
    mod schedule;
    pub mod service_constraint;
    pub mod stateful_without_policy;
    pub mod too_many_subscription_filters;
    pub mod unavailable_engine_version;
    pub mod unavailable_instance_type;
    pub mod undefined_inner_name;
    pub mod undefined_key_attribute;
    pub mod unknown_action;
    pub mod unknown_property;
    pub mod unknown_resource_type;
    pub mod unpackaged_path;
    pub mod untyped_image_parameter;
    pub mod value_not_listed;
    pub mod value_refused_when_resolved;
    pub(super) mod wording;
    pub mod wrong_value_type;
}

/// Values that YAML parsers read as something other than intended.
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

/// Declarations that can be removed without effect.
pub mod unused {
    mod declared;
    pub mod designer_metadata;
    pub mod empty_section;
    pub mod redundant_depends_on;
    pub mod unused_condition;
    pub mod unused_mapping;
    pub mod unused_parameter;
}

/// Features that AWS has deprecated.
pub mod deprecated {
    pub mod deprecated_property;
    pub mod deprecated_runtime;
    pub mod old_policy_version;
    pub mod previous_generation_instance;
    pub mod retired_service;
}

/// The order of the parts of a template.
pub mod order {
    pub mod type_not_first;
    pub mod unsorted_sections;
}

/// Lambda layers, and the macro that resolves their versions.
pub mod layers {
    pub mod alias_behind_layers;
    pub mod invalid_macro_parameter;
    pub mod layer_pinned_with_uselatest;
    pub mod layer_unqualified_without_uselatest;
}

/// The use of cfn-tidy itself.
pub mod tidy {
    pub mod invalid_suppression;
    pub mod unused_suppression;
}

/// The rules of cfn-tidy.
pub const REGISTRY: Registry = Registry::new(RULES);

/// All rules, sorted by group.
const RULES: &[&Rule] = &[
    &rewrite::double_not::RULE,
    &rewrite::equal_if_branches::RULE,
    &rewrite::find_in_map_constant::RULE,
    &rewrite::getazs_region::RULE,
    &rewrite::long_form_function::RULE,
    &rewrite::long_getatt::RULE,
    &rewrite::needless_join::RULE,
    &rewrite::needless_sub_mapping::RULE,
    &rewrite::nested_and_or::RULE,
    &rewrite::nested_same_if::RULE,
    &rewrite::select_of_literal::RULE,
    &rewrite::single_variable_sub::RULE,
    &rewrite::split_join_noop::RULE,
    &rewrite::sub_without_variables::RULE,
    &rewrite::trivial_join::RULE,
    &rewrite::unused_sub_mapping::RULE,
    &syntax::duplicate_key::RULE,
    &syntax::merge_key::RULE,
    &syntax::syntax_error::RULE,
    &syntax::yaml_alias::RULE,
    &structure::attribute_of_module::RULE,
    &structure::duplicate_logical_id::RULE,
    &structure::invalid_attribute_value::RULE,
    &structure::invalid_cfn_lint_metadata::RULE,
    &structure::invalid_name::RULE,
    &structure::limit_exceeded::RULE,
    &structure::missing_attribute::RULE,
    &structure::missing_deletion_policy::RULE,
    &structure::missing_update_replace_policy::RULE,
    &structure::near_limit::RULE,
    &structure::unknown_attribute::RULE,
    &parameters::default_outside_constraints::RULE,
    &parameters::interface_missing_parameter::RULE,
    &parameters::invalid_regular_expression::RULE,
    &parameters::nested_stack_parameters::RULE,
    &parameters::no_echo_exposed::RULE,
    &parameters::unchecked_parameter_type::RULE,
    &parameters::undefined_interface_parameter::RULE,
    &parameters::unknown_parameter_type::RULE,
    &conditions::circular_condition::RULE,
    &conditions::constant_condition::RULE,
    &conditions::operand_count::RULE,
    &conditions::unreachable_branch::RULE,
    &outputs::imported_output::RULE,
    &outputs::non_string_output::RULE,
    &references::circular_dependency::RULE,
    &references::conditional_depends_on::RULE,
    &references::conditional_reference::RULE,
    &references::dynamic_reference_spaces::RULE,
    &references::invalid_dynamic_reference::RULE,
    &references::raw_pseudo_parameter::RULE,
    &references::sub_missing::RULE,
    &references::undefined_attribute::RULE,
    &references::undefined_reference::RULE,
    &functions::getatt_string_in_json::RULE,
    &functions::invalid_function_argument::RULE,
    &functions::misplaced_function::RULE,
    &functions::undefined_mapping_key::RULE,
    &functions::unknown_function::RULE,
    &transforms::ignored_sam_attribute::RULE,
    &transforms::malformed_loop::RULE,
    &transforms::missing_serverless_transform::RULE,
    &transforms::transform_order::RULE,
    &transforms::unknown_ignored_global::RULE,
    &resources::conflicting_properties::RULE,
    &resources::duplicate_identifier::RULE,
    &resources::expiring_content::RULE,
    &resources::exposed_password::RULE,
    &resources::ignored_property::RULE,
    &resources::invalid_document::RULE,
    &resources::invalid_policy::RULE,
    &resources::invalid_state_machine::RULE,
    &resources::invalid_tags::RULE,
    &resources::malformed_value::RULE,
    &resources::mismatched_reference::RULE,
    &resources::missing_property::RULE,
    &resources::no_variant_fits::RULE,
    &resources::out_of_range::RULE,
    &resources::overlapping_network::RULE,
    &resources::read_only_property::RULE,
    &resources::repeated_item::RULE,
    &resources::service_constraint::RULE,
    &resources::stateful_without_policy::RULE,
    &resources::too_many_subscription_filters::RULE,
    &resources::unavailable_engine_version::RULE,
    &resources::unavailable_instance_type::RULE,
    &resources::undefined_inner_name::RULE,
    &resources::undefined_key_attribute::RULE,
    &resources::unknown_action::RULE,
    &resources::unknown_property::RULE,
    &resources::unknown_resource_type::RULE,
    &resources::unpackaged_path::RULE,
    &resources::untyped_image_parameter::RULE,
    &resources::value_not_listed::RULE,
    &resources::value_refused_when_resolved::RULE,
    &resources::wrong_value_type::RULE,
    &yaml::ambiguous_scalar::RULE,
    &yaml::octal_account_id::RULE,
    &yaml::unquoted_policy_version::RULE,
    &yaml::unquoted_template_version::RULE,
    &portability::az_literal::RULE,
    &portability::hard_coded_account::RULE,
    &portability::hard_coded_partition::RULE,
    &portability::hard_coded_region::RULE,
    &portability::hard_coded_url_suffix::RULE,
    &unused::designer_metadata::RULE,
    &unused::empty_section::RULE,
    &unused::redundant_depends_on::RULE,
    &unused::unused_condition::RULE,
    &unused::unused_mapping::RULE,
    &unused::unused_parameter::RULE,
    &deprecated::deprecated_property::RULE,
    &deprecated::deprecated_runtime::RULE,
    &deprecated::old_policy_version::RULE,
    &deprecated::previous_generation_instance::RULE,
    &deprecated::retired_service::RULE,
    &order::type_not_first::RULE,
    &order::unsorted_sections::RULE,
    &layers::alias_behind_layers::RULE,
    &layers::invalid_macro_parameter::RULE,
    &layers::layer_pinned_with_uselatest::RULE,
    &layers::layer_unqualified_without_uselatest::RULE,
    &tidy::invalid_suppression::RULE,
    &tidy::unused_suppression::RULE,
];
