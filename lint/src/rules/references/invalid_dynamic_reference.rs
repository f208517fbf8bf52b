//! Dynamic references that CloudFormation cannot resolve.

use cfn_ast::TextRange;
use cfn_ast::model::{Context, EvaluatedPart, Section};
use cfn_schema::Additional;

use crate::rules::kit::prelude::*;
use crate::rules::kit::secret_properties::is_secret;

declare_rule! {
    /// A malformed dynamic reference, or a reference where CloudFormation does not resolve it.
    ///
    /// ## Why
    ///
    /// CloudFormation resolves `{{resolve:service:…}}` for the services `ssm`, `ssm-secure` and `secretsmanager`, each with
    /// a syntax of its own; anything else fails the deployment. References to Secrets Manager are only resolved in the
    /// properties of resources, and secure strings of Parameter Store only in eleven properties for passwords. A property
    /// for the ARN of a secret needs the ARN, and a dynamic reference would pass the secret itself.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Database:
    ///     Type: AWS::RDS::DBInstance
    ///     Properties:
    ///       MasterUserPassword: "{{resolve:secretsmanager:Database:SecretValue:password}}"
    /// ```
    ///
    /// The part after the name of the secret is always `SecretString`.
    "invalid-dynamic-reference" {
        group: References,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E1050", "E1051", "E1052", "E1027", "W1051"],
        hooks: [Node(check)],
    }
}

const OPEN: &str = "{{resolve:";

/// Properties that are the ARN or the name of a secret, which the service reads itself.
const ARNS_OF_SECRETS: [&str; 6] = [
    "SecretARN",
    "SecretArn",
    "SecretsManagerConfiguration",
    "SecretsManagerOracleAsmSecretId",
    "SecretsManagerSecretId",
    "SecretsManagerSecurityDbEncryptionSecretId",
];

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(text) = node.text().filter(|text| text.contains('{') && text.contains(OPEN)) else { return };
    if node.is_key() || cx.template().has_custom_macro() || !is_checked(node, cx) {
        return;
    }
    for (open, _) in text.match_indices(OPEN) {
        let Some(reference) = text[open..].find("}}").map(|len| &text[open + 2..open + len]) else {
            continue;
        };
        if reference.contains("${") || reference.contains('\n') {
            continue;
        }
        let range = node.text_range(open..open + reference.len() + 4);
        let parts: Vec<&str> = reference.split(':').collect();
        if let Some(fault) = fault(&parts) {
            cx.report(cx.finding(range, fault).with_help(format!("the syntax is `{}`", syntax(&parts))));
        } else if parts[1] == "secretsmanager" && !is_property(node) {
            let message = "references to Secrets Manager are only resolved in the properties of resources";
            let finding = cx.finding(range, message).with_cfn_lint("E1051");
            cx.report(finding.with_help("move the reference to a property of a resource"));
        } else if let Some(finding) = misplaced(node, text, range, parts[1], cx) {
            cx.report(finding);
        }
    }
}

/// A well-formed reference in a property that does not accept it.
fn misplaced<'t>(
    node: Node<'t>,
    text: &str,
    range: TextRange,
    service: &str,
    cx: &RuleContext<'_, 't>,
) -> Option<Finding> {
    let context = Context::of(node);
    let path: Vec<&str> = context.path().into_iter().filter(|key| !key.starts_with("Fn::")).collect();
    let ["Properties", path @ ..] = path.as_slice() else { return None };
    if context.section() != Some(Section::Resources) {
        return None;
    }
    let type_name = context.declaration().and_then(|name| cx.template().resource_type(name))?;
    if service == "ssm-secure" && !is_secret(type_name, path) && may_have(type_name, path.first()?, cx) {
        let property = path.last()?;
        let message = format!("secure strings are not resolved in `{property}` of `{type_name}`");
        let finding = cx.finding(range, message).with_cfn_lint("E1027");
        return Some(finding.with_help("use a reference to Secrets Manager"));
    }
    let arn = path.iter().find(|key| ARNS_OF_SECRETS.contains(key))?;
    let is_whole = text.starts_with(OPEN) && text.ends_with("}}");
    (service == "secretsmanager" && is_whole).then(|| {
        let message =
            format!("`{arn}` is the ARN of a secret, and this reference is resolved to the secret itself");
        let finding = cx.finding(range, message).with_cfn_lint("W1051").with_severity(Severity::Warning);
        finding.with_help("write the ARN of the secret, or refer to it")
    })
}

