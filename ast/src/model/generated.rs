//! Resources that SAM generates in addition to those that a template declares (AWS SAM Developer Guide, "Generated AWS
//! CloudFormation resources").

use crate::model::declarations::resource::Resource;
use crate::model::template::Template;
use crate::syntax::Node;

const TYPES: &str = "AWS::Serverless::";

/// The words that can follow the logical ID of a resource of SAM and a period, to reference a resource generated from
/// it ("Referencing generated resources").
const REFERABLE: [&str; 15] = [
    "Alias",
    "ApiKey",
    "ApiMapping",
    "Deployment",
    "DestinationQueue",
    "DestinationTopic",
    "DomainName",
    "Permission",
    "RestApi",
    "Role",
    "Schema",
    "Stage",
    "UsagePlan",
    "UsagePlanKey",
    "Version",
];

/// Types of events, and the logical ID of the API that all functions with such an event share.
const IMPLICIT_APIS: [(&str, &str); 2] = [("Api", "ServerlessRestApi"), ("HttpApi", "ServerlessHttpApi")];

/// The logical IDs of the resources that the deployment preferences of all functions share.
const SHARED: [&str; 2] = ["ServerlessDeploymentApplication", "CodeDeployServiceRole"];

/// Whether SAM may generate a resource with this logical ID.
///
/// If the ID depends on a hash or on a value that is not known, this is true for every ID of that form.
pub(super) fn may_be_generated(template: &Template<'_>, logical_id: &str) -> bool {
    // SAM's transform itself is not required: a template without it has one mistake, and not one for each name.
    let is_shared = (SHARED.contains(&logical_id) && resources_of_sam(template).next().is_some())
        || IMPLICIT_APIS
            .iter()
            .any(|&(event, api)| logical_id.starts_with(api) && has_event_of_type(template, event));
    is_shared
        || resources_before(template, logical_id).any(|resource| may_generate(template, resource, logical_id))
        || template.resources_in_loops().any(|resource| may_come_from_loop(&resource, logical_id))
}

/// Whether a logical ID can be generated from a resource of SAM in a loop.
fn may_come_from_loop(resource: &Resource<'_>, logical_id: &str) -> bool {
    // Before the first loop variable the ID is the same in all rounds.
    let beginning = resource.logical_id().split(['$', '&']).next().unwrap_or_default();
    let is_of_sam = resource.type_name().is_some_and(|name| name.starts_with(TYPES));
    is_of_sam
        && (logical_id.starts_with(beginning)
            || IMPLICIT_APIS.iter().any(|(_, api)| logical_id.starts_with(api))
            || SHARED.contains(&logical_id))
}

/// The resources whose logical ID is a proper prefix of this one. They are looked up by prefix and not by walking all
/// resources, because the template may have as many undeclared names as resources.
pub(super) fn resources_before<'a, 't>(
    template: &'a Template<'t>,
    logical_id: &'a str,
) -> impl Iterator<Item = &'a Resource<'t>> {
    let beginnings = logical_id.char_indices().map(|(end, _)| &logical_id[..end]);
    beginnings.filter_map(|beginning| template.resources().get(beginning))
}

fn resources_of_sam<'a, 't>(template: &'a Template<'t>) -> impl Iterator<Item = &'a Resource<'t>> {
    let is_of_sam =
        |resource: &&Resource<'_>| resource.type_name().is_some_and(|name| name.starts_with(TYPES));
    template.resources().iter().filter(is_of_sam)
}

fn has_event_of_type(template: &Template<'_>, event_type: &str) -> bool {
    resources_of_sam(template).any(|resource| {
        let events = resource.property("Events").into_iter().flat_map(Node::entries);
        events.filter_map(|event| event.value.get("Type")).any(|name| name.text() == Some(event_type))
    })
}

