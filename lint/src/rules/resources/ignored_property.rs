//! Properties that a service ignores.

use cfn_ast::edit::Removal;

use cfn_schema::validate::Problem;

use super::constraints::{self, Concept};
use super::wording;
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
            "W3671", "W3687", "W3688", "W3689", "W3693", "W3698", "W3699", "W3704", "W3705",
        ],
        hooks: [Template(check)],
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
