//! Resources that wait for each other.

use cfn_ast::model::{Reference, ReferenceKind, Resource, Target, Template};

use crate::circles::{Declared, Graph, Words};
use crate::context::RuleContext;
use crate::declare_rule;

declare_rule! {
    /// Resources that wait for each other, so that none can be made first.
    ///
    /// ## Why
    ///
    /// CloudFormation makes a resource after those that it refers to by `Ref`, `GetAtt`, `Sub` or `DependsOn`, and
    /// refuses a template in which that goes round in a circle. Mostly one of the references can go: give the name as a
    /// text, or move it into a resource of its own, as `AWS::EC2::SecurityGroupIngress` does for two security groups
    /// that let each other in.
    ///
    /// A resource that leads to a circle without being in it is no finding. Of SAM's functions only what stays
    /// with the function counts: their events wait for them. Of SAM's APIs nothing is said; nor of resources in loops.
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
        group: Correctness,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3004"],
        hooks: [Template(check)],
    }
}

const WORDS: Words = Words {
    cycle: "circular dependency",
    depends_on: "depends on",
    help: "remove one of the references, or move it into a resource of its own",
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

/// The resource that a reference waits for, what is said outright before anything else.
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

/// The kind of a resource of SAM, by its type.
fn kind_of_sam<'t>(resource: &Resource<'t>) -> Option<&'t str> {
    resource.type_name()?.strip_prefix("AWS::Serverless::")
}

/// Whether several resources come out of it of which some wait for others, so that a circle may open.
fn is_split(resource: &Resource<'_>) -> bool {
    let is_known = |kind| matches!(kind, "Application" | "Function" | "SimpleTable" | "StateMachine");
    kind_of_sam(resource).is_some_and(|kind| !is_known(kind))
}

/// Whether the resource itself, or the role that SAM makes for it, has the reference. Events, aliases and URLs become
/// resources that wait for the function (AWS SAM Developer Guide, "Generated AWS CloudFormation resources").
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

/// Whether it says something twice, so that nobody knows which of it was meant.
fn is_ambiguous(resource: &Resource<'_>) -> bool {
    let mut names: Vec<_> = resource.value().entries().filter_map(|entry| entry.name()).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| pair[0] == pair[1])
}
