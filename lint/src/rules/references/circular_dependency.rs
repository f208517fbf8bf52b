//! Resources that depend on each other.

use cfn_ast::model::{ReferenceKind, Target};

use crate::rules::kit::cycles::{CycleWording, Declared, Graph};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// Resources that depend on each other in a cycle, so that none can be created first.
    ///
    /// ## Why
    ///
    /// CloudFormation creates a resource after those that it references through `Ref`, `GetAtt`, `Sub` or `DependsOn`, and
    /// rejects a template in which the references form a cycle. Mostly one of them can be removed: write the name as a
    /// literal string, or move the reference into a resource of its own, as `AWS::EC2::SecurityGroupIngress` does for two
    /// security groups that allow traffic from each other.
    ///
    /// Each cycle is reported once. Resources that depend on a cycle without being part of it are not reported. Of a SAM
    /// function, only references that stay in the function itself are considered, since its events become resources that
    /// depend on it. SAM APIs are not checked.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     DependsOn: Subscription
    ///   Subscription:
    ///     Type: AWS::SNS::Subscription
    ///     Properties:
    ///       TopicArn: !Ref Topic
    ///       Protocol: email
    ///       Endpoint: team@example.com
    /// ```
    "circular-dependency" {
        group: References,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3004"],
        hooks: [Template(check)],
        depends_on: Template,
    }
}

const WORDS: CycleWording = CycleWording {
    cycle: "circular dependency",
    depends_on: "depends on",
    help: "remove one of the references, or move it into a separate resource",
};

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let known =
        template.resources().iter().filter(|&resource| !is_split(resource) && !is_ambiguous(resource));
    let declared = known.map(|resource| Declared {
        name: resource.logical_id(),
        key: resource.key(),
        value: resource.value(),
    });
    let graph = Graph::of(declared.collect(), cx.references(), |found| {
        waits_for(found).filter(|_| stays_with_resource(found, template))
    });
    graph.report(&WORDS, cx);
}

/// The resource that a reference depends on, and the order in which it is shown: explicit dependencies first.
fn waits_for<'t>(reference: &Reference<'t>) -> Option<(&'t str, u8)> {
    let Target::Resource(name) = reference.target else { return None };
    let order = match reference.kind {
        ReferenceKind::DependsOn => 0,
        ReferenceKind::Ref => 1,
        ReferenceKind::GetAtt => 2,
        _ => 3,
    };
    Some((name, order))
}

/// The kind of a SAM resource: `Function` for `AWS::Serverless::Function`.
fn kind_of_sam<'t>(resource: &Resource<'t>) -> Option<&'t str> {
    resource.type_name()?.strip_prefix("AWS::Serverless::")
}

/// Whether SAM generates several resources from it that depend on each other, so that the cycle may not exist.
fn is_split(resource: &Resource<'_>) -> bool {
    let is_known = |kind| matches!(kind, "Application" | "Function" | "SimpleTable" | "StateMachine");
    kind_of_sam(resource).is_some_and(|kind| !is_known(kind))
}

/// Whether the reference remains in the resource itself, or in the role that SAM generates for it. Events, aliases and
/// URLs become resources that depend on the function (AWS SAM Developer Guide, "Generated AWS CloudFormation
/// resources").
fn stays_with_resource(reference: &Reference<'_>, template: &Template<'_>) -> bool {
    const KEPT: [&str; 12] = [
        "CodeUri",
        "DeadLetterQueue",
        "Definition",
        "DefinitionSubstitutions",
        "Environment",
        "FileSystemConfigs",
        "FunctionName",
        "KmsKeyArn",
        "Layers",
        "Policies",
        "Role",
        "VpcConfig",
    ];
    let context = reference.context();
    let owner = context.declaration().and_then(|name| template.resources().get(name));
    let Some(owner) = owner.filter(|owner| matches!(kind_of_sam(owner), Some("Function" | "StateMachine")))
    else {
        return true;
    };
    match context.path().as_slice() {
        ["Properties", "Policies", ..] => owner.property("Role").is_none(),
        ["Properties", property, ..] => KEPT.contains(property),
        [attribute, ..] => *attribute == "DependsOn",
        [] => false,
    }
}

/// Whether the resource has a duplicate key, so that it is not known which of its references are used.
fn is_ambiguous(resource: &Resource<'_>) -> bool {
    let mut names: Vec<_> = resource.value().entries().filter_map(|entry| entry.name()).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| pair[0] == pair[1])
}
