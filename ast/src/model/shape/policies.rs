//! The policies for resources that are created, updated, replaced or deleted (AWS CloudFormation User Guide, "`CreationPolicy`
//! attribute", "`DeletionPolicy` attribute", "`UpdatePolicy` attribute", "`UpdateReplacePolicy` attribute").

use super::resource::{is_custom, type_name};
use super::template::FREE;
use super::{Attribute, Functions, ObjectShape, Others, Shape};
use crate::model::functions::function::FunctionName as F;
use crate::syntax::Node;

/// The resource types that support snapshots ("`DeletionPolicy` attribute").
const WITH_SNAPSHOT: [&str; 8] = [
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
];

const CHOICE: Functions = Functions::These(&[F::FindInMap, F::If, F::Ref, F::Select, F::Sub]);

static DELETION: Shape =
    Shape::Evaluated(CHOICE, &Shape::Word(&["Delete", "Retain", "RetainExceptOnCreate"]));

static DELETION_OR_SNAPSHOT: Shape =
    Shape::Evaluated(CHOICE, &Shape::Word(&["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"]));

static REPLACEMENT: Shape = Shape::Evaluated(CHOICE, &Shape::Word(&["Delete", "Retain"]));

static REPLACEMENT_OR_SNAPSHOT: Shape =
    Shape::Evaluated(CHOICE, &Shape::Word(&["Delete", "Retain", "Snapshot"]));

fn type_around(value: Node<'_>) -> &str {
    value.parent().and_then(type_name).unwrap_or_default()
}

fn can_be_snapshot(value: Node<'_>) -> bool {
    WITH_SNAPSHOT.contains(&type_around(value))
}

