//! Parts of a template that exceed a quota.

use cfn_ast::model::limits::{Quantity, measures};

use crate::rules::kit::prelude::*;
use crate::rules::kit::quotas::{describe_measure, help_for_limit, place_of_measure};

declare_rule! {
    /// A part of a template that exceeds a CloudFormation quota: too many resources or parameters, a description or name
    /// that is too long.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the whole template. Split a template that is too large into nested stacks.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   ThisNameIsLongerThanAnyNameShouldBeThisNameIsLongerThanAnyNameShouldBeThisNameIsLongerThanAnyNameShouldBeThisNameIsLongerThanAnyNameShouldBeThisNameIsLongerThanAnyNameShouldBeThisNameIsLongerThanAnyNameShouldBeThisNameIsLongerThanAnyNameShouldBeThisNameIsLongerThanAnyNameShouldBe:
    ///     Type: String
    /// Resources: {}
    /// ```
    "limit-exceeded" {
        group: Structure,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E1002", "E1003", "E2010", "E2011", "E3010", "E3011", "E6010", "E6011", "E7002", "E7010"],
        hooks: [Template(check)],
        blocks_fixes: false,
        depends_on: Template,
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for measure in measures(template).iter().filter(|measure| measure.count > measure.quantity.limit()) {
        let finding = cx.finding(place_of_measure(measure), describe_measure(measure));
        cx.report(finding.with_cfn_lint(id(measure.quantity)).with_help(help_for_limit(measure.quantity)));
    }
    if let Err(error) = cx.expansion() {
        let transform = template.transform_functions().first().or(template.transforms().first());
        let loops = template.loops().first().map(|each| each.key);
        let place = loops.or(transform.map(|transform| transform.node)).unwrap_or(template.root());
        let finding = cx.finding(place.range(), error.to_string());
        cx.report(finding.with_cfn_lint("E1002").with_help(help_for_limit(Quantity::TemplateSize)));
    }
}

fn id(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::TemplateSize => "E1002",
        Quantity::Description => "E1003",
        Quantity::Parameters => "E2010",
        Quantity::ParameterName | Quantity::ParameterDescription | Quantity::ParameterValue => "E2011",
        Quantity::Resources => "E3010",
        Quantity::ResourceName => "E3011",
        Quantity::Outputs => "E6010",
        Quantity::OutputName | Quantity::OutputDescription => "E6011",
        Quantity::MappingName => "E7002",
        Quantity::Mappings | Quantity::MappingAttributes => "E7010",
    }
}