fn may_generate<'t>(template: &Template<'t>, resource: &Resource<'t>, logical_id: &str) -> bool {
    let Some(rest) = logical_id.strip_prefix(resource.logical_id()).filter(|rest| !rest.is_empty()) else {
        return false;
    };
    let Some(own_type) = resource.type_name().and_then(|name| name.strip_prefix(TYPES)) else { return false };
    // With a period, it is a reference in SAM's own notation, such as `Function.Version`.
    if let Some(referable) = rest.strip_prefix('.') {
        return REFERABLE.contains(&referable);
    }
    let has_property = |name: &str| property(template, resource, name).is_some();
    match own_type {
        // The logical ID of a version ends with a hash, which cannot be computed here.
        "Function" => {
            (rest == "Role" && !has_property("Role"))
                || (rest.starts_with("Version") && has_property("AutoPublishAlias"))
                || rest.strip_prefix("Alias").is_some_and(|alias| is_alias(template, resource, alias))
                || (rest == "DeploymentGroup" && has_property("DeploymentPreference"))
                || (rest.starts_with("Url") && has_property("FunctionUrlConfig"))
                || (rest.starts_with("EventInvokeConfig") && has_property("EventInvokeConfig"))
                || begins_with_event(resource, rest)
        }
        "StateMachine" => {
            (rest == "Role" && !has_property("Role"))
                || (rest.starts_with("Alias") && has_property("AutoPublishAlias"))
                || (rest.starts_with("Version") && has_property("AutoPublishAlias"))
                || begins_with_event(resource, rest)
        }
        "Api" | "HttpApi" | "WebSocketApi" => is_part_of_api(rest),
        // The suffix is a hash.
        "LayerVersion" => rest.len() == 10 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()),
        // These are replaced by one resource with the same ID.
        "Application" | "SimpleTable" => false,
        // The resources generated from other types are not known, so any may be.
        _ => true,
    }
}

/// A property of a resource, also if it is only declared in `Globals`.
/// Whether SAM derives logical IDs from the properties of a resource as they are written, so that another spelling of
/// the same value replaces what it generates: it hashes the properties of layer versions, the definition and the domain
/// of APIs, and all properties of functions with `AutoPublishAliasAllProperties` (AWS SAM Developer Guide, "Generated
/// AWS CloudFormation resources").
pub(super) fn hashes_properties(template: &Template<'_>, resource: &Resource<'_>) -> bool {
    match resource.type_name().and_then(|name| name.strip_prefix(TYPES)) {
        Some("Api" | "HttpApi" | "LayerVersion" | "WebSocketApi") => true,
        Some("Function") => property(template, resource, "AutoPublishAliasAllProperties").is_some(),
        _ => false,
    }
}

fn property<'t>(template: &Template<'t>, resource: &Resource<'t>, name: &str) -> Option<Node<'t>> {
    resource.property(name).or_else(|| template.globals()?.property(resource, name))
}

fn is_alias(template: &Template<'_>, resource: &Resource<'_>, alias: &str) -> bool {
    let declared = property(template, resource, "AutoPublishAlias");
    // The value of a function is not known, so every name may be the alias.
    declared.is_some_and(|declared| {
        declared.text().is_none_or(|name| name.replace('-', "") == alias || declared.tag().is_some())
    })
}

fn begins_with_event(resource: &Resource<'_>, rest: &str) -> bool {
    let events = resource.property("Events").into_iter().flat_map(Node::entries);
    events.filter_map(|event| event.name()).any(|event| rest.starts_with(event))
}

fn is_part_of_api(rest: &str) -> bool {
    const BEGINNINGS: [&str; 5] =
        ["ApiGatewayDefaultStage", "ApiKey", "BasePathMapping", "Deployment", "UsagePlan"];
    rest.ends_with("Stage")
        || rest.ends_with("ApiMapping")
        || rest.contains("Authorizer")
        || BEGINNINGS.iter().any(|beginning| rest.starts_with(beginning))
}
