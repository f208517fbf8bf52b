//! `Fn::FindInMap` whose arguments are all literals.

use cfn_ast::edit::{transplant, transplant_loses_comment};
use cfn_ast::model::Intrinsic;
use cfn_ast::syntax::Scalar;

use crate::rules::kit::editing::{Verdict, verdict};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `FindInMap` whose keys are all literals.
    ///
    /// ## Why
    ///
    /// It always returns the same value, which could be written directly. A mapping may still be the better home for a
    /// value that is used more than once, so the rule is off by default.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Mappings:
    ///   Sizes:
    ///     prod:
    ///       Instance: m7g.large
    /// Resources:
    ///   Server:
    ///     Type: AWS::EC2::Instance
    ///     Properties:
    ///       InstanceType: !FindInMap [Sizes, prod, Instance]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Mappings:
    ///   Sizes:
    ///     prod:
    ///       Instance: m7g.large
    /// Resources:
    ///   Server:
    ///     Type: AWS::EC2::Instance
    ///     Properties:
    ///       InstanceType: m7g.large
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it is a matter of taste, and the value no longer changes with the mapping.
    "find-in-map-constant" {
        group: Rewrite,
        severity: Note,
        fix: Unsafe,
        default: false,
        cfn_lint: ["W1034"],
        hooks: [Function(check)],
        functions: [FindInMap],
        skips: [CustomMacros, Anchors],
        depends_on: [Mappings],
    }
}

const WRITE_VALUE: &str = "write the value directly";

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(value) = found(function, cx.template()) else { return };
    if verdict(function, cx.template()) != Verdict::Safe
        || transplant_loses_comment(function.node, function.node)
    {
        return;
    }
    let finding = cx.finding(function.node.range(), "this `FindInMap` always returns the same value");
    let finding = finding.with_label(value.range(), "this value").with_help(WRITE_VALUE);
    cx.report_with_fix(finding, || Some(Fix::unsafe_edits(WRITE_VALUE, [transplant(function.node, value)?])));
}

/// The scalar in `Mappings` that the function returns.
fn found<'t>(function: Function<'t>, template: &Template<'t>) -> Option<Node<'t>> {
    let Ok(Intrinsic::FindInMap { mapping, top_level_key, second_level_key, .. }) = function.view() else {
        return None;
    };
    // A tag could make a function of the key, whose value is not known.
    let literal = |node: Node<'t>| node.text().filter(|_| node.tag().is_none());
    let mapping = template.mappings().get(literal(mapping)?)?.value();
    let value = mapping.get(literal(top_level_key)?)?.get(literal(second_level_key)?)?;
    let is_literal = value.is_scalar() && value.tag().is_none() && value.scalar() != Some(Scalar::Null);
    is_literal.then_some(value)
}
