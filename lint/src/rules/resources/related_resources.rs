//! Constraints between several resources that no schema can express.

use cfn_ast::model::{Fact, Intrinsic, Target};

use super::comparisons::Conflict;
use super::property_values::{Lookup, PropertyValue};
use super::wording;
use crate::rules::kit::prelude::*;

/// The types that define a part of a REST API, each by the property `RestApiId`.
const PARTS_OF_REST_APIS: [&str; 6] = [
    "AWS::ApiGateway::Authorizer",
    "AWS::ApiGateway::GatewayResponse",
    "AWS::ApiGateway::Method",
    "AWS::ApiGateway::Model",
    "AWS::ApiGateway::RequestValidator",
    "AWS::ApiGateway::Resource",
];

/// The resource of the template that a value refers to by `Ref`.
fn target<'t>(value: Node<'t>, template: &Template<'t>) -> Option<Resource<'t>> {
    let Ok(Intrinsic::Ref(name)) = value.resolved().function()?.view() else { return None };
    template.resources().get(name.text()?).copied()
}

/// Each update of an OpenAPI definition overwrites the API (AWS CloudFormation Template Reference Guide,
/// `AWS::ApiGateway::RestApi`, `Mode`).
pub(super) fn mixed_definitions<'t>(api: Resource<'t>, cx: &RuleContext<'_, 't>) -> Vec<Conflict<'t>> {
    let Some(entry) = ["Body", "BodyS3Location"].iter().find_map(|name| api.properties()?.entry(name)) else {
        return Vec::new();
    };
    let resources = cx.template().resources();
    let is_part = |resource: &&Resource<'t>| {
        resource.type_name().is_some_and(|name| PARTS_OF_REST_APIS.contains(&name))
    };
    let mut parts = Vec::new();
    for reference in cx.references().to(Target::Resource(api.logical_id())) {
        let context = reference.context();
        let owner = context.declaration().and_then(|name| resources.get(name)).filter(is_part);
        if let Some(owner) = owner.filter(|_| context.path_starts_with(&["Properties", "RestApiId"])) {
            parts.push(owner.logical_id());
        }
    }
    if parts.is_empty() {
        return Vec::new();
    }
    let listed = wording::listed(parts.iter().map(|part| format!("`{part}`")), "resource");
    let message = format!(
        "`{}` overwrites what other resources define of the API: {listed}",
        entry.name().unwrap_or_default()
    );
    vec![Conflict { id: "W3660", node: entry.value, message }]
}

/// Amazon ECS chooses the host port of a container with port 0, so that a target group cannot check another one (Amazon ECS
/// API Reference, "PortMapping"; Elastic Load Balancing API Reference, "CreateTargetGroup").
pub(super) fn dynamic_ports<'t>(service: Resource<'t>, lookup: Lookup<'_, 't>) -> Vec<Conflict<'t>> {
    let mut conflicts: Vec<Conflict<'t>> = Vec::new();
    let definitions = lookup.values_at(&service, &["TaskDefinition"]).values;
    for balancer in lookup.values_at(&service, &["LoadBalancers", "*"]).values {
        for port in checked_ports(&balancer, lookup) {
            let is_dynamic = definitions
                .iter()
                .any(|definition| has_dynamic_port(definition, &balancer, &port.facts, lookup));
            if is_dynamic && !conflicts.iter().any(|known| known.node == port.value) {
                let message = "`HealthCheckPort` must be `traffic-port`: Amazon ECS chooses the host port of the container";
                conflicts.push(Conflict { id: "E3049", node: port.value, message: message.to_owned() });
            }
        }
    }
    conflicts
}

/// The ports that the target group of a load balancer checks instead of the one to which it sends traffic.
fn checked_ports<'t>(balancer: &PropertyValue<'t>, lookup: Lookup<'_, 't>) -> Vec<PropertyValue<'t>> {
    let mut ports = Vec::new();
    for group in lookup.values_below(balancer, &["TargetGroupArn"]).values {
        let Some(resource) = target(group.value, lookup.template) else { continue };
        for port in lookup.values_at(&resource, &["HealthCheckPort"]).values {
            if port.literal().is_some_and(|text| text != "traffic-port") {
                ports.push(PropertyValue { facts: [group.facts.as_slice(), &port.facts].concat(), ..port });
            }
        }
    }
    ports
}

/// Whether Amazon ECS chooses the host port of the container that a load balancer sends traffic to.
fn has_dynamic_port<'t>(
    definition: &PropertyValue<'t>,
    balancer: &PropertyValue<'t>,
    facts: &[Fact<'t>],
    lookup: Lookup<'_, 't>,
) -> bool {
    let Some(task) = target(definition.value, lookup.template) else { return false };
    let (name, port) = (balancer.value.get("ContainerName"), balancer.value.get("ContainerPort"));
    let (Some(name), Some(port)) = (name.and_then(Node::text), port.and_then(Node::text)) else {
        return false;
    };
    for container in lookup.values_at(&task, &["ContainerDefinitions", "*"]).values {
        if container.value.get("Name").and_then(Node::text) != Some(name) {
            continue;
        }
        for mapping in lookup.values_below(&container, &["PortMappings", "*"]).values {
            let text = |key: &str| mapping.value.get(key).and_then(Node::text);
            let is_meant = text("ContainerPort") == Some(port) && text("HostPort") == Some("0");
            let all = [facts, &definition.facts, &mapping.facts].concat();
            if is_meant && lookup.are_possible(&all) {
                return true;
            }
        }
    }
    false
}
