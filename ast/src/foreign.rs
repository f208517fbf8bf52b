//! The notation of tools that process a template before CloudFormation does.
//!
//! Its result is not known, so nothing is reported about it, and it must be preserved as it is written.

use crate::syntax::Node;

/// The sources of variables of the Serverless Framework that a name with a colon follows (Serverless Framework Guide,
/// "Variables").
const SOURCES: [&str; 8] = ["cf", "env", "git", "opt", "param", "self", "sls", "ssm"];

/// Variables of the Serverless Framework that begin like IAM's policy variables but are not.
const OF_ACCOUNT: [&str; 2] = ["aws:accountId", "aws:region"];

/// The namespace of Rain's directives and constants (Rain, "Packaging" in its README).
const RAIN: &str = "Rain::";

/// The functions of cfn-include that CloudFormation does not support (cfn-include, README).
const CFN_INCLUDE: [&str; 30] = [
    "ApplyTags",
    "Compact",
    "Concat",
    "DeepMerge",
    "Eval",
    "Filename",
    "Flatten",
    "FlattenDeep",
    "GetEnv",
    "IfEval",
    "Include",
    "JoinNow",
    "LowerCamelCase",
    "Map",
    "Merge",
    "ObjectKeys",
    "ObjectValues",
    "Omit",
    "OmitEmpty",
    "Outputs",
    "RefNow",
    "Sequence",
    "Sort",
    "SortBy",
    "SortObject",
    "SortedUniq",
    "Stringify",
    "SubNow",
    "Uniq",
    "UpperCamelCase",
];

/// Whether `name` between the braces of `${…}` is a variable of the Serverless Framework, or a constant of Rain.
///
/// IAM's policy variables, such as `aws:username`, are not: AWS evaluates those itself.
pub fn is_variable(name: &str) -> bool {
    let name = name.trim_start();
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let (source, rest) = name.split_at(end);
    // `cf.eu-west-1:stack.output` and `ssm.eu-west-1:/name` name a region.
    let names_region = rest.starts_with('.') && rest.contains(':') && matches!(source, "cf" | "ssm");
    let is_path = source == "s3" && rest.starts_with(':') && rest.contains('/');
    name.starts_with(RAIN)
        || OF_ACCOUNT.contains(&name)
        || (!source.is_empty() && rest.starts_with('('))
        || (SOURCES.contains(&source) && (rest.starts_with(':') || names_region))
        || is_path
}

/// Whether a text contains such a variable, at any depth of braces.
pub fn has_variable(text: &str) -> bool {
    // Nearly no text has one, and a byte is found faster than a string.
    if !text.contains('$') {
        return false;
    }
    text.match_indices("${").any(|(at, open)| {
        let inner = &text[at + open.len()..];
        is_variable(inner.split_once('}').map_or(inner, |(inner, _)| inner))
    })
}

/// Whether a function, named without `!` and `Fn::`, is a directive of Rain or of cfn-include.
pub fn is_directive_name(name: &str) -> bool {
    name.starts_with(RAIN) || CFN_INCLUDE.contains(&name)
}

/// Whether the name of a tag is a directive of Rain, which is a tag only (Rain, "Packaging" in its README).
pub fn is_rain_directive(name: &str) -> bool {
    name.starts_with(RAIN)
}

/// Whether a key of a mapping is a directive.
pub fn is_directive_key(key: &str) -> bool {
    key.strip_prefix("Fn::").is_some_and(is_directive_name) || key.starts_with(RAIN)
}

/// Whether a node is a directive, as a tag or as a key of the mapping.
pub fn is_directive(node: Node<'_>) -> bool {
    let has_key = || node.entries().any(|entry| entry.name().is_some_and(is_directive_key));
    node.local_tag().is_some_and(is_directive_name) || has_key()
}

#[cfg(test)]
mod tests {
    use super::{has_variable, is_variable};

    #[test]
    fn variables_of_the_serverless_framework_differ_from_iams() {
        for name in [
            "self:custom.größe",
            "opt:stage, 'dev'",
            "sls:stage",
            "env:HOME",
            "param:domain",
            "file(./config.yml):name",
            "cf:stack.Output",
            "cf(eu-west-1):stack.Output",
            "cf.eu-west-1:stack.Output",
            "ssm:/a/b",
            "ssm(eu-west-1):/a/b",
            "s3:bucket/key",
            "git:branch",
            "strToBool(x)",
            "aws:accountId",
            "aws:region",
            "Rain::Name",
        ] {
            assert!(is_variable(name), "{name}");
        }
        for name in [
            "aws:username",
            "aws:PrincipalTag/team",
            "s3:prefix",
            "AWS::Region",
            "self",
            "cf.Arn",
            "Env",
            "!self:a",
        ] {
            assert!(!is_variable(name), "{name}");
        }
        assert!(has_variable("ü-${A}-${self:custom.${opt:stage}}"));
        assert!(has_variable("${A${opt:stage}}"));
        assert!(!has_variable("ü-${A}-${aws:username}-$self:x"));
    }
}
