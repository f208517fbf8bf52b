//! Constraints that compare values in a way that no schema can.
//!
//! Each is a fact of the documentation of its service, named with it, and is silent where a function computes a value.

use super::constraints::with_id;
use super::property_values::{Lookup, PropertyValue, PropertyValues};
use super::related_resources::{dynamic_ports, mixed_definitions};
use super::{schedule, wording};
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

/// A value that violates a constraint.
pub(super) struct Conflict<'t> {
    /// The ID under which cfn-lint reports it.
    pub(super) id: &'static str,
    pub(super) node: Node<'t>,
    pub(super) message: String,
}

/// Compares the values of one resource.
pub(super) fn check<'t>(resource: Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(properties) = resource.properties().map(Node::resolved) else { return };
    let conflicts = match resource.type_name() {
        Some("AWS::ApiGateway::RestApi") => mixed_definitions(resource, cx),
        Some("AWS::Backup::BackupPlan") => lifecycles(properties),
        Some("AWS::CertificateManager::Certificate") => validation_domains(properties),
        Some("AWS::CodeBuild::Project") => service_role(properties, cx.template()),
        Some("AWS::CodePipeline::Pipeline") => sources(properties),
        Some("AWS::ECS::Service") => dynamic_ports(resource, Lookup::of(cx)),
        Some("AWS::ECS::TaskDefinition") => host_ports(properties),
        Some("AWS::Events::Rule") => schedules(Lookup::of(cx).values_at(&resource, &["ScheduleExpression"])),
        Some("AWS::Serverless::Function" | "AWS::Serverless::StateMachine") => {
            schedules_of_events(properties, Lookup::of(cx))
        }
        Some("AWS::Lambda::Function") => {
            let mut conflicts = environment_size(properties);
            conflicts.extend(snap_start(properties));
            conflicts
        }
        Some("AWS::Route53::RecordSet") => record_name(properties),
        _ => return,
    };
    for conflict in conflicts {
        let finding = with_id(cx.finding(wording::place(conflict.node), conflict.message), conflict.id);
        cx.report(finding.with_cfn_lint_offset(offset_of_value(conflict.node)));
    }
}

/// The text of a property that is written as it is.
fn text_at<'t>(mapping: Node<'t>, name: &str) -> Option<&'t str> {
    let value = mapping.get(name)?.resolved();
    value.text().filter(|_| value.function().is_none() && value.local_tag().is_none())
}

/// The items of a list that is written as one.
fn items<'t>(mapping: Node<'t>, name: &str) -> Vec<Node<'t>> {
    let list = mapping.get(name).map(Node::resolved).filter(|list| list.function().is_none());
    list.into_iter().flat_map(|list| list.items().map(Node::resolved).collect::<Vec<_>>()).collect()
}

/// The values of a mapping that is written as one.
fn items_of_mapping<'t>(owner: Node<'t>, name: &str) -> Vec<Node<'t>> {
    let mapping = owner.get(name).map(Node::resolved).filter(|mapping| mapping.function().is_none());
    mapping.into_iter().flat_map(|mapping| mapping.entries().map(|entry| entry.value.resolved())).collect()
}

/// The schedules of SAM's events, which become rules of Amazon EventBridge.
fn schedules_of_events<'t>(properties: Node<'t>, lookup: Lookup<'_, 't>) -> Vec<Conflict<'t>> {
    let mut conflicts = Vec::new();
    for event in items_of_mapping(properties, "Events") {
        if text_at(event, "Type") == Some("Schedule") {
            let event = PropertyValue { value: event, facts: Vec::new() };
            conflicts.extend(schedules(lookup.values_below(&event, &["Properties", "Schedule"])));
        }
    }
    conflicts
}

