//! Properties whose values are secrets.

/// Types and paths of their properties for passwords, without the items of lists. Only in these does CloudFormation
/// resolve `ssm-secure` (AWS CloudFormation User Guide, "Get a secure string value from Systems Manager Parameter Store").
pub(crate) const SECRETS: [(&str, &[&str]); 11] = [
    ("AWS::DirectoryService::MicrosoftAD", &["Password"]),
    ("AWS::DirectoryService::SimpleAD", &["Password"]),
    ("AWS::ElastiCache::ReplicationGroup", &["AuthToken"]),
    ("AWS::IAM::User", &["LoginProfile", "Password"]),
    ("AWS::KinesisFirehose::DeliveryStream", &["RedshiftDestinationConfiguration", "Password"]),
    ("AWS::OpsWorks::App", &["AppSource", "Password"]),
    ("AWS::OpsWorks::Stack", &["CustomCookbooksSource", "Password"]),
    ("AWS::OpsWorks::Stack", &["RdsDbInstances", "DbPassword"]),
    ("AWS::RDS::DBCluster", &["MasterUserPassword"]),
    ("AWS::RDS::DBInstance", &["MasterUserPassword"]),
    ("AWS::Redshift::Cluster", &["MasterUserPassword"]),
];

/// Whether a property of a resource type, by its path, is one of [`SECRETS`].
pub(crate) fn is_secret(type_name: &str, path: &[&str]) -> bool {
    SECRETS.iter().any(|(name, property)| *name == type_name && *property == path)
}
