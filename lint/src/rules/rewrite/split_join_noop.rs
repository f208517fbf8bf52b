//! `Fn::Join` that undoes a `Fn::Split`.

use cfn_ast::model::{Intrinsic, ValueShape};

use crate::rules::kit::editing::{Verdict, report_with_part, verdict};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `Join` that undoes a `Split` with the same delimiter.
    ///
    /// ## Why
    ///
    /// The result is the string that was split, so the two functions have no effect.
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
    /// Nothing is reported unless the source of the `Split` is certain to be one string: a `Sub`, an imported value,
    /// or a reference to a string. The fix is unsafe in templates with a custom macro and inside `Fn::ForEach`. There
    /// is none if a comment would be lost.
    "split-join-noop" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
        functions: [Join],
        skips: [Anchors],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Join { delimiter, list }) = function.view() else { return };
    let Some(Ok(Intrinsic::Split { delimiter: split_at, source })) = list.function().map(|list| list.view())
    else {
        return;
    };
    let literal = |node: Node<'t>| node.as_str().filter(|text| node.tag().is_none() && !text.is_empty());
    let is_same = literal(delimiter).is_some() && literal(delimiter) == literal(split_at);
    let is_allowed = verdict(function, cx.template()) != Verdict::Never;
    if !is_same || !is_allowed || !is_string(source, cx.template()) {
        return;
    }
    let finding = cx.finding(function.node.range(), "this `Join` only undoes the `Split`");
    let help = "use the string that is split";
    report_with_part(finding.with_help(help), function, source, help, cx);
}

/// Whether the node is a function that is certain to return one string.
fn is_string<'t>(source: Node<'t>, template: &Template<'t>) -> bool {
    let Some(Ok(view)) = source.function().map(|function| function.view()) else { return false };
    match view {
        Intrinsic::Ref(name) => {
            let text = name.text().filter(|_| name.tag().is_none());
            text.is_some_and(|name| template.shape_of_ref(name) == ValueShape::Text)
        }
        Intrinsic::GetAtt(name) => {
            template.shape_of_attribute(name.logical_id, name.attribute) == ValueShape::Text
        }
        Intrinsic::Sub { .. } | Intrinsic::ImportValue(_) => true,
        _ => false,
    }
}
