//! The formats of strings, in words.

use ipnet::IpNet;

use super::wording;
use crate::rules::kit::prelude::*;

/// A format of a string.
pub(in crate::rules) struct Format {
    /// Its name in the schemas.
    pub(in crate::rules) name: &'static str,
    /// The ID under which cfn-lint reports a string that does not have it.
    pub(in crate::rules) cfn_lint: &'static str,
    /// What a string of this format is.
    pub(in crate::rules) noun: &'static str,
    /// An example or a description that follows the noun.
    pub(in crate::rules) form: &'static str,
}

const FORMATS: [Format; 17] = [
    of("AWS::ACM::Certificate.Arn", "E1159", "the ARN of a certificate", ""),
    of("AWS::EC2::Image.Id", "E1152", "the ID of an AMI", ", such as `ami-0123456789abcdef0`"),
    of(
        "AWS::EC2::SecurityGroup.Id",
        "E1150",
        "the ID of a security group",
        ", such as `sg-0123456789abcdef0`",
    ),
    of("AWS::EC2::SecurityGroup.Name", "E1153", "the name of a security group", ""),
    of("AWS::EC2::Subnet.Id", "E1154", "the ID of a subnet", ", such as `subnet-0123456789abcdef0`"),
    of("AWS::EC2::VPC.Id", "E1151", "the ID of a VPC", ", such as `vpc-0123456789abcdef0`"),
    of("AWS::IAM::Role.Arn", "E1156", "the ARN of an IAM role", ""),
    of("AWS::KMS::Alias.AliasName", "E1164", "the name of a KMS alias", ", which begins with `alias/`"),
    of("AWS::KMS::Key.Arn", "E1157", "the ARN of a KMS key", ""),
    of("AWS::KMS::Key.Id", "E1162", "the ID of a KMS key", ""),
    of("AWS::Lambda::Function.Arn", "E1160", "the ARN of a Lambda function", ""),
    of("AWS::Logs::LogGroup.Name", "E1155", "the name of a log group", ""),
    of(
        "AWS::S3::Bucket.Name",
        "E1161",
        "the name of a bucket",
        ": 3 to 63 lowercase letters, digits, dots and hyphens",
    ),
    of("AWS::SNS::Topic.Arn", "E1158", "the ARN of an SNS topic", ""),
    of("date-time", "E3002", "a date and time", ", such as `2030-01-31T00:00:00Z`"),
    of("ipv4-network", "E3002", "an IPv4 network", ", such as `10.0.0.0/16`"),
    of("ipv6-network", "E3002", "an IPv6 network", ", such as `2001:db8::/64`"),
];

const fn of(name: &'static str, cfn_lint: &'static str, noun: &'static str, form: &'static str) -> Format {
    Format { name, cfn_lint, noun, form }
}

/// What is wrong with a network whose address has bits that its prefix does not cover, and the network; `None` for other
/// values. Amazon EC2 sets these bits to zero (Amazon EC2 API Reference, "IpRange", "CreateVpc", "CreateSubnet",
/// "CreateRoute").
pub(super) fn host_bits(value: Node<'_>) -> Option<(String, IpNet)> {
    let network = value.resolved().text()?.parse::<IpNet>().ok()?.trunc();
    let property = wording::property(value);
    Some((format!("{property} has bits outside of its prefix: the network is `{network}`"), network))
}

/// The format with this name, if messages have words for it.
pub(in crate::rules) fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// What a string of a format is, in words: "the ID of a subnet".
pub(in crate::rules) fn noun(name: &str) -> String {
    match (find(name), name, name.split_once('.')) {
        (Some(format), ..) => format.noun.to_owned(),
        (None, "ipv4", _) => "an IPv4 address".to_owned(),
        (None, "ipv6", _) => "an IPv6 address".to_owned(),
        (None, _, Some((resource_type, value))) => {
            let value = match value {
                "Arn" => "ARN".to_owned(),
                "Id" => "ID".to_owned(),
                "Name" => "name".to_owned(),
                other => format!("`{other}`"),
            };
            format!("the {value} of a resource of type `{resource_type}`")
        }
        (None, name, None) => format!("a value of the format `{name}`"),
    }
}
