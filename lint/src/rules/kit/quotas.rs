//! CloudFormation's quotas in the words of messages.

use cfn_ast::TextRange;
use cfn_ast::model::limits::{Measure, Quantity};

use super::ranges::{place_of_owner, place_of_value};

/// Where a finding about a quota is shown.
pub(crate) fn place_of_measure(measure: &Measure<'_>) -> TextRange {
    match measure.quantity {
        Quantity::TemplateSize => place_of_owner(measure.node),
        _ if measure.node.is_key() => measure.node.range(),
        _ => place_of_value(measure.node),
    }
}

/// A measure beside its limit: "logical ID has 256 characters; the limit is 255".
pub(crate) fn describe_measure(measure: &Measure<'_>) -> String {
    let (count, unit, limit) = (measure.count, measure.quantity.unit(), measure.quantity.limit());
    let subject = match measure.quantity {
        Quantity::Parameters | Quantity::Resources | Quantity::Outputs | Quantity::Mappings
            if count > limit =>
        {
            return format!("{count} {unit} exceed the limit of {limit}");
        }
        Quantity::TemplateSize
        | Quantity::Parameters
        | Quantity::Resources
        | Quantity::Outputs
        | Quantity::Mappings => "template",
        Quantity::Description => "description",
        Quantity::ParameterName => "parameter name",
        Quantity::ParameterDescription => "parameter description",
        Quantity::ParameterValue => "parameter value",
        Quantity::ResourceName => "logical ID",
        Quantity::OutputName => "output name",
        Quantity::OutputDescription => "output description",
        Quantity::MappingName => "name in a mapping",
        Quantity::MappingAttributes => "mapping",
    };
    format!("{subject} has {count} {unit}; the limit is {limit}")
}

/// What to do about a quota that is exceeded, or nearly so.
pub(crate) fn help_for_limit(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::TemplateSize | Quantity::Resources | Quantity::Outputs => {
            "move some of the resources to a nested stack"
        }
        Quantity::Parameters => "combine values in list parameters, or move some resources to a nested stack",
        Quantity::Mappings | Quantity::MappingAttributes => {
            "split the mapping, or read the values from Parameter Store"
        }
        _ => "shorten it",
    }
}
