//! Dynamic references that CloudFormation cannot resolve.

use cfn_ast::Node;
use cfn_ast::model::{Context, Place, Section};

use crate::context::RuleContext;
use crate::declare_rule;

declare_rule! {
    /// A dynamic reference that is not well formed, or one to a secret where secrets are not resolved.
    ///
    /// ## Why
    ///
    /// `{{resolve:service:…}}` is resolved for the services `ssm`, `ssm-secure` and `secretsmanager`, each with parts of
    /// its own; on anything else the deployment fails. A reference to Secrets Manager is resolved in the properties of
    /// resources only.
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
        group: Correctness,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E1050", "E1051", "E1052"],
        hooks: [Node(check)],
    }
}

const OPEN: &str = "{{resolve:";

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(text) = node.text().filter(|text| text.contains(OPEN)) else { return };
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
            cx.report(cx.finding(range, fault));
        } else if parts[1] == "secretsmanager" && !is_property(node) {
            let message = "a reference to Secrets Manager is resolved in the properties of resources only";
            cx.report(cx.finding(range, message).with_cfn_lint("E1051"));
        }
    }
}

/// Where references are resolved, and mappings, from where they can get there.
fn is_checked<'t>(node: Node<'t>, cx: &RuleContext<'_, 't>) -> bool {
    Place::of(node, cx.template()) != Place::None || Context::of(node).section() == Some(Section::Mappings)
}

fn is_property(node: Node<'_>) -> bool {
    let context = Context::of(node);
    match context.section() {
        Some(Section::Resources) => context.path_starts_with(&["Properties"]),
        Some(Section::Globals | Section::Mappings) => true,
        _ => false,
    }
}

/// What is wrong with the parts of a reference (AWS CloudFormation User Guide, "Get values stored in other services
/// using dynamic references").
fn fault(parts: &[&str]) -> Option<String> {
    match parts {
        [_, service @ ("ssm" | "ssm-secure"), parts @ ..] => ssm_fault(service, parts),
        [_, "secretsmanager", "arn", parts @ ..] => match parts {
            [_, _, _, _, "secret", _, rest @ ..] => secret_fault(rest),
            _ => {
                Some("the ARN of a secret is `arn:aws:secretsmanager:region:account:secret:name`".to_owned())
            }
        },
        [_, "secretsmanager", _, rest @ ..] => secret_fault(rest),
        [_, "secretsmanager"] => Some("the name of the secret is missing".to_owned()),
        [_, service, ..] => Some(format!(
            "`{service}` is no service for dynamic references: these are `ssm`, `ssm-secure` and `secretsmanager`"
        )),
        _ => None,
    }
}

fn ssm_fault(service: &str, parts: &[&str]) -> Option<String> {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().any(|b| b.is_ascii_alphanumeric() || b"_.-/".contains(&b))
    };
    match parts {
        [name] | [name, _] if !is_name(name) => Some(format!("`{service}` needs the name of a parameter")),
        [_] => None,
        [_, version] if version.bytes().any(|b| b.is_ascii_digit()) => None,
        [_, version] => Some(format!("the version of a parameter is a number, not `{version}`")),
        [] => Some(format!("`{service}` needs the name of a parameter")),
        _ => {
            Some(format!("`{service}` takes the name of a parameter and a version, and nothing behind them"))
        }
    }
}

/// The parts behind the secret: `SecretString`, the key, the stage and the version.
fn secret_fault(parts: &[&str]) -> Option<String> {
    match parts {
        [] | ["" | "SecretString"] => None,
        [first, ..] if !matches!(*first, "" | "SecretString") => {
            Some(format!("behind the secret there is `SecretString`, not `{first}`"))
        }
        more if more.len() > 4 => Some(
            "behind `SecretString` there are a key, a version stage and a version ID, and no more".to_owned(),
        ),
        _ => None,
    }
}
