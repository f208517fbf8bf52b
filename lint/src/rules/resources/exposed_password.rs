//! Passwords that people can read in the template or in the console.

use std::collections::BTreeSet;

use cfn_ast::edit::insert_entry_after;
use cfn_ast::syntax::Format;
use cfn_ast::{Edit, FunctionName, foreign};

use super::property_values::{Lookup, PropertyValue};
use super::wording;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;
use crate::rules::kit::secret_properties::SECRETS;

declare_rule! {
    /// A password in a template, or in a parameter.
    ///
    /// ## Why
    ///
    /// Everybody who can read the template or the stack can read a literal password, and the value of a parameter without
    /// `NoEcho`. A dynamic reference to Secrets Manager, or to a secure string of Parameter Store, is resolved when the
    /// resource is created, and shown nowhere.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Password:
    ///     Type: String
    /// Resources:
    ///   Endpoint:
    ///     Type: AWS::DMS::Endpoint
    ///     Properties:
    ///       EndpointType: source
    ///       EngineName: mysql
    ///       Password: !Ref Password
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Parameters:
    ///   Password:
    ///     Type: String
    ///     NoEcho: true
    /// Resources:
    ///   Endpoint:
    ///     Type: AWS::DMS::Endpoint
    ///     Properties:
    ///       EndpointType: source
    ///       EngineName: mysql
    ///       Password: !Ref Password
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: `NoEcho` also hides the value from tools that read the parameters of the stack and pass them on.
    "exposed-password" {
        group: Resources,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W2501", "W1011"],
        hooks: [Template(check)],
        skips: [CustomMacros],
    }
}

/// The names of properties that are passwords, of any resource type.
const PASSWORDS: [&str; 9] = [
    "ADDomainJoinPassword",
    "AccountPassword",
    "AdminPassword",
    "CrossRealmTrustPrincipalPassword",
    "DbPassword",
    "KdcAdminPassword",
    "MasterUserPassword",
    "Password",
    "PasswordParam",
];

/// Properties that are documents with names of their own: the password of an API's model is its description.
const DOCUMENTS: [&str; 4] = ["Body", "DefinitionBody", "Models", "Schema"];

const USE_DYNAMIC_REFERENCE: &str =
    "use a dynamic reference, such as `{{resolve:secretsmanager:name:SecretString:password}}`";

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let mut shown = BTreeSet::new();
    let in_loops: Vec<_> = template.resources_in_loops().collect();
    for resource in template.resources().iter().chain(&in_loops) {
        let Some(properties) = resource.properties() else { continue };
        check_value(properties, &mut shown, cx);
        check_secrets(resource, cx);
    }
    for parameter in template.parameters().iter().filter(|parameter| shown.contains(parameter.name())) {
        report_parameter(parameter, cx);
    }
}

/// Looks for passwords below a value, and collects the names of the parameters that contain one.
fn check_value<'t>(value: Node<'t>, shown: &mut BTreeSet<&'t str>, cx: &mut RuleContext<'_, 't>) {
    for entry in value.entries() {
        let name = entry.name().unwrap_or_default();
        if PASSWORDS.contains(&name) {
            check_password(entry.value, shown, cx);
        }
        if !DOCUMENTS.contains(&name) {
            check_value(entry.value, shown, cx);
        }
    }
    for item in value.items() {
        check_value(item, shown, cx);
    }
}

fn check_password<'t>(value: Node<'t>, shown: &mut BTreeSet<&'t str>, cx: &mut RuleContext<'_, 't>) {
    if let Some(function) = value.resolved().function() {
        let parameter = function.argument.text().filter(|_| function.name == FunctionName::Ref);
        let is_shown =
            |parameter: &Parameter<'t>| !parameter.is_hidden() && !parameter.is_from_parameter_store();
        shown.extend(parameter.filter(|name| cx.template().parameters().get(name).is_some_and(is_shown)));
        return;
    }
    let Some(text) = value.as_str().filter(|text| !text.is_empty() && value.local_tag().is_none()) else {
        return;
    };
    if foreign::has_variable(text) || text.contains("{{resolve:s") && !text.contains("{{resolve:ssm:") {
        return;
    }
    let property = wording::property(value);
    let message = if text.contains("{{resolve:ssm:") {
        format!("{property} is a plain string in Parameter Store, which everybody with access to it can read")
    } else {
        format!("{property} is a literal password")
    };
    let finding = cx.finding(wording::place(value), message).with_cfn_lint_offset(offset_of_value(value));
    cx.report(finding.with_help(USE_DYNAMIC_REFERENCE));
}

fn report_parameter<'t>(parameter: &Parameter<'t>, cx: &mut RuleContext<'_, 't>) {
    let name = parameter.name();
    let message = format!("parameter `{name}` is a password, and is shown in the console without `NoEcho`");
    let finding = cx.finding(parameter.key().range(), message).with_help("set `NoEcho: true`");
    cx.report_with_fix(finding, || Some(Fix::unsafe_edits("set `NoEcho: true`", [hide(parameter)?])));
}

fn hide(parameter: &Parameter<'_>) -> Option<Edit> {
    if let Some(value) = parameter.value().get("NoEcho") {
        let is_plain = value.tag().is_none() && value.anchor_range().is_none() && !value.range().is_empty();
        return Some(Edit::replace(value.verbatim_text_range().filter(|_| is_plain)?, "true"));
    }
    let entry = parameter.value().entry("Type")?;
    let value = if entry.key.tree().format() == Format::Json { "\"true\"" } else { "true" };
    insert_entry_after(entry, "NoEcho", value)
}

/// Reports parameters in properties for which CloudFormation resolves secure references.
fn check_secrets<'t>(resource: &Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    let type_name = resource.type_name().unwrap_or_default();
    for (_, path) in SECRETS.iter().filter(|(name, _)| *name == type_name) {
        // The databases of an OpsWorks stack are a list.
        let path: Vec<&str> = path.iter().flat_map(|name| [*name, "+"]).collect();
        for value in Lookup::of(cx).values_at(resource, &path).values {
            report_secret(&value, cx);
        }
    }
}

fn report_secret<'t>(secret: &PropertyValue<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(function) = secret.value.function().filter(|function| function.name == FunctionName::Ref) else {
        return;
    };
    let name = function.argument.text().unwrap_or_default();
    if cx.template().parameters().get(name).is_none() {
        return;
    }
    let property = wording::property(secret.value);
    let message = format!("{property} is passed as the parameter `{name}`");
    let finding = cx
        .finding(wording::place(secret.value), message)
        .with_cfn_lint("W1011")
        .with_cfn_lint_offset(offset_of_value(secret.value));
    cx.report(finding.with_help(USE_DYNAMIC_REFERENCE));
}
