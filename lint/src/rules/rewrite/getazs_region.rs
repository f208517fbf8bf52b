//! `Fn::GetAZs` of the region that the stack is in.

use cfn_ast::model::Intrinsic;
use cfn_ast::syntax::Format;
use cfn_ast::{Edit, Function, FunctionName};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::{FunctionText, Replacement, has_anchors, safe_where_evaluated};

declare_rule! {
    /// A `GetAZs` that names the region the stack is in.
    ///
    /// ## Why
    ///
    /// The empty string means the same (AWS CloudFormation User Guide, "Fn::GetAZs"), and it fits on one line: one tag
    /// cannot follow another, so `Ref` has to be written in its long form there.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Outputs:
    ///   Zone:
    ///     Value: !Select [0, !GetAZs {Ref: AWS::Region}]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Outputs:
    ///   Zone:
    ///     Value: !Select [0, !GetAZs '']
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe in a template that a macro other than AWS's own sees, and inside `Fn::ForEach`. With a comment inside
    /// there is no fix.
    "getazs-region" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if function.name != FunctionName::GetAZs || has_anchors(function.node) {
        return;
    }
    let Some(Ok(Intrinsic::Ref(name))) = function.argument.function().map(|inner| inner.view()) else {
        return;
    };
    if name.text() != Some("AWS::Region") || name.tag().is_some() {
        return;
    }
    let finding = cx.finding(function.node.range(), "`GetAZs` names the region that it takes by itself");
    let finding = finding.with_help("write the empty string instead");
    if cx.tree().comments().any_within(function.node.range()) {
        return cx.report(finding);
    }
    let best = safe_where_evaluated(function.node, cx.template());
    cx.report_with_fix(finding, || Some(Fix::new(best, "write the empty string", [edit(function)?])));
}

fn edit(function: Function<'_>) -> Option<Edit> {
    let empty = if function.node.tree().format() == Format::Json { "\"\"" } else { "''" };
    FunctionText::of(function)?.replace(Replacement::Function(FunctionName::GetAZs, empty.to_owned()))
}
