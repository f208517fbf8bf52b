//! Properties that a service ignores.

use cfn_ast::edit::Removal;
use cfn_ast::model::Target;
use cfn_schema::validate::Problem;

use super::constraints::{self, Concept};
use super::wording;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::editing::removal_fix;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A property that has no effect beside the others.
    ///
    /// ## Why
    ///
    /// The service ignores the property, so that the resource is not what the template says.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Group:
    ///     Type: AWS::EC2::SecurityGroup
    ///     Properties:
    ///       GroupDescription: all traffic within the network
    ///       SecurityGroupIngress:
    ///         - IpProtocol: '-1'
    ///           FromPort: 443
    ///           CidrIp: 10.0.0.0/8
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix removes the property. It is unsafe: another value of another property may be what is meant.
    "ignored-property" {
        group: Resources,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: [
            "W2530", "W3671", "W3687", "W3688", "W3689", "W3693", "W3698", "W3699", "W3704", "W3705",
        ],
        hooks: [Template(check), Resource(check_snap_start)],
        skips: [CustomMacros],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(_: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for violation in cx.violations() {
        let Some((id, rule)) = constraints::of(violation, Concept::Ignored) else { continue };
        let Problem::Forbidden { key } = violation.mismatch.problem else {
            let property = wording::property(violation.mismatch.node);
            cx.report(constraints::finding(violation, id, format!("{property} is ignored: {rule}"), cx));
            continue;
        };
        let name = key.text().unwrap_or_default();
        let finding = constraints::finding(violation, id, format!("`{name}` is ignored: {rule}"), cx);
        cx.report_with_fix(finding, || {
            let entry = key.parent()?.entry(name).filter(|entry| entry.key == key)?;
            let title = format!("remove `{name}`");
            Some(removal_fix(Removal::of_entry(entry)?, Applicability::Unsafe, title))
        });
    }
}

/// SnapStart applies to published versions only (AWS Lambda Developer Guide, "Activating Lambda SnapStart").
fn check_snap_start<'t>(function: Resource<'t>, cx: &mut RuleContext<'_, 't>) {
    let is_serverless = match function.type_name() {
        Some("AWS::Lambda::Function") => false,
        Some("AWS::Serverless::Function") => true,
        _ => return,
    };
    let apply_on = function.property("SnapStart").and_then(|setting| setting.resolved().get("ApplyOn"));
    let Some(apply_on) = apply_on.filter(|value| value.text() == Some("PublishedVersions")) else { return };
    if is_published(&function, is_serverless, cx) {
        return;
    }
    let what = if is_serverless { "`AutoPublishAlias`" } else { "resource of type `AWS::Lambda::Version`" };
    let message =
        format!("`SnapStart` is ignored: only published versions use it, and the function has no {what}");
    let finding = cx.finding(apply_on.range(), message).with_cfn_lint("W2530");
    cx.report(finding.with_cfn_lint_offset(offset_of_value(apply_on)));
}

/// Whether the template publishes a version of a function.
fn is_published<'t>(function: &Resource<'t>, is_serverless: bool, cx: &RuleContext<'_, 't>) -> bool {
    let template = cx.template();
    if is_serverless {
        let of_globals = || template.globals()?.property(function, "AutoPublishAlias");
        return function.property("AutoPublishAlias").or_else(of_globals).is_some();
    }
    let all = template.resources().iter().copied().chain(template.resources_in_loops());
    let mut versions = all.filter(|resource| resource.type_name() == Some("AWS::Lambda::Version"));
    let references: Vec<_> = cx.references().to(Target::Resource(function.logical_id())).collect();
    !references.is_empty()
        && versions.any(|version| {
            let range = version.value().range();
            references.iter().any(|reference| range.contains_range(reference.node.range()))
        })
}
