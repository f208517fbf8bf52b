//! Resources that have the name of a parameter.

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A resource with the name of a parameter.
    ///
    /// ## Why
    ///
    /// `Ref` could mean either one. CloudFormation rejects the whole template.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Topic:
    ///     Type: String
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    /// ```
    "duplicate-logical-id" {
        group: Structure,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3007"],
        hooks: [Resource(check)],
    }
}

fn check<'t>(resource: Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(parameter) = cx.template().parameters().get(resource.logical_id()) else { return };
    let message = format!("`{}` is already the name of a parameter", resource.logical_id());
    let finding = cx.finding(resource.key().range(), message);
    cx.report(finding.with_label(parameter.key().range(), "the parameter").with_help("rename one of them"));
}
