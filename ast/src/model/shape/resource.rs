//! Resources and their attributes (AWS CloudFormation User Guide, "Resources", "Resource attribute reference"; AWS SAM
//! Developer Guide, "Managing resource permissions with AWS SAM connectors", "Globals section of the AWS SAM template").

use super::init::INIT;
use super::policies::{creation_policy, deletion_policy, update_policy, update_replace_policy};
use super::template::FREE;
use super::{Attribute, Functions, Names, ObjectShape, Others, Part, Shape};
use crate::syntax::Node;

/// The shape of a resource, by its type.
pub(super) fn resource(value: Node<'_>) -> &'static Shape {
    match type_name(value) {
        Some(name) if name.starts_with("AWS::Serverless::") => &SERVERLESS_RESOURCE,
        _ => &RESOURCE,
    }
}

pub(super) fn type_name(resource: Node<'_>) -> Option<&str> {
    resource.get("Type")?.text()
}

/// Whether a resource is a custom one ("Custom resources").
pub(super) fn is_custom(resource: Node<'_>) -> bool {
    type_name(resource)
        .is_some_and(|name| name.starts_with("Custom::") || name == "AWS::CloudFormation::CustomResource")
}

static SERVERLESS_RESOURCE: Shape = Shape::Part(Part::ServerlessResource, &RESOURCE);

pub(super) static RESOURCE: Shape = Shape::Object(&ObjectShape {
    attributes: &[
        Attribute::required("Type", Shape::String),
        Attribute::optional("Condition", Shape::String),
        Attribute::optional("Connectors", Shape::Each(&Shape::Object(&FREE))),
        Attribute::optional(
            "CreationPolicy",
            Shape::Part(Part::CreationPolicy, &Shape::Depends(creation_policy)),
        ),
        Attribute::optional(
            "DeletionPolicy",
            Shape::Part(Part::DeletionPolicy, &Shape::Depends(deletion_policy)),
        ),
        Attribute::optional("DependsOn", Shape::Either(&[Shape::String, Shape::List(&Shape::String)])),
        // No page describes it, but CloudFormation accepts it: the templates that AWS CodeStar generates contain it.
        Attribute::optional("Description", Shape::Filled),
        Attribute::optional(
            "IgnoreGlobals",
            Shape::Either(&[Shape::Word(&["*"]), Shape::List(&Shape::Text)]),
        ),
        Attribute::optional("Metadata", Shape::Part(Part::ResourceMetadata, &METADATA)),
        Attribute::optional("Properties", Shape::Part(Part::Properties, &Shape::Depends(properties))),
        Attribute::optional("UpdatePolicy", Shape::Part(Part::UpdatePolicy, &Shape::Depends(update_policy))),
        Attribute::optional(
            "UpdateReplacePolicy",
            Shape::Part(Part::UpdateReplacePolicy, &Shape::Depends(update_replace_policy)),
        ),
        Attribute::optional("Version", Shape::Depends(version)),
    ],
    others: Others::Refused,
});

/// A template may not contain `null` ("CloudFormation template format"); for SAM's resources, that is up to SAM.
fn properties(value: Node<'_>) -> &'static Shape {
    let type_name = value.parent().and_then(type_name);
    match type_name {
        Some(name) if !name.starts_with("AWS::Serverless::") => &PROPERTIES,
        _ => &UNKNOWN_PROPERTIES,
    }
}

static UNKNOWN_PROPERTIES: Shape = Shape::Evaluated(Functions::All, &Shape::Object(&FREE));

static PROPERTIES: Shape = Shape::Evaluated(
    Functions::All,
    &Shape::Object(&ObjectShape { attributes: &[], others: Others::Named(Names::Any, &Shape::Filled) }),
);

/// Only custom resources have a version ("Custom resources").
fn version(value: Node<'_>) -> &'static Shape {
    if value.parent().is_some_and(is_custom) { &Shape::Text } else { &Shape::Nothing }
}

static METADATA: Shape = Shape::Evaluated(
    Functions::All,
    &Shape::Either(&[
        Shape::Object(&ObjectShape {
            attributes: &[Attribute::optional("AWS::CloudFormation::Init", Shape::Part(Part::Init, &INIT))],
            others: Others::Named(Names::Any, &Shape::Filled),
        }),
        Shape::List(&Shape::Filled),
    ]),
);
