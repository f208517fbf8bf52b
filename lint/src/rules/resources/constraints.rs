//! The constraints of resource types in words.

use cfn_schema::validate::Violation;

use super::wording;
use crate::cfn_lint::offset_under;
use crate::rules::kit::prelude::*;

/// The rule that reports a constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Concept {
    /// The service rejects the resource.
    Rejected,
    /// The service ignores a property.
    Ignored,
    /// No region has the type of instance.
    InstanceType,
    /// No region has the version of the engine.
    EngineVersion,
    /// An instance type of a previous generation.
    PreviousGeneration,
    /// AWS rejects a tag.
    Tag,
}

/// The constraints: the ID under which cfn-lint reports it, and the rule of AWS as the end of a sentence.
///
/// Source of each: the reference of the resource type in the AWS CloudFormation Template Reference Guide, and the
/// documentation of the service.
pub(in crate::rules) const CONSTRAINTS: &[(&str, Concept, &str)] = {
    use Concept::{EngineVersion, Ignored, InstanceType, PreviousGeneration, Rejected, Tag};
    &[
        ("E3013", Rejected, "an alias of a distribution is a domain name, whose first label may be `*`"),
        ("E3024", Tag, "the keys of tags are unique and do not begin with `aws:`"),
        ("E3023", Rejected, "the records of a record set must have the form of its `Type`"),
        ("E3025", InstanceType, "Amazon RDS has other instance classes for the engine"),
        ("E3021", Rejected, "a new cluster requires both"),
        ("E3026", Rejected, "a Redis cluster requires automatic failover"),
        ("E3029", Rejected, "an alias record uses the TTL of its target"),
        ("E3042", Rejected, "at least one container of a task must be essential"),
        (
            "E3044",
            Rejected,
            "services on Fargate, and those that CodeDeploy or an external controller deploys, use the strategy `REPLICA`",
        ),
        (
            "E3045",
            Rejected,
            "a bucket with this ACL requires `OwnershipControls`, since Amazon S3 disables ACLs",
        ),
        (
            "E3046",
            Rejected,
            "the log driver `awslogs` requires `awslogs-group` and `awslogs-region` and accepts only its own options",
        ),
        ("E3047", Rejected, "Fargate supports only certain combinations of `Cpu` and `Memory`"),
        (
            "E3048",
            Rejected,
            "a task on Fargate requires `Cpu`, `Memory` and the network mode `awsvpc`, and supports only some features",
        ),
        (
            "E3052",
            Rejected,
            "tasks with the network mode `awsvpc` require the network configuration of their service",
        ),
        (
            "E3054",
            Rejected,
            "a service on Fargate requires a task definition that is compatible with `FARGATE`",
        ),
        ("E3056", Rejected, "health checks of type `EC2` are not combined with others"),
        ("E3061", Rejected, "the access tier determines the number of days"),
        ("E3063", Rejected, "a detector has either data sources or features"),
        (
            "E3501",
            Rejected,
            "the name of a FIFO queue ends in `.fifo`, and only FIFO queues have FIFO properties",
        ),
        (
            "E3502",
            Rejected,
            "a queue and its dead-letter queue are both FIFO queues, or both standard queues",
        ),
        (
            "E3505",
            Rejected,
            "the visibility timeout of the queue must be at least the timeout of the function",
        ),
        ("E3615", Rejected, "the period of an alarm is 10, 30, or a multiple of 60 seconds"),
        ("E3617", InstanceType, "Amazon Managed Blockchain has other instance types"),
        ("E3620", InstanceType, "Amazon DocumentDB has other instance classes"),
        ("E3621", InstanceType, "AppStream 2.0 has other instance types"),
        ("E3628", InstanceType, "Amazon EC2 has other instance types"),
        ("E3633", Rejected, "a stream requires a position at which Lambda begins to read"),
        ("E3634", Rejected, "a queue of Amazon SQS has no position at which Lambda begins to read"),
        ("E3635", InstanceType, "Amazon Neptune has other instance classes"),
        ("E3636", Rejected, "CodeBuild requires the location of sources and artifacts in Amazon S3"),
        ("E3638", Rejected, "a table that is billed by request has no provisioned throughput"),
        ("E3639", Rejected, "a table that is not billed by request requires provisioned throughput above 0"),
        ("E3640", InstanceType, "SageMaker has other instance types for processing"),
        ("E3641", InstanceType, "Amazon GameLift has other instance types"),
        ("E3642", InstanceType, "SageMaker has other instance types for hosting"),
        ("E3643", InstanceType, "SageMaker has other instance types for batch transform"),
        ("E3644", InstanceType, "SageMaker HyperPod has other instance types"),
        ("E3647", InstanceType, "Amazon ElastiCache has other node types"),
        ("E3652", InstanceType, "Amazon OpenSearch Service has other instance types for Elasticsearch"),
        ("E3653", InstanceType, "Amazon OpenSearch Service has other instance types"),
        ("E3660", Rejected, "a REST API without an OpenAPI definition requires a name"),
        ("E3661", Rejected, "a health check of a CloudWatch alarm requires the alarm"),
        ("E3663", Rejected, "Lambda reserves the names of its own environment variables"),
        ("E3667", InstanceType, "Amazon Redshift has other node types"),
        ("E3670", InstanceType, "Amazon MQ has other instance types"),
        ("E3671", Rejected, "the type of the volume determines the range of its IOPS"),
        ("E3672", InstanceType, "DynamoDB Accelerator has other node types"),
        ("E3673", Rejected, "an instance requires an image, of its own or of its launch template"),
        ("E3674", Rejected, "an instance has one primary private IP address, in one property"),
        ("E3675", InstanceType, "Amazon EMR has other instance types"),
        ("E3676", Rejected, "a listener for HTTPS or TLS requires a certificate"),
        ("E3677", Rejected, "Lambda accepts inline code only for Node.js and Python"),
        ("E3678", Rejected, "inline code requires a runtime"),
        ("E3679", Rejected, "a listener for HTTPS or SSL requires a certificate"),
        (
            "E3680",
            Rejected,
            "an Application Load Balancer requires subnets in at least two Availability Zones",
        ),
        (
            "E3681",
            Rejected,
            "a target group of functions has neither port, protocol nor VPC; any other target group requires them",
        ),
        ("E3682", Rejected, "an instance of Aurora has the settings of its cluster"),
        ("E3683", Rejected, "target groups for GENEVE use port 6081"),
        (
            "E3684",
            Rejected,
            "only health checks over HTTP and HTTPS compare codes and have a protocol version",
        ),
        ("E3685", Rejected, "a function from a container image has no handler, runtime or layers"),
        ("E3686", Rejected, "the mode of the engine determines which scaling configuration a cluster has"),
        ("E3687", Rejected, "a rule for TCP, UDP or ICMP requires ports or the type and code of ICMP"),
        ("E3688", Rejected, "`-1` means all ports, so that it is required for both ends of the range"),
        ("E3689", Rejected, "enhanced monitoring requires a role, and an interval above 0"),
        ("E3690", EngineVersion, "Amazon RDS has other versions of the engine"),
        ("E3691", EngineVersion, "Amazon RDS has other versions of the engine"),
        (
            "E3692",
            Rejected,
            "a Multi-AZ DB cluster requires storage and an instance class, and has no feature of Aurora",
        ),
        ("E3693", Rejected, "Aurora manages the storage and the instances of a cluster itself"),
        ("E3694", InstanceType, "Amazon RDS has other instance classes for Multi-AZ DB clusters"),
        ("E3695", EngineVersion, "Amazon ElastiCache has other versions of the engine"),
        ("E3696", Rejected, "Lambda filters logs by level only if their format is `JSON`"),
        ("E3698", Rejected, "a stage and its deployment must belong to the same REST API"),
        ("E3699", Rejected, "a method and its authorizer must belong to the same REST API"),
        ("E3702", Rejected, "the type of the action determines the number of its artifacts"),
        ("E3704", Rejected, "a replication group with Valkey requires `TransitEncryptionEnabled`"),
        ("E3705", Rejected, "Lambda reads batches of at most 10 messages from FIFO queues"),
        ("E3706", Rejected, "the maximum size of a group must be at least its minimum size"),
        ("E3707", Rejected, "an instance must have the engine of its cluster"),
        ("E3708", Rejected, "the type of the authorizer must be the one that the method requires"),
        ("E3709", Rejected, "an instance must have the encryption of its cluster"),
        ("E3711", Rejected, "the rules of a listener do not forward to target groups for GENEVE"),
        ("E3712", Rejected, "target tracking requires a group whose maximum size is above its minimum size"),
        ("E3713", Rejected, "Fargate supports the log drivers `awslogs`, `awsfirelens` and `splunk`"),
        (
            "E3714",
            Rejected,
            "the security groups and the subnets of a launch template must belong to the same VPC",
        ),
        ("E3715", Rejected, "the names of instance store volumes are `ephemeral0` to `ephemeral23`"),
        ("E3717", Rejected, "a function without a capacity provider runs for at most 900 seconds"),
        ("E3718", Rejected, "API Gateway caches the result of an authorizer for at most 3,600 seconds"),
        (
            "E3719",
            Rejected,
            "Amazon RDS keeps automated backups for at most 35 days, and a cluster keeps those of its instances",
        ),
        ("E3720", Rejected, "a KMS key requires `StorageEncrypted: true`"),
        ("E3721", Rejected, "the modes of replicas are `open-read-only` and `mounted`"),
        ("E3722", Rejected, "CloudFront forwards all cookies, none, or those in a list"),
        ("E3723", Rejected, "the path of the settings of methods begins with `/`"),
        ("E3725", Rejected, "the type of the file system determines the range of its storage capacity"),
        ("I3100", PreviousGeneration, "newer types are faster and cost less"),
        ("W2533", Rejected, "a function from a deployment package requires a handler and a runtime"),
        (
            "W3663",
            Rejected,
            "without the account, a bucket of the same name in another account could invoke the function",
        ),
        ("W3664", Rejected, "the principal must be the service of the source"),
        ("W3671", Ignored, "volumes of this type have no provisioned IOPS"),
        ("W3687", Ignored, "only TCP, UDP and ICMP have ports"),
        ("W3688", Ignored, "a cluster from a snapshot has the user of the snapshot"),
        ("W3689", Ignored, "a cluster from another cluster has its user, password and encryption"),
        ("W3690", EngineVersion, "Amazon RDS has deprecated this version of the engine"),
        ("W3691", EngineVersion, "Amazon RDS has deprecated this version of the engine"),
        ("W3693", Ignored, "Aurora Serverless v1 has no Performance Insights"),
        ("W3694", Rejected, "the endpoint of a subscription must be of its protocol"),
        ("W3698", Ignored, "a device with `Ebs` is not an instance store volume"),
        ("W3699", Ignored, "only Oracle and Db2 have modes of replicas"),
        ("W3700", Rejected, "Amazon EC2 reads any other value as `vpc`"),
        ("W3701", Rejected, "AWS reserves names that begin with `aws` or `ssm`"),
        ("W3702", Rejected, "only AWS can use its own layers"),
        ("W3703", Rejected, "the type of a virtual private gateway is `ipsec.1`"),
        ("W3704", Ignored, "the cache policy determines what is forwarded"),
        ("W3705", Ignored, "an entry without settings has no effect"),
    ]
};

