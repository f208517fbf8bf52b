//! Resource types that AWS does not have, at all or in a region.

use std::cell::OnceCell;

use cfn_schema::ResourceType;

use super::deployment_regions::Regions;
use super::wording;
use crate::rules::kit::prelude::*;
use crate::suggest::types::TypeNames;
use crate::suggest::{did_you_mean, nearest, typo_of, typos_of, write_name};

declare_rule! {
    /// A resource type that does not exist, or not in a region in which the template is deployed.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the template. A name that resembles an existing type is an error. Any other name is a
    /// warning, because AWS may have added the type after the date that the message states.
    ///
    /// Types of other publishers and your own are known once the configuration lists them under `types`, or their schemas
    /// under `schemas`. Custom resources and modules may have any name.
    ///
    /// If the configuration lists `regions`, a type that one of them does not have is a warning as well, unless the
    /// condition of the resource excludes that region. See [regions](../schemas.md#regions).
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
    let regions = Regions::new(template, cx.catalog());
    let known = OnceCell::new();
    let in_loops: Vec<Resource<'t>> = template.resources_in_loops().collect();
    for resource in template.resources().iter().chain(&in_loops) {
        let Some(node) = resource.value().get("Type") else { continue };
        let Some(name) = node.text().filter(|_| node.local_tag().is_none() && !resource.is_module()) else {
            continue;
        };
        if name.contains(['$', '&']) {
            continue;
        }
        match cx.catalog().resource_type(name) {
            Some(resource_type) => report_unavailable(node, resource, resource_type, &regions, cx),
            None if is_unlisted(name) || cx.catalog().has_type(name) => {}
            None => report_unknown(node, name, known.get_or_init(|| TypeNames::of(cx.catalog())), cx),
        }
    }
}

fn report_unknown<'t>(node: Node<'t>, name: &str, known: &TypeNames, cx: &mut RuleContext<'_, 't>) {
    let known = known.of_similar_services(name);
    let is_of_aws = is_of_aws(name);
    // A publisher may have a type that is named like one of AWS.
    let near =
        if is_of_aws { nearest(name, known.iter().copied()) } else { typos_of(name, known.iter().copied()) };
    let question = did_you_mean(&near);
    let finding = if is_of_aws && question.is_some() {
        cx.finding(node.range(), format!("unknown resource type `{name}`"))
    } else {
        let date = cx.catalog().date();
        let message = format!("unknown resource type `{name}`; not in the schemas of {date}");
        cx.finding(node.range(), message).with_severity(Severity::Warning)
    };
    let reason =
        if is_of_aws { "AWS has added the type since" } else { "the type is registered in the account" };
    let finding = finding.with_help(question.unwrap_or_else(|| {
        format!(
            "check the spelling; if {reason}, list it under `types`, or its schema under `schemas`, in cfn-tidy.toml"
        )
    }));
    cx.report_with_fix(finding, || {
        let typo = typo_of(name, known.iter().copied())?;
        let edit = write_name(node.tree().source(), node.verbatim_text_range()?, typo.right)?;
        Some(Fix::correction_if(typo.is_certain_name(), format!("write `{}`", typo.right), [edit]))
    });
}

/// Reports a type that one of the regions in which the template is deployed does not have.
fn report_unavailable<'t>(
    node: Node<'t>,
    resource: &Resource<'t>,
    resource_type: ResourceType<'_>,
    regions: &Regions<'t>,
    cx: &mut RuleContext<'_, 't>,
) {
    let missing = regions.without(resource, &[], |region| resource_type.is_in_region(region) != Some(false));
    if missing.is_empty() {
        return;
    }
    let message = format!(
        "resource type `{}` is not available in {} as of {}",
        resource_type.name(),
        wording::listed(missing.iter().map(|region| format!("`{region}`")), "region"),
        cx.catalog().date()
    );
    let help =
        "exclude the region by a condition on `AWS::Region`, or remove it from `regions` in cfn-tidy.toml";
    cx.report(cx.finding(node.range(), message).with_severity(Severity::Warning).with_help(help));
}

fn is_of_aws(name: &str) -> bool {
    let publisher = name.split("::").next().unwrap_or_default();
    ["AWS", "Alexa"].iter().any(|known| known.eq_ignore_ascii_case(publisher))
}

/// Whether a type is in no registry: a custom resource, a module, or what the CDK adds.
fn is_unlisted(name: &str) -> bool {
    name.starts_with("Custom::")
        || matches!(name, "AWS::CloudFormation::CustomResource" | "AWS::CloudFormation::WaitCondition")
        || name.ends_with("::MODULE")
        || name == "AWS::CDK::Metadata"
}
