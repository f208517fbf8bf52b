//! `DependsOn` on a resource that may not exist.

use cfn_ast::model::ReferenceKind;

use super::conditional_reference::{is_possible, missing};
use crate::rules::kit::notation;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `DependsOn` on a conditional resource that may not exist when this one does.
    ///
    /// ## Why
    ///
    /// A resource with a `Condition` is only created if the condition is true. `DependsOn` does not support functions, so
    /// the name cannot be left out otherwise: the deployment fails with an unresolved dependency.
    ///
    /// A parameter has one value, which is one of its `AllowedValues`, so one condition can imply another.
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
        group: References,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3005"],
        hooks: [Template(check)],
        depends_on: Template,
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
        let message = format!("`{name}` may not exist here: it is only created if `{text}` is true");
        let finding = cx.finding(reference.range(), message);
        let finding = finding.with_label(condition.range(), "only created if this is true");
        let condition = notation::entry(cx.tree(), "Condition", text);
        cx.report(finding.with_help(format!(
            "give this resource `{condition}`, or reference `{name}` through `Fn::If` in its properties instead"
        )));
    }
}
