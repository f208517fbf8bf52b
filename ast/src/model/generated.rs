//! Resources that SAM makes beside those that a template declares (AWS SAM Developer Guide, "Generated AWS
//! CloudFormation resources").

use crate::model::resource::Resource;
use crate::model::template::Template;
use crate::syntax::Node;

const TYPES: &str = "AWS::Serverless::";

/// What may stand behind the logical ID of a resource of SAM and a period, to name a resource made from it ("Referencing
/// generated resources").
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

/// The logical IDs of the API that functions with events of a type share.
const IMPLICIT_APIS: [(&str, &str); 2] = [("Api", "ServerlessRestApi"), ("HttpApi", "ServerlessHttpApi")];

/// What the deployment preferences of functions share.
const SHARED: [&str; 2] = ["ServerlessDeploymentApplication", "CodeDeployServiceRole"];

/// Whether SAM may make a resource of this logical ID for the template.
///
/// Where the ID depends on a hash or on a value that is not known, every ID of that form counts.
pub(super) fn may_be_generated(template: &Template<'_>, logical_id: &str) -> bool {
    // Without SAM's transform one mistake is reported, and not each name that the transform would have made.
    let is_shared = (SHARED.contains(&logical_id) && resources_of_sam(template).next().is_some())
        || IMPLICIT_APIS
            .iter()
            .any(|&(event, api)| logical_id.starts_with(api) && has_event_of_type(template, event));
    is_shared
        || resources_before(template, logical_id).any(|resource| may_generate(template, resource, logical_id))
        || template.resources_in_loops().any(|resource| may_come_from_loop(&resource, logical_id))
}

/// Whether a name can be that of a resource of SAM that a loop makes, with something behind it.
fn may_come_from_loop(resource: &Resource<'_>, logical_id: &str) -> bool {
    let beginning = resource.logical_id().split(['$', '&']).next().unwrap_or_default();
    let is_of_sam = resource.type_name().is_some_and(|name| name.starts_with(TYPES));
    is_of_sam
        && (logical_id.starts_with(beginning)
            || IMPLICIT_APIS.iter().any(|(_, api)| logical_id.starts_with(api))
            || SHARED.contains(&logical_id))
}

/// The resources whose logical IDs another one begins with, found by the ID: names without a declaration can be as many
/// as resources.
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
    if let Some(referable) = rest.strip_prefix('.') {
        return REFERABLE.contains(&referable);
    }
    let has_property = |name: &str| property(template, resource, name).is_some();
    match own_type {
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
        "LayerVersion" => rest.len() == 10 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "Application" | "SimpleTable" => false,
        _ => true,
    }
}

fn property<'t>(template: &Template<'t>, resource: &Resource<'t>, name: &str) -> Option<Node<'t>> {
    resource.property(name).or_else(|| template.globals()?.property(resource, name))
}

fn is_alias(template: &Template<'_>, resource: &Resource<'_>, alias: &str) -> bool {
    let declared = property(template, resource, "AutoPublishAlias");
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
