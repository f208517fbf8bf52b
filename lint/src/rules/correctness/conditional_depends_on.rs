//! `DependsOn` with a resource that may not exist.

use cfn_ast::model::{ReferenceKind, Template};

use super::conditional_reference::{is_possible, missing};
use crate::context::RuleContext;
use crate::declare_rule;

declare_rule! {
    /// A `DependsOn` that names a resource which may not exist where this one does.
    ///
    /// ## Why
    ///
    /// A resource with a `Condition` is only made where that holds. `DependsOn` takes no functions, so it cannot leave
    /// the name out: where the condition does not hold, the template names a resource that it does not have.
    ///
    /// A parameter has one value, and it is one of its `AllowedValues`; so one condition can follow from another.
    ///
    /// ## Example
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
    ///   Queue:
    ///     Type: AWS::SQS::Queue
    ///     DependsOn: Topic
    /// ```
    "conditional-depends-on" {
        group: Correctness,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3005"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if !is_possible(template) {
        return;
    }
    let uses = cx.references().iter().filter(|reference| reference.kind == ReferenceKind::DependsOn);
    for reference in uses {
        let Some(condition) = missing(reference, template, cx) else { continue };
        let name = reference.name;
        let text = condition.text().unwrap_or_default();
        let message = format!("`{name}` does not exist where the condition `{text}` does not hold");
        let finding = cx.finding(reference.range(), message);
        let finding = finding.with_label(condition.range(), "made only under this condition");
        cx.report(finding.with_help(format!(
            "give this resource the same condition, or refer to `{name}` inside `Fn::If`"
        )));
    }
}
