//! `Fn::Join` of what `Fn::Split` has cut.

use cfn_ast::model::{Intrinsic, Template, ValueShape};
use cfn_ast::{Function, FunctionName, Node};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::rewrite::{Verdict, has_anchors, replace_by_part, transplant_loses_comment, verdict};

declare_rule! {
    /// A `Join` of a `Split` with the same delimiter.
    ///
    /// ## Why
    ///
    /// It gives back the string that was split.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Subnets:
    ///     Type: String
    /// Outputs:
    ///   Subnets:
    ///     Value: !Join [',', !Split [',', !Ref Subnets]]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Parameters:
    ///   Subnets:
    ///     Type: String
    /// Outputs:
    ///   Subnets:
    ///     Value: !Ref Subnets
    /// ```
    ///
    /// ## Fix safety
    ///
    /// What is split has to be certain to be one string: a `Sub`, an imported value, or a reference to a string. The fix
    /// is unsafe in a template that a macro other than AWS's own sees, and inside `Fn::ForEach`. Where a comment would
    /// be lost, there is none.
    "split-join-noop" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if function.name != FunctionName::Join || has_anchors(function.node) {
        return;
    }
    let Ok(Intrinsic::Join { delimiter, list }) = function.view() else { return };
    let Some(Ok(Intrinsic::Split { delimiter: cut, source })) = list.function().map(|list| list.view())
    else {
        return;
    };
    let literal = |node: Node<'t>| node.as_str().filter(|text| node.tag().is_none() && !text.is_empty());
    let is_same = literal(delimiter).is_some() && literal(delimiter) == literal(cut);
    let is_allowed = verdict(function, cx.template()) != Verdict::Never;
    if !is_same || !is_allowed || !is_string(source, cx.template()) {
        return;
    }
    let finding = cx.finding(function.node.range(), "`Join` puts together what `Split` has cut, unchanged");
    if transplant_loses_comment(function.node, source) {
        return cx.report(finding.with_help("not fixed because a comment inside would be lost"));
    }
    let template = cx.template();
    cx.report_with_fix(finding.with_help("write the string itself"), || {
        replace_by_part(function, source, template, "write the string itself")
    });
}

fn is_string<'t>(source: Node<'t>, template: &Template<'t>) -> bool {
    let Some(Ok(view)) = source.function().map(|function| function.view()) else { return false };
    match view {
        Intrinsic::Ref(name) => {
            name.text().is_some_and(|name| template.shape_of_ref(name) == ValueShape::Text)
        }
        Intrinsic::GetAtt(name) => {
            template.shape_of_attribute(name.logical_id, name.attribute) == ValueShape::Text
        }
        Intrinsic::Sub { .. } | Intrinsic::ImportValue(_) => true,
        _ => false,
    }
}
