//! Resources with data that are deleted with their stack.

use cfn_ast::Edit;
use cfn_ast::edit::insert_entry_after;
use cfn_ast::syntax::Format;

use crate::rules::kit::notation;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A resource that stores data and has no `DeletionPolicy` or no `UpdateReplacePolicy`.
    ///
    /// ## Why
    ///
    /// Without these attributes, CloudFormation deletes most resources with their data when they are removed from the
    /// template, when the stack is deleted, or when an update replaces them. The rule is off by default, because that is what
    /// many stacks want; select it where data must not be lost.
    ///
    /// Buckets are left alone: CloudFormation does not delete a bucket that contains objects.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Keys:
    ///     Type: AWS::KMS::Key
    ///     Properties:
    ///       EnableKeyRotation: true
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Keys:
    ///     Type: AWS::KMS::Key
    ///     UpdateReplacePolicy: Retain
    ///     DeletionPolicy: Retain
    ///     Properties:
    ///       EnableKeyRotation: true
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: after the stack is deleted the resource remains, and is billed.
    "stateful-without-policy" {
        group: Resources,
        severity: Note,
        fix: Unsafe,
        default: false,
        cfn_lint: ["I3011"],
        hooks: [Resource(check)],
        skips: [CustomMacros],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

/// Types whose resources store data, and whose deletion does not fail while they do (cfn-lint 1.58,
/// `StatefulResources.json`, MIT-0).
const STATEFUL: [&str; 28] = [
    "AWS::Backup::BackupVault",
    "AWS::CloudFormation::Stack",
    "AWS::Cognito::UserPool",
    "AWS::DocDB::DBCluster",
    "AWS::DocDB::DBInstance",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::EFS::FileSystem",
    "AWS::EMR::Cluster",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Elasticsearch::Domain",
    "AWS::FSx::FileSystem",
    "AWS::KMS::Key",
    "AWS::Kinesis::Stream",
    "AWS::Logs::LogGroup",
    "AWS::Neptune::DBCluster",
    "AWS::Neptune::DBInstance",
    "AWS::OpenSearchService::Domain",
    "AWS::Organizations::Account",
    "AWS::QLDB::Ledger",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
    "AWS::SDB::Domain",
    "AWS::SQS::Queue",
    "AWS::SecretsManager::Secret",
];

const POLICIES: [&str; 2] = ["DeletionPolicy", "UpdateReplacePolicy"];

fn check<'t>(resource: Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(name) = resource.type_name().filter(|name| STATEFUL.contains(name)) else { return };
    let missing: Vec<&str> =
        POLICIES.into_iter().filter(|policy| resource.attribute(policy).is_none()).collect();
    if missing.is_empty() || resource.value().entries().any(|entry| entry.is_merge()) {
        return;
    }
    let listed = missing.iter().map(|policy| format!("`{policy}`")).collect::<Vec<_>>().join(" and no ");
    let message = format!("`{}` of type `{name}` has no {listed}", resource.logical_id());
    let additions: Vec<String> =
        missing.iter().map(|policy| notation::entry(cx.tree(), policy, "Retain")).collect();
    let help = format!("add `{}`, or `Delete` if its data may be lost", additions.join("` and `"));
    let finding = cx.finding(resource.key().range(), message).with_help_beside_fix(help);
    cx.report_with_fix(finding, || {
        Some(Fix::unsafe_edits("retain the resource", retain(&resource, &missing)?))
    });
}

/// The policies after the type, as one edit.
fn retain(resource: &Resource<'_>, missing: &[&str]) -> Option<[Edit; 1]> {
    let entry = resource.value().entry("Type")?;
    let value = if entry.key.tree().format() == Format::Json { "\"Retain\"" } else { "Retain" };
    let mut texts = Vec::new();
    let mut range = None;
    for policy in missing.iter().rev() {
        let edit = insert_entry_after(entry, policy, value)?;
        range = Some(edit.range());
        texts.push(edit.text().to_owned());
    }
    Some([Edit::replace(range?, texts.concat())])
}
