//! Where resources have IAM policies.

/// A property that is a policy.
#[derive(Debug)]
pub(super) struct PolicyPlace {
    pub(super) type_name: &'static str,
    /// The path below the properties, with `*` for the items of a list.
    pub(super) path: &'static [&'static str],
    pub(super) kind: PolicyKind,
}

/// The kind of a policy, which decides what its statements must and may contain (IAM User Guide, "Policies and
/// permissions in IAM").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PolicyKind {
    /// Attached to a user, group or role.
    Identity,
    /// Attached to a resource.
    Resource,
    /// Attached to a repository of Amazon ECR, which is the only resource that it applies to.
    Repository,
    /// Attached to a role, for those who may assume it.
    Trust,
}

impl PolicyKind {
    /// The name of the schema of such policies.
    pub(super) fn schema(self) -> &'static str {
        match self {
            Self::Identity => "iam/policy_identity",
            Self::Resource => "iam/policy_resource",
            Self::Repository => "iam/policy_resource_ecr",
            Self::Trust => "iam/policy_trust",
        }
    }
}

impl PolicyPlace {
    /// The ID under which cfn-lint reports what is wrong with the policy; `None` if it does not look there.
    pub(super) fn cfn_lint(&self) -> Option<&'static str> {
        match self.kind {
            _ if self.is_of_sam() => None,
            PolicyKind::Identity => Some("E3510"),
            PolicyKind::Resource => Some("E3512"),
            PolicyKind::Repository => Some("E3513"),
            PolicyKind::Trust => Some("E3530"),
        }
    }

    /// Whether SAM adds the policy to the role that it creates.
    pub(super) fn is_of_sam(&self) -> bool {
        self.type_name.starts_with("AWS::Serverless::")
    }
}

const DOCUMENT: &[&str] = &["PolicyDocument"];
const INLINE: &[&str] = &["Policies", "*", "PolicyDocument"];
const OF_SAM: &[&str] = &["Policies", "+"];

/// The properties that are policies.
pub(super) const POLICIES: [PolicyPlace; 18] = [
    identity("AWS::IAM::Group", INLINE),
    identity("AWS::IAM::GroupPolicy", DOCUMENT),
    identity("AWS::IAM::ManagedPolicy", DOCUMENT),
    identity("AWS::IAM::Policy", DOCUMENT),
    identity("AWS::IAM::Role", INLINE),
    identity("AWS::IAM::RolePolicy", DOCUMENT),
    identity("AWS::IAM::User", INLINE),
    identity("AWS::IAM::UserPolicy", DOCUMENT),
    identity("AWS::Serverless::Function", OF_SAM),
    identity("AWS::Serverless::StateMachine", OF_SAM),
    identity("AWS::SSO::PermissionSet", &["InlinePolicy"]),
    of_resource("AWS::KMS::Key", &["KeyPolicy"]),
    of_resource("AWS::OpenSearchService::Domain", &["AccessPolicies"]),
    of_resource("AWS::S3::BucketPolicy", DOCUMENT),
    of_resource("AWS::SNS::TopicPolicy", DOCUMENT),
    of_resource("AWS::SQS::QueuePolicy", DOCUMENT),
    PolicyPlace {
        type_name: "AWS::ECR::Repository",
        path: &["RepositoryPolicyText"],
        kind: PolicyKind::Repository,
    },
    PolicyPlace { type_name: "AWS::IAM::Role", path: &["AssumeRolePolicyDocument"], kind: PolicyKind::Trust },
];

const fn identity(type_name: &'static str, path: &'static [&'static str]) -> PolicyPlace {
    PolicyPlace { type_name, path, kind: PolicyKind::Identity }
}

const fn of_resource(type_name: &'static str, path: &'static [&'static str]) -> PolicyPlace {
    PolicyPlace { type_name, path, kind: PolicyKind::Resource }
}