pub(super) fn deletion_policy(value: Node<'_>) -> &'static Shape {
    if can_be_snapshot(value) { &DELETION_OR_SNAPSHOT } else { &DELETION }
}

pub(super) fn update_replace_policy(value: Node<'_>) -> &'static Shape {
    if can_be_snapshot(value) { &REPLACEMENT_OR_SNAPSHOT } else { &REPLACEMENT }
}

pub(super) fn creation_policy(value: Node<'_>) -> &'static Shape {
    match type_around(value) {
        _ if value.parent().is_some_and(is_custom) => &Shape::Nothing,
        "AWS::AppStream::Fleet" => &FLEET_CREATION,
        "AWS::AutoScaling::AutoScalingGroup" => &GROUP_CREATION,
        "AWS::CloudFormation::WaitCondition" => &WAIT_CREATION,
        _ => &ANY_POLICY,
    }
}

pub(super) fn update_policy(value: Node<'_>) -> &'static Shape {
    match type_around(value) {
        "AWS::AppStream::Fleet" => &FLEET_UPDATE,
        "AWS::AutoScaling::AutoScalingGroup" => &GROUP_UPDATE,
        "AWS::ElastiCache::ReplicationGroup" => &REPLICATION_GROUP_UPDATE,
        "AWS::Elasticsearch::Domain" | "AWS::OpenSearchService::Domain" => &DOMAIN_UPDATE,
        "AWS::Lambda::Alias" => &ALIAS_UPDATE,
        "" => &ANY_POLICY,
        _ => &Shape::Nothing,
    }
}

const fn policy(shape: &'static Shape) -> Shape {
    Shape::Evaluated(Functions::All, shape)
}

const fn only(attributes: &'static [Attribute]) -> ObjectShape {
    ObjectShape { attributes, others: Others::Refused }
}

const ANY_INTEGER: Shape = Shape::Integer { min: i64::MIN, max: i64::MAX };

static ANY_POLICY: Shape = policy(&Shape::Object(&FREE));

static FLEET_CREATION: Shape =
    policy(&Shape::Object(&only(&[Attribute::optional("StartFleet", Shape::Boolean)])));

static GROUP_CREATION: Shape = policy(&Shape::Object(&only(&[
    Attribute::optional(
        "AutoScalingCreationPolicy",
        Shape::Object(&only(&[Attribute::optional("MinSuccessfulInstancesPercent", ANY_INTEGER)])),
    ),
    Attribute::optional("ResourceSignal", Shape::Object(&RESOURCE_SIGNAL)),
])));

static WAIT_CREATION: Shape =
    policy(&Shape::Object(&only(&[Attribute::optional("ResourceSignal", Shape::Object(&RESOURCE_SIGNAL))])));

static RESOURCE_SIGNAL: ObjectShape =
    only(&[Attribute::optional("Count", ANY_INTEGER), Attribute::optional("Timeout", Shape::Text)]);

static FLEET_UPDATE: Shape = policy(&Shape::Object(&only(&[
    Attribute::optional("StartAfterUpdate", FLEET_STEP),
    Attribute::optional("StopBeforeUpdate", FLEET_STEP),
])));

const FLEET_STEP: Shape = Shape::Object(&only(&[Attribute::optional("Type", Shape::Boolean)]));

static REPLICATION_GROUP_UPDATE: Shape =
    policy(&Shape::Object(&only(&[Attribute::optional("UseOnlineResharding", Shape::Boolean)])));

static DOMAIN_UPDATE: Shape =
    policy(&Shape::Object(&only(&[Attribute::optional("EnableVersionUpgrade", Shape::Boolean)])));

static ALIAS_UPDATE: Shape = policy(&Shape::Object(&ObjectShape {
    attributes: &[Attribute::optional("CodeDeployLambdaAliasUpdate", Shape::Object(&ALIAS_DEPLOYMENT))],
    others: Others::Free,
}));

static ALIAS_DEPLOYMENT: ObjectShape = only(&[
    Attribute::optional("AfterAllowTrafficHook", Shape::Text),
    Attribute::optional("ApplicationName", Shape::Text),
    Attribute::optional("BeforeAllowTrafficHook", Shape::Text),
    Attribute::optional("DeploymentGroupName", Shape::Text),
]);

static GROUP_UPDATE: Shape = policy(&Shape::Object(&only(&[
    Attribute::optional("AutoScalingInstanceRefresh", Shape::Object(&INSTANCE_REFRESH)),
    Attribute::optional(
        "AutoScalingReplacingUpdate",
        Shape::Object(&only(&[Attribute::optional("WillReplace", Shape::Boolean)])),
    ),
    Attribute::optional("AutoScalingRollingUpdate", Shape::Object(&ROLLING_UPDATE)),
    Attribute::optional(
        "AutoScalingScheduledAction",
        Shape::Object(&only(&[Attribute::optional("IgnoreUnmodifiedGroupSizeProperties", Shape::Boolean)])),
    ),
])));

static ROLLING_UPDATE: ObjectShape = only(&[
    Attribute::optional("MaxBatchSize", ANY_INTEGER),
    Attribute::optional("MinActiveInstancesPercent", ANY_INTEGER),
    Attribute::optional("MinInstancesInService", ANY_INTEGER),
    Attribute::optional("MinSuccessfulInstancesPercent", ANY_INTEGER),
    Attribute::optional("PauseTime", Shape::Text),
    Attribute::optional("SuspendProcesses", Shape::List(&SCALING_PROCESS)),
    Attribute::optional("WaitOnResourceSignals", Shape::Boolean),
]);

/// Amazon EC2 Auto Scaling User Guide, "Types of processes".
static SCALING_PROCESS: Shape = Shape::Word(&[
    "AZRebalance",
    "AddToLoadBalancer",
    "AlarmNotification",
    "HealthCheck",
    "InstanceRefresh",
    "Launch",
    "ReplaceUnhealthy",
    "ScheduledActions",
    "Terminate",
]);

static INSTANCE_REFRESH: ObjectShape = only(&[
    Attribute::required("Strategy", Shape::Word(&["ReplaceRootVolume", "Rolling"])),
    Attribute::optional("Preferences", Shape::Object(&REFRESH_PREFERENCES)),
]);

const SECONDS_OF_TWO_DAYS: Shape = Shape::Integer { min: 0, max: 172_800 };

static REFRESH_PREFERENCES: ObjectShape = only(&[
    Attribute::optional(
        "AlarmSpecification",
        Shape::Object(&only(&[Attribute::optional("Alarms", Shape::List(&Shape::Text))])),
    ),
    Attribute::optional("BakeTime", SECONDS_OF_TWO_DAYS),
    Attribute::optional("CheckpointDelay", SECONDS_OF_TWO_DAYS),
    Attribute::optional("CheckpointPercentages", Shape::List(&ANY_INTEGER)),
    Attribute::optional("InstanceWarmup", Shape::Integer { min: 0, max: i64::MAX }),
    Attribute::optional("MaxHealthyPercentage", Shape::Integer { min: 100, max: 200 }),
    Attribute::optional("MinHealthyPercentage", Shape::Integer { min: 0, max: 100 }),
    Attribute::optional("ScaleInProtectedInstances", Shape::Word(&["Ignore", "Refresh", "Wait"])),
    Attribute::optional("SkipMatching", Shape::Boolean),
    Attribute::optional("StandbyInstances", Shape::Word(&["Ignore", "Terminate", "Wait"])),
]);