/// The ID of a constraint and the rule of AWS, if the constraint is of this concept.
///
/// Values of parameters can be others when the template is deployed: they are another rule's.
pub(in crate::rules) fn of(
    violation: &Violation<'_, '_>,
    concept: Concept,
) -> Option<(&'static str, &'static str)> {
    if violation.mismatch.used_at.is_some() {
        return None;
    }
    let id = violation.mismatch.schema.table().text(violation.check.id);
    let (id, _, rule) = CONSTRAINTS.iter().find(|(known, own, _)| *known == id && *own == concept)?;
    Some((id, rule))
}

/// The finding about a violation, with the severity of its constraint.
pub(in crate::rules) fn finding<'t>(
    violation: &Violation<'_, 't>,
    id: &'static str,
    message: String,
    cx: &RuleContext<'_, 't>,
) -> Finding {
    let mismatch = &violation.mismatch;
    let (place, offset) = wording::places(mismatch);
    let offset = offset_under(id, mismatch.node).unwrap_or(offset);
    let finding = with_id(cx.finding(place, message), id).with_cfn_lint_offset(offset);
    wording::under_facts(finding, mismatch)
}

/// Sets the ID under which cfn-lint reports a finding. What it reports as a warning is one, whatever the rule is.
pub(super) fn with_id(finding: Finding, id: &'static str) -> Finding {
    let finding = finding.with_cfn_lint(id);
    if id.starts_with('W') { finding.with_severity(Severity::Warning) } else { finding }
}
