//! Parts of a template that are close to a quota.

use cfn_ast::model::limits::{Measure, Quantity, measures};

use crate::rules::kit::prelude::*;
use crate::rules::kit::quotas::{describe_measure, help_for_limit, place_of_measure};

declare_rule! {
    /// A part of a template that uses more than 90 % of a CloudFormation quota.
    ///
    /// ## Why
    ///
    /// One of the next changes may exceed the limit, and splitting a template needs preparation.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   ThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLongThisNameIsLong:
    ///     Type: AWS::SNS::Topic
    /// ```
    "near-limit" {
        group: Structure,
        severity: Note,
        fix: None,
        default: false,
        cfn_lint: ["I1002", "I1003", "I2010", "I2011", "I3010", "I3012", "I6010", "I6011", "I7002", "I7010"],
        hooks: [Template(check)],
        depends_on: Template,
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for measure in measures(template).iter().filter(|measure| is_near(measure)) {
        let finding = cx
            .finding(place_of_measure(measure), describe_measure(measure))
            .with_cfn_lint(id(measure.quantity));
        cx.report(finding.with_help(help_for_limit(measure.quantity)));
    }
}

fn is_near(measure: &Measure<'_>) -> bool {
    let limit = measure.quantity.limit();
    measure.count <= limit && measure.count * 10 > limit * 9
}

fn id(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::TemplateSize => "I1002",
        Quantity::Description => "I1003",
        Quantity::Parameters => "I2010",
        Quantity::ParameterName | Quantity::ParameterDescription | Quantity::ParameterValue => "I2011",
        Quantity::Resources => "I3010",
        Quantity::ResourceName => "I3012",
        Quantity::Outputs => "I6010",
        Quantity::OutputName | Quantity::OutputDescription => "I6011",
        Quantity::MappingName => "I7002",
        Quantity::Mappings | Quantity::MappingAttributes => "I7010",
    }
}
