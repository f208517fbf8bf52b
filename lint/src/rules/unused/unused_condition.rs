//! Conditions that nothing uses.

use cfn_ast::FunctionName;
use cfn_ast::model::{Named, Reference, ReferenceKind, Resource, Section, Template};

use super::declared::{Unnamed, computes_names, may_be_named_elsewhere, report};
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
    /// In templates with included snippets or macros other than AWS's own nothing is a finding, since those can name a
    /// condition. In templates with loops, where the name stands anywhere as a text, and where a comment would go, the
    /// fix is unsafe.
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
    if template.conditions().is_empty() {
        return;
    }
    let unused = unused(template, cx);
    if unused.is_empty() || may_be_named_elsewhere(template) || computes_names(FunctionName::If, template) {
        return;
    }
    let is_computed =
        |resource: &Resource<'t>| resource.condition().is_some_and(|name| name.function().is_some());
    if template.resources().iter().any(is_computed)
        || template.resources_in_loops().any(|each| is_computed(&each))
    {
        return;
    }
    report(&unused, "condition", |unused| unused.conditions, cx);
}

/// The conditions that neither the other sections nor the conditions used there use.
fn unused<'t>(template: &Template<'t>, cx: &RuleContext<'_, 't>) -> Vec<Named<'t>> {
    let references = cx.references();
    let mut unused = Unnamed::new(template.conditions().iter().copied());
    let section = template.section(Section::Conditions).map(|entry| entry.value);
    let is_outside = |reference: &&Reference<'t>| reference.context().section() != Some(Section::Conditions);
    let mut pending: Vec<_> = uses(references).filter(is_outside).collect();
    for each in template.loops().iter().filter(|each| each.key.parent() == section) {
        pending.extend(uses(references.within(each.body)));
    }
    while let Some(reference) = pending.pop() {
        for used in unused.take(reference.name) {
            pending.extend(uses(references.within(used.value)));
        }
    }
    unused.into_vec()
}

fn uses<'a, 't: 'a>(
    references: impl IntoIterator<Item = &'a Reference<'t>>,
) -> impl Iterator<Item = &'a Reference<'t>> {
    use ReferenceKind::{ConditionAttribute, ConditionFunction, IfCondition};
    references
        .into_iter()
        .filter(|reference| matches!(reference.kind, ConditionAttribute | ConditionFunction | IfCondition))
}
