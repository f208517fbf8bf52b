//! Whether a change set changes nothing but layers, and what follows them.

use std::collections::BTreeMap;

use serde::Serialize;

/// What a change set would do to one resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceChange {
    /// Its logical ID.
    pub logical_id: String,
    /// Its type.
    pub kind: String,
    /// `Add`, `Modify`, `Remove` and so on.
    pub action: String,
    /// `True`, `False` or `Conditional`; empty where there is nothing to replace.
    pub replacement: String,
    /// What changes, and why.
    pub properties: Vec<ChangedProperty>,
    /// The change set of a nested stack.
    pub nested_change_set: Option<String>,
    /// The id of the nested stack itself.
    pub nested_stack: Option<String>,
    /// What would change in the nested stack.
    pub nested: Vec<ResourceChange>,
}

/// A property that would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangedProperty {
    /// Its name, or `Tags`, `Metadata` and so on.
    pub name: String,
    /// Whether its value is known before the change.
    pub is_certain: bool,
    /// Where the change comes from, such as `DirectModification`.
    pub source: String,
    /// What causes it, such as `Function.Arn`.
    pub cause: Option<String>,
    /// The value that layers have, where CloudFormation tells.
    pub before: Option<String>,
    /// The value that layers get, where CloudFormation tells.
    pub after: Option<String>,
}

/// What a change set comes down to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// The functions that get other layers.
    pub functions: Vec<String>,
    /// Versions and aliases that follow them.
    pub followers: Vec<String>,
    /// Everything else that would change; a refresh must not do that by itself.
    pub others: Vec<String>,
}

impl Judgement {
    /// Whether nothing but layers changes, and what follows them.
    pub fn is_harmless(&self) -> bool {
        self.others.is_empty()
    }
}

/// What a resource may do in a refresh.
enum Role {
    /// A function that gets other layers.
    Function,
    /// A version or alias that follows one.
    Follower,
    /// What only changes if a function or alias changed its name, which it does not.
    Unmoved,
    /// A nested stack, which is judged by its own changes.
    Stack,
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
        ("AWS::Lambda::Version", "Add" | "Remove") => Role::Follower,
        ("AWS::CloudFormation::Stack", "Modify") if change.nested_change_set.is_some() => Role::Stack,
        (_, "Modify") if is_unmoved(change, all) => Role::Unmoved,
        _ => Role::Other(describe(change)),
    }
}

fn only(change: &ResourceChange, name: &str) -> bool {
    !change.properties.is_empty() && change.properties.iter().all(|property| property.name == name)
}

/// Whether a resource is only listed because it uses the name or ARN of a function or alias that stays.
///
/// CloudFormation User Guide, "ResourceChangeDetail": a dynamic evaluation depends on what the causing entity turns out
/// to be. Name and ARN of a function or an alias change with its replacement only.
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

/// The change in words.
fn describe(change: &ResourceChange) -> String {
    let mut names: Vec<_> = change.properties.iter().map(|property| property.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let what = match change.action.as_str() {
        "Modify" if names.is_empty() => "is modified".to_owned(),
        "Modify" => format!("{} changes", names.join(", ")),
        "Add" => "is added".to_owned(),
        "Remove" => "is removed".to_owned(),
        other => format!("{other} of it"),
    };
    if change.replacement == "True" { format!("{what}, and it is replaced") } else { what }
}