/// Whether the resource type may have the property: what is unknown because of its name is reported for that.
fn may_have(type_name: &str, property: &str, cx: &RuleContext<'_, '_>) -> bool {
    let Some(known) = cx.catalog().resource_type(type_name) else { return !type_name.starts_with("AWS::") };
    let root = known.root();
    let named = root.table().name(property).and_then(|name| root.property(name));
    named.is_some() || root.keywords().additional != Additional::Closed
}

/// Whether references are resolved in the node, or may be inserted there from a mapping.
fn is_checked<'t>(node: Node<'t>, cx: &RuleContext<'_, 't>) -> bool {
    EvaluatedPart::of(node, cx.template()) != EvaluatedPart::None
        || Context::of(node).section() == Some(Section::Mappings)
}

fn is_property(node: Node<'_>) -> bool {
    let context = Context::of(node);
    match context.section() {
        Some(Section::Resources) => context.path_starts_with(&["Properties"]),
        Some(Section::Globals | Section::Mappings) => true,
        _ => false,
    }
}

/// The syntax of the references to a service.
fn syntax(parts: &[&str]) -> &'static str {
    match parts.get(1) {
        Some(&"ssm") => "{{resolve:ssm:name:version}}",
        Some(&"ssm-secure") => "{{resolve:ssm-secure:name:version}}",
        Some(&"secretsmanager") => "{{resolve:secretsmanager:secret:SecretString:key:stage:version}}",
        _ => "{{resolve:service:name}}",
    }
}

/// What is wrong with the parts of a reference (AWS CloudFormation User Guide, "Get values stored in other services
/// using dynamic references").
fn fault(parts: &[&str]) -> Option<String> {
    match parts {
        [_, service @ ("ssm" | "ssm-secure"), parts @ ..] => ssm_fault(service, parts),
        [_, "secretsmanager", "arn", parts @ ..] => match parts {
            [_, _, _, _, "secret", _, rest @ ..] => secret_fault(rest),
            _ => Some(
                "invalid ARN of a secret: it must be `arn:aws:secretsmanager:region:account:secret:name`"
                    .to_owned(),
            ),
        },
        [_, "secretsmanager", _, rest @ ..] => secret_fault(rest),
        [_, "secretsmanager"] => Some("missing name of the secret".to_owned()),
        [_, service, ..] => Some(format!(
            "unknown service `{service}`: dynamic references support `ssm`, `ssm-secure` and `secretsmanager`"
        )),
        _ => None,
    }
}

fn ssm_fault(service: &str, parts: &[&str]) -> Option<String> {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().any(|b| b.is_ascii_alphanumeric() || b"_.-/".contains(&b))
    };
    match parts {
        [name] | [name, _] if !is_name(name) => {
            Some(format!("missing name of the parameter after `{service}`"))
        }
        [_] => None,
        [_, version] if version.bytes().any(|b| b.is_ascii_digit()) => None,
        [_, version] => Some(format!("the version of a parameter must be a number, not `{version}`")),
        [] => Some(format!("missing name of the parameter after `{service}`")),
        _ => Some("too many parts: only a version may follow the name of the parameter".to_owned()),
    }
}

/// What is wrong with the parts after the secret: `SecretString`, the JSON key, the version stage and the version ID.
fn secret_fault(parts: &[&str]) -> Option<String> {
    match parts {
        [] | ["" | "SecretString"] => None,
        [first, ..] if !matches!(*first, "" | "SecretString") => {
            Some(format!("the part after the secret must be `SecretString`, not `{first}`"))
        }
        more if more.len() > 4 => Some(
            "too many parts: only a key, a version stage and a version ID may follow `SecretString`"
                .to_owned(),
        ),
        _ => None,
    }
}
