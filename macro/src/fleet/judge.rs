//! The judgement of a change set: whether it only changes layers, and what depends on them.

use std::collections::BTreeMap;

use serde::Serialize;

/// A change of a resource in a change set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceChange {
    /// The logical ID of the resource.
    pub logical_id: String,
    /// The type of the resource.
    pub kind: String,
    /// `Add`, `Modify`, `Remove` and so on.
    pub action: String,
    /// `True`, `False` or `Conditional`; empty if the action is not `Modify`.
    pub replacement: String,
    /// The changed properties.
    pub properties: Vec<ChangedProperty>,
    /// The ID of the change set of a nested stack.
    pub nested_change_set: Option<String>,
    /// The ID of the nested stack.
    pub nested_stack: Option<String>,
    /// The changes of the nested stack.
    pub nested: Vec<ResourceChange>,
}

/// A changed property or attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangedProperty {
    /// Its name, or `Tags`, `Metadata` and so on.
    pub name: String,
    /// Whether its value is known before the change.
    pub is_certain: bool,
    /// The source of the change, such as `DirectModification`.
    pub source: String,
    /// The entity that causes the change, such as `Function.Arn`.
    pub cause: Option<String>,
    /// The value before the change; only for layers, if CloudFormation provides it.
    pub before: Option<String>,
    /// The value after the change; only for layers, if CloudFormation provides it.
    pub after: Option<String>,
}

/// The judgement of a change set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// The functions of which only the layers change.
    pub functions: Vec<String>,
    /// All functions whose layers change, including those of which something else changes as well.
    pub layer_changes: Vec<String>,
    /// The versions and aliases that change with them.
    pub followers: Vec<String>,
    /// All other changes, which a refresh must not make by itself.
    pub others: Vec<String>,
}

impl Judgement {
    /// Whether only layers change, and what depends on them.
    pub fn is_harmless(&self) -> bool {
        self.others.is_empty()
    }
}

/// The role of a changed resource in a refresh.
enum Role {
    /// A function whose layers change.
    Function,
    /// A version or alias that changes with a function.
    Follower,
    /// A resource that would only change with the name of a function or alias, which stays the same.
    Unmoved,
    /// A nested stack, whose own changes are judged.
    Stack,
    /// Any other change, described in words.
    Other(String),
}

/// Judges the changes of a change set.
pub fn judge(changes: &[ResourceChange]) -> Judgement {
    let mut judgement = Judgement::default();
    judge_stack(changes, "", &mut judgement);
    judgement
}

fn judge_stack(changes: &[ResourceChange], path: &str, judgement: &mut Judgement) {
    let by_id: BTreeMap<_, _> = changes.iter().map(|change| (change.logical_id.as_str(), change)).collect();
    for change in changes {
        let name = format!("{path}{}", change.logical_id);
        if change.kind == "AWS::Lambda::Function" && change.properties.iter().any(|it| it.name == "Layers") {
            judgement.layer_changes.push(name.clone());
        }
        match role(change, &by_id) {
            Role::Function => judgement.functions.push(name),
            Role::Follower => judgement.followers.push(name),
            Role::Unmoved => {}
            Role::Stack => judge_stack(&change.nested, &format!("{name}/"), judgement),
            Role::Other(what) => judgement.others.push(format!("{name} ({}): {what}", change.kind)),
        }
    }
}

fn role(change: &ResourceChange, all: &BTreeMap<&str, &ResourceChange>) -> Role {
    let is_kept = change.replacement != "True";
    match (change.kind.as_str(), change.action.as_str()) {
        ("AWS::Lambda::Function", "Modify") if is_kept && only(change, "Layers") => Role::Function,
        ("AWS::Lambda::Alias", "Modify") if is_kept && only(change, "FunctionVersion") => Role::Follower,
        // Versions are immutable: a new one is added, and SAM removes the previous one from the template.
        ("AWS::Lambda::Version", "Add" | "Remove") => Role::Follower,
        ("AWS::CloudFormation::Stack", "Modify") if change.nested_change_set.is_some() => Role::Stack,
        (_, "Modify") if is_unmoved(change, all) => Role::Unmoved,
        _ => Role::Other(describe(change)),
    }
}

fn only(change: &ResourceChange, name: &str) -> bool {
    !change.properties.is_empty() && change.properties.iter().all(|property| property.name == name)
}

/// Whether a resource is only listed because it uses the name or ARN of a function or alias that stays the same.
///
/// CloudFormation cannot know the new value of such a reference before the change, and lists it with a dynamic
/// evaluation (AWS CloudFormation API reference, `ResourceChangeDetail`). But the name and ARN of a function or alias
/// only change if it is replaced.
fn is_unmoved(change: &ResourceChange, all: &BTreeMap<&str, &ResourceChange>) -> bool {
    let stays = |cause: &str| {
        let (id, attribute) = cause.split_once('.').unwrap_or((cause, "Ref"));
        let stays = matches!(attribute, "Ref" | "Arn" | "AliasArn");
        all.get(id).is_some_and(|cause| {
            let kind = matches!(cause.kind.as_str(), "AWS::Lambda::Function" | "AWS::Lambda::Alias");
            stays && kind && cause.action == "Modify" && cause.replacement != "True"
        })
    };
    !change.properties.is_empty()
        && change.properties.iter().all(|property| {
            !property.is_certain
                && matches!(property.source.as_str(), "ResourceReference" | "ResourceAttribute")
                && property.cause.as_deref().is_some_and(stays)
        })
}

/// Describes a change in words.
fn describe(change: &ResourceChange) -> String {
    let mut names: Vec<_> = change.properties.iter().map(|property| property.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let what = match change.action.as_str() {
        "Modify" if names.is_empty() => "modified".to_owned(),
        "Modify" => format!("modified ({})", names.join(", ")),
        "Add" => "added".to_owned(),
        "Remove" => "removed".to_owned(),
        other => other.to_lowercase(),
    };
    if change.replacement == "True" { format!("{what}, replaced") } else { what }
}
