//! The formats of strings: those of JSON Schema, and those of the enhanced schemas, which name what a value identifies.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a string has a format; `None` if nothing is known about the format.
pub fn matches(format: &str, text: &str) -> Option<bool> {
    Some(match format {
        "date-time" => is_date_time(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "ipv4-network" => is_network(text, 32, |address: Ipv4Addr| u128::from(u32::from(address))),
        "ipv6-network" => is_network(text, 128, |address: Ipv6Addr| u128::from(address)),
        "AWS::ACM::Certificate.Arn" => is_arn(text, "acm", |rest| rest.starts_with("certificate/")),
        "AWS::EC2::Image.Id" => is_id(text, "ami-", |c| c.is_ascii_digit() || c.is_ascii_lowercase()),
        "AWS::EC2::SecurityGroup.Id" => is_id(text, "sg-", |c| c.is_ascii_hexdigit()),
        "AWS::EC2::SecurityGroup.Name" => !text.is_empty() && text.chars().all(is_of_group_name),
        "AWS::EC2::Subnet.Id" => is_id(text, "subnet-", |c| c.is_ascii_hexdigit()),
        "AWS::EC2::VPC.Id" => is_id(text, "vpc-", |c| c.is_ascii_hexdigit()),
        "AWS::IAM::Role.Arn" => is_role_arn(text),
        "AWS::KMS::Alias.AliasName" => text.strip_prefix("alias/").is_some_and(|name| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || ":/_-".contains(c))
        }),
        "AWS::KMS::Key.Arn" => {
            is_arn(text, "kms", |rest| rest.starts_with("key/") || rest.starts_with("alias/"))
        }
        "AWS::KMS::Key.Id" => is_key_id(text),
        "AWS::Lambda::Function.Arn" => is_arn(text, "lambda", |rest| rest.starts_with("function:")),
        "AWS::Logs::LogGroup.Name" => {
            (1..=512).contains(&text.len())
                && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-_/#".contains(c))
        }
        "AWS::S3::Bucket.Name" => is_bucket_name(text),
        "AWS::SNS::Topic.Arn" => is_arn(text, "sns", |rest| !rest.is_empty()),
        _ => return None,
    })
}

/// An ID of EC2: a prefix, and 8 or 17 characters (Amazon EC2 User Guide, "Resource IDs").
fn is_id(text: &str, prefix: &str, is_allowed: impl Fn(char) -> bool) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| matches!(rest.len(), 8 | 17) && rest.chars().all(is_allowed))
}

/// The characters of the name of a security group, with those that only groups outside of a VPC accept.
fn is_of_group_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || " ._-:/()#,@[]+=&;{}!$*".contains(c)
}

/// An ARN of a service, `arn:PARTITION:SERVICE:REGION:ACCOUNT:REST` (IAM User Guide, "IAM ARNs").
fn is_arn(text: &str, service: &str, is_resource: impl Fn(&str) -> bool) -> bool {
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next().unwrap_or_default();
    let is_prefix = next() == "arn" && next().starts_with("aws");
    let is_service = next() == service;
    let (region, account, rest) = (next(), next(), next());
    let is_region = !region.is_empty() && region.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_prefix && is_service && is_region && is_account(account) && is_resource(rest)
}

/// The ARN of a role: without a region, because IAM is global.
fn is_role_arn(text: &str) -> bool {
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next().unwrap_or_default();
    let is_prefix = next() == "arn" && next().starts_with("aws");
    let is_global = next() == "iam" && next().is_empty();
    is_prefix && is_global && is_account(next()) && next().len() > "role/".len() && text.contains(":role/")
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A key ID: a UUID, also of a multi-Region key (AWS KMS Developer Guide, "Key identifiers").
fn is_key_id(text: &str) -> bool {
    if let Some(id) = text.strip_prefix("mrk-") {
        return id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// A bucket name ("Bucket naming rules" in the Amazon S3 User Guide).
fn is_bucket_name(text: &str) -> bool {
    let is_allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    (3..=63).contains(&text.len())
        && text.bytes().all(is_allowed)
        && !text.starts_with(['.', '-'])
        && !text.ends_with(['.', '-'])
        && !["..", "-.", ".-"].iter().any(|pair| text.contains(pair))
}

/// A network in CIDR notation without host bits.
fn is_network<A: std::str::FromStr>(text: &str, bits: u32, number: impl Fn(A) -> u128) -> bool {
    let (address, prefix) = text.split_once('/').unwrap_or((text, ""));
    let prefix = if prefix.is_empty() && !text.contains('/') { Some(bits) } else { prefix.parse().ok() };
    let (Ok(address), Some(prefix)) = (address.parse(), prefix.filter(|prefix| *prefix <= bits)) else {
        return false;
    };
    let host = bits - prefix;
    let mask = if host == 128 { u128::MAX } else { (1 << host) - 1 };
    number(address) & mask == 0
}

/// A date with a time and its offset (RFC 3339, section 5.6).
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let (clock, offset) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => return false,
    };
    let clock = clock.split_once('.').map_or(Some(clock), |(clock, fraction)| {
        (!fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit())).then_some(clock)
    });
    let is_offset = offset == "Z" || numbers(&offset[1..], ':', &[(2, 23), (2, 59)]);
    numbers(date, '-', &[(4, 9999), (2, 12), (2, 31)])
        && clock.is_some_and(|clock| numbers(clock, ':', &[(2, 23), (2, 59), (2, 60)]))
        && is_offset
}

/// Whether a string is numbers with these numbers of digits and maximums between separators.
fn numbers(text: &str, separator: char, expected: &[(usize, u32)]) -> bool {
    let parts: Vec<&str> = text.split(separator).collect();
    parts.len() == expected.len()
        && parts.iter().zip(expected).all(|(part, &(digits, maximum))| {
            part.len() == digits
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && part.parse::<u32>().is_ok_and(|number| number <= maximum)
        })
}
