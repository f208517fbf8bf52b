//! Properties that should no longer be used.

use cfn_ast::model::Intrinsic;
use cfn_schema::ResourceType;

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
            for key in keys_at(properties, &path) {
                report(key, name, cx);
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

/// The keys at a path of property names, with `*` for the items of a list; in both branches of `Fn::If`.
fn keys_at<'t>(node: Node<'t>, path: &[String]) -> Vec<Node<'t>> {
    let node = node.resolved();
    if let Some(function) = node.function() {
        let Ok(Intrinsic::If { then, otherwise, .. }) = function.view() else { return Vec::new() };
        return [then, otherwise].into_iter().flat_map(|branch| keys_at(branch, path)).collect();
    }
    match path {
        [] => Vec::new(),
        [first, rest @ ..] if first == "*" => node.items().flat_map(|item| keys_at(item, rest)).collect(),
        [last] => node.entry(last).map(|entry| entry.key).into_iter().collect(),
        [first, rest @ ..] => node.get(first).map(|value| keys_at(value, rest)).unwrap_or_default(),
    }
}
