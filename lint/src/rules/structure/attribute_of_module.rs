//! Attributes that are not allowed on a module.

use crate::rules::kit::prelude::*;

declare_rule! {
    /// `CreationPolicy`, `UpdatePolicy`, `Tags` or reserved metadata on a resource of a module type.
    ///
    /// ## Why
    ///
    /// CloudFormation replaces the module with the resources that it contains, and these attributes cannot be applied to
    /// them. It rejects the template.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Bucket:
    ///     Type: My::S3::Bucket::MODULE
    ///     CreationPolicy:
    ///       ResourceSignal:
    ///         Count: 1
    /// ```
    "attribute-of-module" {
        group: Structure,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E5001"],
        hooks: [Resource(check)],
        depends_on: Template,
    }
}

fn check<'t>(resource: Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    if !resource.is_module() {
        return;
    }
    let policies = ["CreationPolicy", "UpdatePolicy"].map(|name| resource.value().entry(name));
    let tags = resource.properties().and_then(|properties| properties.entry("Tags"));
    let reserved = resource.metadata().and_then(|metadata| metadata.entry("AWS::CloudFormation::Module"));
    for entry in policies.into_iter().chain([tags, reserved]).flatten() {
        let name = entry.name().unwrap_or_default();
        let finding = cx.finding(entry.key.range(), format!("`{name}` is not allowed on a module"));
        cx.report(finding.with_help("remove it, or set it in the module itself"));
    }
}