fn schedules(values: PropertyValues<'_>) -> Vec<Conflict<'_>> {
    let mut conflicts = Vec::new();
    for value in values.values {
        if let Some(fault) = value.literal().and_then(schedule::fault) {
            let message = format!("{} {fault}", wording::property(value.value));
            conflicts.push(Conflict { id: "E3027", node: value.value, message });
        }
    }
    conflicts
}

/// AWS Backup Developer Guide, "Lifecycle": data stays in cold storage for at least 90 days.
fn lifecycles(properties: Node<'_>) -> Vec<Conflict<'_>> {
    let rules =
        properties.get("BackupPlan").map(|plan| items(plan.resolved(), "BackupPlanRule")).unwrap_or_default();
    let copies = rules.iter().flat_map(|rule| items(*rule, "CopyActions"));
    let owners: Vec<Node<'_>> = rules.iter().copied().chain(copies).collect();
    let mut conflicts = Vec::new();
    for lifecycle in owners.iter().filter_map(|owner| owner.get("Lifecycle")).map(Node::resolved) {
        let days = |name: &str| text_at(lifecycle, name)?.parse::<i64>().ok();
        let (Some(node), Some(delete), Some(cold)) =
            (lifecycle.get("DeleteAfterDays"), days("DeleteAfterDays"), days("MoveToColdStorageAfterDays"))
        else {
            continue;
        };
        if delete - cold < 90 {
            let message = format!(
                "`DeleteAfterDays` must be at least {}: backups stay in cold storage for 90 days",
                cold + 90
            );
            conflicts.push(Conflict { id: "E3504", node, message });
        }
    }
    conflicts
}

/// AWS Certificate Manager API Reference, "DomainValidationOption".
fn validation_domains(properties: Node<'_>) -> Vec<Conflict<'_>> {
    let mut conflicts = Vec::new();
    for option in items(properties, "DomainValidationOptions") {
        let (Some(name), Some(domain)) = (text_at(option, "DomainName"), text_at(option, "ValidationDomain"))
        else {
            continue;
        };
        let Some(node) = option.get("DomainName").filter(|_| !is_within(name, domain)) else { continue };
        let message = "`ValidationDomain` must be the same as `DomainName` or a superdomain of it".to_owned();
        conflicts.push(Conflict { id: "E3503", node, message });
    }
    conflicts
}

/// Amazon Route 53 API Reference, "ResourceRecordSet"; the name of a zone ends in a dot (AWS CloudFormation Template
/// Reference Guide, `AWS::Route53::RecordSet`).
fn record_name(properties: Node<'_>) -> Vec<Conflict<'_>> {
    let (Some(name), Some(zone)) = (text_at(properties, "Name"), text_at(properties, "HostedZoneName"))
    else {
        return Vec::new();
    };
    let mut conflicts = Vec::new();
    if let Some(node) = properties.get("HostedZoneName").filter(|_| !zone.ends_with('.')) {
        conflicts.push(Conflict {
            id: "E3041",
            node,
            message: "`HostedZoneName` must end in a dot".to_owned(),
        });
    }
    let without_dot = |name: &str| name.strip_suffix('.').unwrap_or(name).to_owned();
    if let Some(node) = properties.get("Name").filter(|_| !is_within(&without_dot(name), &without_dot(zone)))
    {
        let message = "`Name` must be the same as `HostedZoneName` or a subdomain of it".to_owned();
        conflicts.push(Conflict { id: "E3041", node, message });
    }
    conflicts
}

fn is_within(name: &str, domain: &str) -> bool {
    name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// `Ref` returns the name of a role, by which CodeBuild does not find a role with a path (AWS CodeBuild User Guide,
/// "Create a CodeBuild service role").
fn service_role<'t>(properties: Node<'t>, template: &Template<'t>) -> Vec<Conflict<'t>> {
    let Some(node) = properties.get("ServiceRole") else { return Vec::new() };
    let is_ref = |function: &Function<'t>| function.name == cfn_ast::FunctionName::Ref;
    let target = node.resolved().function().filter(is_ref).and_then(|function| function.argument.text());
    let role = target.and_then(|name| template.resources().get(name));
    let path = role.and_then(|role| text_at(role.properties()?.resolved(), "Path"));
    if path.is_none_or(|path| path == "/") {
        return Vec::new();
    }
    let message =
        "`ServiceRole` must be the ARN of the role: CodeBuild does not find a role with a path by its name";
    vec![Conflict { id: "E3050", node, message: message.to_owned() }]
}

/// CodePipeline User Guide, "CodePipeline pipeline structure reference".
fn sources(properties: Node<'_>) -> Vec<Conflict<'_>> {
    let stages = properties.get("Stages").map(Node::resolved).filter(|stages| stages.function().is_none());
    let stages: Vec<Node<'_>> =
        stages.into_iter().flat_map(|stages| stages.items().collect::<Vec<_>>()).collect();
    // Which stage is the first one may depend on a condition.
    if stages.iter().any(|stage| stage.resolved().function().is_some()) {
        return Vec::new();
    }
    let mut conflicts = Vec::new();
    for (index, stage) in stages.iter().enumerate() {
        for action in items(stage.resolved(), "Actions") {
            let Some(category) = action.get("ActionTypeId").and_then(|id| id.resolved().get("Category"))
            else {
                continue;
            };
            let is_source = match category.text().filter(|_| category.function().is_none()) {
                Some(name) => name == "Source",
                None => continue,
            };
            if is_source != (index == 0) {
                let message = if is_source {
                    "actions of category `Source` are allowed only in the first stage"
                } else {
                    "the first stage allows only actions of category `Source`"
                };
                conflicts.push(Conflict { id: "E3700", node: category, message: message.to_owned() });
            }
        }
    }
    conflicts
}

/// Amazon ECS API Reference, "PortMapping": with the network mode `awsvpc`, both ports are the same.
fn host_ports(properties: Node<'_>) -> Vec<Conflict<'_>> {
    if text_at(properties, "NetworkMode") != Some("awsvpc") {
        return Vec::new();
    }
    let containers = items(properties, "ContainerDefinitions");
    let mappings = containers.iter().flat_map(|container| items(*container, "PortMappings"));
    let conflicts = mappings.filter_map(|mapping| {
        let (host, container) = (text_at(mapping, "HostPort")?, text_at(mapping, "ContainerPort")?);
        let node = mapping.get("HostPort").filter(|_| host != container)?;
        let message =
            "`HostPort` must be the same as `ContainerPort` with the network mode `awsvpc`".to_owned();
        Some(Conflict { id: "E3053", node, message })
    });
    conflicts.collect()
}

/// AWS Lambda Developer Guide, "Lambda quotas": 4 KB for all environment variables.
fn environment_size(properties: Node<'_>) -> Vec<Conflict<'_>> {
    let variables =
        properties.get("Environment").and_then(|environment| environment.resolved().get("Variables"));
    let Some(node) = variables.filter(|variables| variables.resolved().function().is_none()) else {
        return Vec::new();
    };
    let length = |text: Option<&str>| text.map_or(0, str::len);
    let entries = node.resolved().entries();
    let size: usize = entries
        .map(|entry| {
            length(entry.name()) + length(entry.value.text().filter(|_| entry.value.function().is_none()))
        })
        .sum();
    if size <= 4096 {
        return Vec::new();
    }
    let message = format!("`Variables` has at least {size} bytes; the limit for all variables is 4,096");
    vec![Conflict { id: "E3697", node, message }]
}

/// AWS Lambda Developer Guide, "Improving startup performance with Lambda SnapStart".
fn snap_start(properties: Node<'_>) -> Vec<Conflict<'_>> {
    let Some(apply_on) = properties.get("SnapStart").and_then(|setting| setting.resolved().get("ApplyOn"))
    else {
        return Vec::new();
    };
    let runtime = text_at(properties, "Runtime").filter(|_| apply_on.text() == Some("PublishedVersions"));
    if runtime.is_none_or(supports_snap_start) {
        return Vec::new();
    }
    let message = "the runtime of the function does not support SnapStart".to_owned();
    vec![Conflict { id: "E2530", node: apply_on, message }]
}

/// Java 11, Python 3.12, .NET 8, and later ones.
fn supports_snap_start(runtime: &str) -> bool {
    let version = |prefix: &str| {
        let rest = runtime.strip_prefix(prefix)?;
        rest.split('.').next_back()?.parse::<u32>().ok()
    };
    match (version("java"), version("python3."), version("dotnet")) {
        (Some(version), ..) => version >= 11,
        (_, Some(version), _) => version >= 12,
        (.., Some(version)) => version >= 8 && !runtime.starts_with("dotnetcore"),
        // A runtime that only AWS's newest documentation has.
        (None, None, None) => !["nodejs", "ruby", "go", "provided", "java8", "dotnet"]
            .iter()
            .any(|other| runtime.starts_with(other)),
    }
}
