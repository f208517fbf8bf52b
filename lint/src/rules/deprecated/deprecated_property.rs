//! Properties that should no longer be used.

use cfn_schema::ResourceType;
use cfn_schema::validate::entries_at;

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A property that AWS's schema of the resource type lists as deprecated.
    ///
    /// ## Why
    ///
    /// The property still works. Another one replaces it, or the service will ignore it one day.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Bucket:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       AccessControl: Private
    /// ```
    "deprecated-property" {
        group: Deprecated,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W3045"],
        hooks: [Template(check)],
        skips: [CustomMacros],
        some_without_cfn_lint: true,
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for resource in template.resources().iter().filter(|resource| !resource.is_module()) {
        let Some(name) = resource.type_name() else { continue };
        let Some(resource_type) = cx.catalog().resource_type(name) else { continue };
        let Some(properties) = resource.properties() else { continue };
        for path in deprecated(resource_type) {
            for (entry, _) in entries_at(properties, &path) {
                report(entry.key, name, cx);
            }
        }
    }
}

fn report<'t>(key: Node<'t>, resource_type: &str, cx: &mut RuleContext<'_, 't>) {
    let name = key.text().unwrap_or_default();
    let finding = cx.finding(key.range(), format!("deprecated property `{name}` of `{resource_type}`"));
    let finding = if resource_type == "AWS::S3::Bucket" {
        finding.with_help("use a resource of type `AWS::S3::BucketPolicy`")
    } else {
        finding.without_cfn_lint()
    };
    cx.report(finding);
}

fn deprecated(resource_type: ResourceType<'_>) -> Vec<Vec<String>> {
    resource_type.deprecated().iter().map(|path| path.segments().collect()).collect()
}
