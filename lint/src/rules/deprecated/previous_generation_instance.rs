//! Types of instances of previous generations.

use crate::rules::kit::prelude::*;
use crate::rules::resources::constraints::{self, Concept};
use crate::rules::resources::wording;

declare_rule! {
    /// An instance type of a previous generation.
    ///
    /// ## Why
    ///
    /// The type still works where AWS has capacity for it. Newer ones are faster and cost less.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Instance:
    ///     Type: AWS::EC2::Instance
    ///     Properties:
    ///       ImageId: ami-0123456789abcdef0
    ///       InstanceType: m3.large
    /// ```
    "previous-generation-instance" {
        group: Deprecated,
        severity: Note,
        fix: None,
        default: false,
        cfn_lint: ["I3100"],
        hooks: [Template(check)],
    }
}

fn check<'t>(_: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for violation in cx.violations() {
        let Some((id, _)) = constraints::of(violation, Concept::PreviousGeneration) else { continue };
        let property = wording::property(violation.mismatch.node);
        let message = format!("{property} is an instance type of a previous generation");
        cx.report(constraints::finding(violation, id, message, cx));
    }
}
