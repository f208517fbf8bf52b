//! Log groups with more subscription filters than CloudWatch Logs accepts.

use cfn_ast::meaning::same_value;
use cfn_ast::model::Fact;

use super::property_values::{Lookup, PropertyValue};
use super::wording;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// More subscription filters for a log group than CloudWatch Logs accepts.
    ///
    /// ## Why
    ///
    /// A log group has at most five subscription filters, so the deployment fails at the sixth. Filters whose conditions
    /// exclude each other are not counted together. Events of the type `CloudWatchLogs` in SAM's functions are subscription
    /// filters.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Reports:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       CodeUri: reports
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         One: {Type: CloudWatchLogs, Properties: {LogGroupName: orders, FilterPattern: ONE}}
    ///         Two: {Type: CloudWatchLogs, Properties: {LogGroupName: orders, FilterPattern: TWO}}
    ///         Three: {Type: CloudWatchLogs, Properties: {LogGroupName: orders, FilterPattern: THREE}}
    ///         Four: {Type: CloudWatchLogs, Properties: {LogGroupName: orders, FilterPattern: FOUR}}
    ///         Five: {Type: CloudWatchLogs, Properties: {LogGroupName: orders, FilterPattern: FIVE}}
    ///         Six: {Type: CloudWatchLogs, Properties: {LogGroupName: orders, FilterPattern: SIX}}
    /// Transform: AWS::Serverless-2016-10-31
    /// ```
    "too-many-subscription-filters" {
        group: Resources,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E2529"],
        hooks: [Template(check)],
        skips: [CustomMacros],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

/// The maximum number of subscription filters of a log group (cfn-lint 1.58, E2529).
const LIMIT: usize = 5;

/// The index of the filter at which cfn-lint reports the finding.
const REPORTED_BY_CFN_LINT: usize = 2;

/// The filters of one log group.
struct Group<'t> {
    /// The name of the log group, in each filter that may exist together with the others.
    names: Vec<Node<'t>>,
    facts: Vec<Fact<'t>>,
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let lookup = Lookup::of(cx);
    let mut groups: Vec<Group<'t>> = Vec::new();
    for filter in template.resources().iter().flat_map(|resource| log_groups(resource, lookup)) {
        let is_same = |group: &&mut Group<'t>| same_value(template, group.names[0], filter.value);
        let Some(group) = groups.iter_mut().find(is_same) else {
            groups.push(Group { names: vec![filter.value], facts: filter.facts });
            continue;
        };
        let together: Vec<Fact<'t>> = group.facts.iter().chain(&filter.facts).copied().collect();
        if lookup.are_possible(&together) {
            group.names.push(filter.value);
            group.facts = together;
        }
    }
    for group in groups.iter().filter(|group| group.names.len() > LIMIT) {
        let count = group.names.len();
        let message = format!("{count} subscription filters for one log group; the limit is {LIMIT}");
        let finding = cx.finding(wording::place(group.names[LIMIT]), message);
        cx.report(finding.with_cfn_lint_offset(offset_of_value(group.names[REPORTED_BY_CFN_LINT])));
    }
}

/// The names of the log groups that a resource has subscription filters for.
fn log_groups<'t>(resource: &Resource<'t>, lookup: Lookup<'_, 't>) -> Vec<PropertyValue<'t>> {
    match resource.type_name() {
        Some("AWS::Logs::SubscriptionFilter") => lookup.values_at(resource, &["LogGroupName"]).values,
        Some("AWS::Serverless::Function") => {
            let events = lookup.values_at(resource, &["Events"]).values;
            events.iter().flat_map(|events| log_groups_of_events(events, lookup)).collect()
        }
        _ => Vec::new(),
    }
}

fn log_groups_of_events<'t>(events: &PropertyValue<'t>, lookup: Lookup<'_, 't>) -> Vec<PropertyValue<'t>> {
    let mut found = Vec::new();
    for entry in events.value.entries() {
        let event = PropertyValue { value: entry.value, facts: events.facts.clone() };
        if entry.value.get("Type").and_then(Node::text) == Some("CloudWatchLogs") {
            found.extend(lookup.values_below(&event, &["Properties", "LogGroupName"]).values);
        }
    }
    found
}
