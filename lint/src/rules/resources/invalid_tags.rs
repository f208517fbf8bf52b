//! Tags that AWS rejects.

use cfn_schema::validate::Problem;

use super::constraints::{self, Concept};
use super::wording;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A tag whose key is repeated, is too long, or begins with `aws:`.
    ///
    /// ## Why
    ///
    /// AWS reserves keys that begin with `aws:`, and a resource has one value for each key. The service rejects the resource
    /// when the stack is deployed.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       Tags:
    ///         - {Key: team, Value: a}
    ///         - {Key: team, Value: b}
    /// ```
    "invalid-tags" {
        group: Resources,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3024"],
        hooks: [Template(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(_: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for violation in cx.violations() {
        let Some((id, rule)) = constraints::of(violation, Concept::Tag) else { continue };
        // What the schema of the type says about tags, too, is reported by the rule for it.
        let is_known = |known: &Mismatch<'_, 't>| known.node == violation.mismatch.node;
        if is_about_form(&violation.mismatch) || cx.mismatches().iter().any(is_known) {
            continue;
        }
        let message = format!("{}: {rule}", wording::statement(&violation.mismatch));
        let mut finding = constraints::finding(violation, id, message, cx);
        if let Problem::RepeatedKeys { first, .. } = violation.mismatch.problem {
            finding = finding.with_label(first.range(), "first occurrence");
        }
        cx.report(finding);
    }
}

/// Whether the value is not a tag at all.
fn is_about_form(mismatch: &Mismatch<'_, '_>) -> bool {
    matches!(mismatch.problem, Problem::MissingProperty { .. } | Problem::WrongType { .. })
}
