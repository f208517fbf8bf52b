//! Combinations of values that a service rejects.

use super::constraints::{self, Concept};
use super::{comparisons, wording};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A combination of values that the service of a resource rejects, although each of them is one that its property
    /// accepts.
    ///
    /// ## Why
    ///
    /// CloudFormation accepts the template, and the service rejects the resource when the stack is deployed, which rolls the
    /// stack back. Some of these values depend on other resources of the template: a queue and its dead-letter queue must be
    /// of the same kind, for instance.
    ///
    /// The finding names the constraint. The ID of cfn-lint selects or ignores a single one of them: `--ignore E3638`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Table:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
    ///       BillingMode: PAY_PER_REQUEST
    ///       KeySchema: [{AttributeName: id, KeyType: HASH}]
    ///       ProvisionedThroughput:
    ///         ReadCapacityUnits: 5
    ///         WriteCapacityUnits: 5
    /// ```
    "service-constraint" {
        group: Resources,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: [
            "E2530", "E3013", "E3021", "E3023", "E3026", "E3027", "E3029", "E3041", "E3042", "E3044", "E3045", "E3046", "E3047", "E3048",
            "E3049", "E3050", "E3052", "E3053", "E3054", "E3056", "E3061", "E3063", "E3501", "E3502", "E3503", "E3504",
            "E3505", "E3615", "E3633", "E3634", "E3636", "E3638", "E3639", "E3660", "E3661", "E3663", "E3671",
            "E3673", "E3674", "E3676", "E3677", "E3678", "E3679", "E3680", "E3681", "E3682", "E3683", "E3684",
            "E3685", "E3686", "E3687", "E3688", "E3689", "E3692", "E3693", "E3696", "E3697", "E3698", "E3699",
            "E3700", "E3702", "E3704", "E3705", "E3706", "E3707", "E3708", "E3709", "E3711", "E3712", "E3713",
            "E3714", "E3715", "E3717", "E3718", "E3719", "E3720", "E3721", "E3722", "E3723", "E3725", "W2533",
            "W3660", "W3663", "W3664", "W3694", "W3700", "W3701", "W3702", "W3703",
        ],
        hooks: [Template(check), Resource(comparisons::check)],
        skips: [CustomMacros],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(_: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for violation in cx.violations() {
        let Some((id, rule)) = constraints::of(violation, Concept::Rejected) else { continue };
        let message = format!("{}: {rule}", wording::statement(&violation.mismatch));
        let finding = constraints::finding(violation, id, message, cx);
        cx.report(finding);
    }
}
