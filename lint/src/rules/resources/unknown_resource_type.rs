//! Resource types that AWS does not have.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cfn_schema::Table;

use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, nearest, typo_of, write_name};

declare_rule! {
    /// A resource type that does not exist.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the template. A name that resembles an existing type is an error. Any other name is a
    /// warning, because AWS may have added the type after the date that the message states.
    ///
    /// Only the types of AWS, Alexa and SAM are checked. Types of other publishers and your own are left alone.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Tpoic
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes the closest type, if no other one is as close. It is safe if one letter is wrong, or two neighbours
    /// are swapped, or only the case differs, and no other type is within two letters. Otherwise it is unsafe.
    "unknown-resource-type" {
        group: Resources,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: ["E3006"],
        hooks: [Template(check)],
        skips: [CustomMacros],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for resource in template.resources() {
        report_unknown(resource, cx);
    }
}

fn report_unknown<'t>(resource: &Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(node) = resource.value().get("Type") else { return };
    let Some(name) = node.text().filter(|_| node.local_tag().is_none() && !resource.is_module()) else {
        return;
    };
    if is_private(name) || cx.catalog().has_type(name) {
        return;
    }
    let known = same_service(name);
    let near = nearest(name, known.iter().copied());
    let (severity, message) = if near.is_empty() {
        (Severity::Warning, format!("resource type `{name}` does not exist as of {}", cx.catalog().date()))
    } else {
        (Severity::Error, format!("unknown resource type `{name}`"))
    };
    let mut finding = cx.finding(node.range(), message).with_severity(severity);
    finding = match did_you_mean(&near) {
        Some(question) => finding.with_help(question),
        None => finding.with_help("check the spelling; ignore the finding if AWS added the type later"),
    };
    cx.report_with_fix(finding, || {
        let typo = typo_of(name, known.iter().copied())?;
        let edit = write_name(node.tree().source(), node.verbatim_text_range()?, typo.right)?;
        Some(Fix::correction_if(typo.is_certain_name(), format!("write `{}`", typo.right), [edit]))
    });
}

/// Whether a type is not one of AWS's own: a custom resource, a module, or a type from the registry.
fn is_private(name: &str) -> bool {
    let publisher = name.split("::").next().unwrap_or_default();
    !matches!(publisher.to_ascii_lowercase().as_str(), "aws" | "alexa")
        || matches!(name, "AWS::CloudFormation::CustomResource" | "AWS::CloudFormation::WaitCondition")
        || name.ends_with("::MODULE")
        || name == "AWS::CDK::Metadata"
}

/// The known types by their service in lower case.
static BY_SERVICE: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut by_service: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in Table::aws().type_names() {
        by_service.entry(service(&name)).or_default().push(name);
    }
    by_service
});

fn service(name: &str) -> String {
    name.split("::").nth(1).unwrap_or_default().to_ascii_lowercase()
}

/// The types whose service is within two letters of that of a name, as every type is that is within two letters of the
/// name itself.
fn same_service(name: &str) -> Vec<&'static str> {
    let own = service(name);
    let near = BY_SERVICE.iter().filter(|(other, _)| strsim::osa_distance(&own, other) <= 2);
    near.flat_map(|(_, names)| names.iter().map(String::as_str)).collect()
}
