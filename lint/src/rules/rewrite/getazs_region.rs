//! `Fn::GetAZs` that names the region of the stack.

use cfn_ast::FunctionName;
use cfn_ast::edit::{FunctionText, Replacement};
use cfn_ast::model::Intrinsic;
use cfn_ast::syntax::Format;

use crate::rules::kit::editing::{COMMENT_WOULD_BE_LOST, help_for, safe_where_evaluated};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `GetAZs` that names the region of the stack.
    ///
    /// ## Why
    ///
    /// The empty string means the same (AWS CloudFormation User Guide, "Fn::GetAZs") and is shorter. YAML does not
    /// allow `!GetAZs !Ref AWS::Region`, so `Ref` would have to use its long form.
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
    /// The fix is unsafe in templates with a custom macro and inside `Fn::ForEach`. There is none if there is a comment
    /// inside.
    "getazs-region" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
        functions: [GetAZs],
        skips: [Anchors],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(Ok(Intrinsic::Ref(name))) = function.argument.function().map(|inner| inner.view()) else {
        return;
    };
    if name.text() != Some("AWS::Region") || name.tag().is_some() {
        return;
    }
    let finding = cx.finding(function.node.range(), "`GetAZs` already defaults to the stack's region");
    if cx.tree().comments().any_within(function.node.range()) {
        return cx.report(finding.with_help(COMMENT_WOULD_BE_LOST));
    }
    let empty = if cx.tree().format() == Format::Json { "\"\"" } else { "''" };
    let replacement = Replacement::Function(FunctionName::GetAZs, empty.to_owned());
    let help = help_for(&replacement, function, "use the empty string");
    let best = safe_where_evaluated(function.node, cx.template());
    cx.report_with_fix(finding.with_help(help.as_str()), || {
        Some(Fix::new(best, help, [FunctionText::of(function)?.replace(replacement)?]))
    });
}
