//! References to resources that may not exist.

use cfn_ast::model::{Fact, Possibility, ReferenceKind, Section, Target};

use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A reference to a conditional resource that is also used when the resource is not created.
    ///
    /// ## Why
    ///
    /// A resource with a `Condition` is only created if the condition is true. If it is false and a reference to the
    /// resource is still used, the deployment fails with an unresolved dependency.
    ///
    /// A reference is only used if the `Condition` of its own resource or output, and the conditions of each `If` around
    /// it, are met. A parameter has one value, which is one of its `AllowedValues`, so one condition can imply another.
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
    /// Outputs:
    ///   TopicArn:
    ///     Value: !Ref Topic
    /// ```
    "conditional-reference" {
        group: References,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W1001"],
        hooks: [Template(check)],
        in_expansion: OutsideLoops,
        blocks_fixes: true,
        depends_on: Template,
    }
}

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    if !is_possible(template) {
        return;
    }
    let uses = cx.references().iter().filter(|reference| reference.kind != ReferenceKind::DependsOn);
    for reference in uses {
        if let Some(condition) = missing(reference, template, cx) {
            report(reference, condition, cx);
        }
    }
}

/// Whether the template has conditional resources, and no custom macro that could change the conditions.
pub(super) fn is_possible(template: &Template<'_>) -> bool {
    !template.has_custom_macro() && template.resources().iter().any(|resource| resource.condition().is_some())
}

/// The condition of the referenced resource, if it can be false while the reference is used.
pub(super) fn missing<'t>(
    reference: &Reference<'t>,
    template: &Template<'t>,
    cx: &RuleContext<'_, 't>,
) -> Option<Node<'t>> {
    let Target::Resource(name) = reference.target else { return None };
    let condition = template.resources().get(name)?.condition()?;
    let context = reference.context();
    let is_used = match context.section()? {
        Section::Resources => true,
        Section::Outputs => context.path_starts_with(&["Value"]),
        _ => false,
    };
    let mut facts = Fact::around(reference.node, template);
    facts.push(Fact { condition: condition.text()?, holds: false });
    (is_used && cx.conditions().possibility(facts) == Possibility::Possible).then_some(condition)
}

fn report<'t>(reference: &Reference<'t>, condition: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let name = reference.name;
    let condition_name = condition.text().unwrap_or_default();
    let holder = match reference.context().section() {
        Some(Section::Outputs) => "output",
        _ => "resource",
    };
    let message = format!("`{name}` may not exist here: it is only created if `{condition_name}` is true");
    let help =
        format!("wrap this in `Fn::If` with `{condition_name}`, or give the {holder} that `Condition`");
    let mut finding = cx.finding(reference.range(), message).with_help(help);
    if let Some(function) = reference.function() {
        finding = finding.with_cfn_lint_offset(offset_of_value(function.node));
    }
    cx.report(finding.with_label(condition.range(), "only created if this is true"));
}
