//! Resources whose content AWS deletes after some time.

use crate::rules::kit::notation;
use crate::rules::kit::prelude::*;
use crate::rules::kit::ranges::place_of_owner;

declare_rule! {
    /// A resource whose content is deleted after a time that the template does not state.
    ///
    /// ## Why
    ///
    /// Messages of a queue are deleted after four days, records of a stream after one, and backups of databases after one,
    /// unless a property says otherwise. The rule is off by default; select it where such a time must be chosen.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Queue:
    ///     Type: AWS::SQS::Queue
    /// ```
    "expiring-content" {
        group: Resources,
        severity: Note,
        fix: None,
        default: false,
        cfn_lint: ["I3013"],
        hooks: [Resource(check)],
        skips: [CustomMacros],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

/// Types, and the properties that state how long content is kept (cfn-lint 1.58, `I3013`, MIT-0).
const RETENTION: [(&str, &[&str]); 7] = [
    ("AWS::DocDB::DBCluster", &["BackupRetentionPeriod"]),
    ("AWS::Kinesis::Stream", &["RetentionPeriodHours"]),
    ("AWS::RDS::DBCluster", &["BackupRetentionPeriod"]),
    ("AWS::RDS::DBInstance", &["BackupRetentionPeriod"]),
    ("AWS::Redshift::Cluster", &["AutomatedSnapshotRetentionPeriod"]),
    ("AWS::SQS::Queue", &["MessageRetentionPeriod"]),
    ("AWS::Synthetics::Canary", &["SuccessRetentionPeriod", "FailureRetentionPeriod"]),
];

fn check<'t>(resource: Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(name) = resource.type_name() else { return };
    let Some((_, properties)) = RETENTION.iter().find(|(known, _)| *known == name) else { return };
    if has_hidden_properties(&resource) || (name == "AWS::RDS::DBInstance" && !keeps_own_backups(&resource)) {
        return;
    }
    for property in properties.iter().filter(|property| resource.property(property).is_none()) {
        let message = format!("`{}` of type `{name}` does not set `{property}`", resource.logical_id());
        let example = notation::entry(cx.tree(), property, "…");
        let owner = resource.properties().unwrap_or(resource.value());
        cx.report(
            cx.finding(place_of_owner(owner), message)
                .with_help(format!("add `{example}` to its properties")),
        );
    }
}

/// Whether a macro or a merge key may add properties.
fn has_hidden_properties(resource: &Resource<'_>) -> bool {
    let Some(properties) = resource.properties() else { return false };
    let is_hidden = |name: &str| name == "Fn::Transform";
    properties.function().is_some()
        || properties.entries().any(|entry| entry.is_merge() || entry.name().is_some_and(is_hidden))
}

/// Whether a database has backups of its own: those of Aurora belong to the cluster, and replicas have none by default.
fn keeps_own_backups(resource: &Resource<'_>) -> bool {
    let engine = resource.property("Engine").and_then(Node::text);
    engine.is_some_and(|engine| !engine.starts_with("aurora"))
        && resource.property("SourceDBInstanceIdentifier").is_none()
}
