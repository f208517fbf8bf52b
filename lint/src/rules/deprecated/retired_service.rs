//! Resource types of services that AWS retires.

use cfn_schema::{Lifecycle, LifecycleStatus, ResourceType, Table};

use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A resource type of a service that AWS has shut down, will shut down, or no longer develops.
    ///
    /// ## Why
    ///
    /// Resources of a service that was shut down cannot be created, which is an error. Before that, AWS closes a service to
    /// new customers and announces a date, which is a warning. A service in maintenance keeps working and receives no new
    /// features, which is a note.
    ///
    /// The status is that of AWS's schemas as of their date, see [what is known of resource types](../schemas.md).
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Configuration:
    ///     Type: AWS::AutoScaling::LaunchConfiguration
    ///     Properties:
    ///       ImageId: ami-0123456789abcdef0
    ///       InstanceType: t3.micro
    /// ```
    "retired-service" {
        group: Deprecated,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W3696", "W3697", "E3710", "E3006"],
        hooks: [Template(check)],
        skips: [CustomMacros],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for resource in template.resources().iter().filter(|resource| !resource.is_module()) {
        let Some(name) = resource.type_name() else { continue };
        let lifecycle = cx.catalog().resource_type(name).and_then(ResourceType::lifecycle);
        if let Some(lifecycle) = lifecycle {
            report(resource, name, lifecycle, cx);
        }
    }
}

fn report<'t>(resource: &Resource<'t>, name: &str, lifecycle: Lifecycle, cx: &mut RuleContext<'_, 't>) {
    let Some(node) = resource.value().get("Type") else { return };
    let date = lifecycle.date.map(|date| Table::aws().text(date)).unwrap_or_default();
    let (id, severity, state) = match lifecycle.status {
        LifecycleStatus::Shutdown => ("E3710", Severity::Error, on("AWS shut down", &date)),
        LifecycleStatus::Sunset if !date.is_empty() && date.as_str() <= cx.catalog().date() => {
            ("W3696", Severity::Warning, on("AWS closed", &date))
        }
        LifecycleStatus::Sunset => ("W3696", Severity::Warning, on("AWS closes", &date)),
        LifecycleStatus::Maintenance => ("W3697", Severity::Note, since(&date)),
    };
    let message = format!("retired resource type `{name}`: {state}");
    let place = resource.properties().unwrap_or(resource.value());
    let finding = cx.finding(node.range(), message).with_severity(severity);
    let known = cx.catalog().resource_type(name);
    // cfn-lint checks the templates for one region, in which it does not find some of the retired types.
    let finding = match known.and_then(|known| known.is_in_region("us-east-1")) {
        Some(false) => finding.with_cfn_lint("E3006"),
        _ => finding.with_cfn_lint(id).with_cfn_lint_offset(offset_of_value(place)),
    };
    cx.report(finding);
}

fn on(event: &str, date: &str) -> String {
    if date.is_empty() { format!("{event} the service") } else { format!("{event} the service on {date}") }
}

fn since(date: &str) -> String {
    let state = "the service has received no new features";
    if date.is_empty() {
        "the service receives no new features".to_owned()
    } else {
        format!("{state} since {date}")
    }
}
