//! Conditions that refer to each other.

use cfn_ast::model::Target;

use crate::rules::kit::cycles::{CycleWording, Declared, Graph};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// Conditions that refer to each other in a cycle.
    ///
    /// ## Why
    ///
    /// CloudFormation evaluates the conditions that a condition refers to first. In a cycle none can be evaluated, and
    /// CloudFormation rejects the template.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Conditions:
    ///   IsProd: !Not [!Condition IsTest]
    ///   IsTest: !Not [!Condition IsProd]
    /// ```
    "circular-condition" {
        group: Conditions,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: [],
        hooks: [Template(check)],
        depends_on: Template,
    }
}

const WORDS: CycleWording = CycleWording {
    cycle: "circular conditions",
    depends_on: "uses",
    help: "write one of the conditions with parameters instead of the other conditions",
};

fn check<'t>(template: &Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let declared = template.conditions().iter().map(|condition| Declared {
        name: condition.name,
        key: condition.key,
        value: condition.value,
    });
    let graph = Graph::of(declared.collect(), cx.references(), needs);
    graph.report(&WORDS, cx);
}

fn needs<'t>(reference: &Reference<'t>) -> Option<(&'t str, u8)> {
    let Target::Condition(name) = reference.target else { return None };
    Some((name, 0))
}
