//! `Fn::Select` of a list that is written out.

use cfn_ast::model::{Intrinsic, PseudoParameter, Template, ValueShape};
use cfn_ast::{Function, FunctionName, Node};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::rewrite::{Verdict, has_anchors, replace_by_part, transplant_loses_comment, verdict};

declare_rule! {
    /// A `Select` from a list that is written out.
    ///
    /// ## Why
    ///
    /// What it selects is known already; the other items are never used.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: !Select [1, [Alerts, Builds]]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: Builds
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The items have to be strings, parameters or pseudo parameters, the selected one may refer to a resource: other
    /// items could be left out and move those behind them, or make the resource wait for another. The fix is unsafe in a
    /// template that a macro other than AWS's own sees, and inside `Fn::ForEach`. Where a comment would be lost, there
    /// is none.
    "select-of-literal" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: ["W1035"],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if function.name != FunctionName::Select || has_anchors(function.node) {
        return;
    }
    let Some(item) = selected(function, cx.template()) else { return };
    if verdict(function, cx.template()) == Verdict::Never {
        return;
    }
    let finding = cx.finding(function.node.range(), "`Select` from a list that is written out");
    if transplant_loses_comment(function.node, item) {
        return cx.report(finding.with_help("not fixed because a comment inside would be lost"));
    }
    let template = cx.template();
    cx.report_with_fix(finding.with_help("write the item that it selects"), || {
        replace_by_part(function, item, template, "write the selected item")
    });
}

fn selected<'t>(function: Function<'t>, template: &Template<'t>) -> Option<Node<'t>> {
    let Ok(Intrinsic::Select { index, list }) = function.view() else { return None };
    let is_literal = index.tag().is_none() && list.is_sequence() && list.tag().is_none();
    let place: usize = index.text().filter(|_| is_literal)?.parse().ok()?;
    let item = list.item(place)?;
    let mut others = list.items().filter(|other| *other != item);
    (others.all(|other| is_input(other, template)) && is_string(item, template)).then_some(item)
}

/// A text, or a reference to something that is given from outside.
fn is_input<'t>(node: Node<'t>, template: &Template<'t>) -> bool {
    let Some(function) = node.function() else { return is_text(node) };
    let Ok(Intrinsic::Ref(name)) = function.view() else { return false };
    let is_given =
        |name: &str| template.parameters().contains(name) || PseudoParameter::from_name(name).is_some();
    is_one_string(name, template) && name.text().is_some_and(is_given)
}

fn is_string<'t>(node: Node<'t>, template: &Template<'t>) -> bool {
    match node.function().map(|function| function.view()) {
        None => is_text(node),
        Some(Ok(Intrinsic::Ref(name))) => is_one_string(name, template),
        Some(Ok(Intrinsic::GetAtt(name))) => {
            template.shape_of_attribute(name.logical_id, name.attribute) == ValueShape::Text
        }
        Some(_) => false,
    }
}

fn is_text(node: Node<'_>) -> bool {
    node.as_str().is_some() && node.tag().is_none()
}

fn is_one_string<'t>(name: Node<'t>, template: &Template<'t>) -> bool {
    let text = name.text().filter(|_| name.tag().is_none());
    text.is_some_and(|name| template.shape_of_ref(name) == ValueShape::Text)
}
