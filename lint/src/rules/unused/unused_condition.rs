//! Conditions that nothing uses.

use cfn_ast::model::Template;

use super::declared::report;
use crate::context::RuleContext;
use crate::declare_rule;

declare_rule! {
    /// A condition that nothing in the template uses.
    ///
    /// ## Why
    ///
    /// It decides nothing, yet everybody who reads the template has to find that out. A condition that only unused
    /// conditions use is unused, too.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProd: !Equals [!Ref Stage, prod]
    ///   IsTest: !Equals [!Ref Stage, test]
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Condition: IsProd
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProd: !Equals [!Ref Stage, prod]
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Condition: IsProd
    /// ```
    ///
    /// ## Fix safety
    ///
    /// A name that stands anywhere as a text counts as used. In templates with loops, included snippets or macros other
    /// than AWS's own nothing is a finding, since those can name a condition. Where a comment would go, the fix is
    /// unsafe.
    "unused-condition" {
        group: Unused,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: ["W8001"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let conditions: Vec<_> = template.conditions().iter().copied().collect();
    report(&conditions, "condition", |unused| unused.conditions, cx);
}
