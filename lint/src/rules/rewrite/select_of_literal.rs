//! `Fn::Select` from a literal list.

use cfn_ast::model::{Intrinsic, PseudoParameter, ValueShape};

use crate::rules::kit::editing::{Verdict, report_with_part, verdict};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `Select` from a literal list.
    ///
    /// ## Why
    ///
    /// It always returns the same item, and the others are never used.
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
    /// Nothing is reported unless all items are strings, parameters or pseudo parameters; only the selected item may
    /// also refer to a resource. Other items could be `AWS::NoValue`, which shifts the items after it, or a
    /// dependency on another resource. The fix is unsafe in templates with a custom macro and inside `Fn::ForEach`.
    /// There is none if a comment would be lost.
    "select-of-literal" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: ["W1035"],
        hooks: [Function(check)],
        functions: [Select],
        skips: [Anchors],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(item) = selected(function, cx.template()) else { return };
    if verdict(function, cx.template()) == Verdict::Never {
        return;
    }
    let finding = cx.finding(function.node.range(), "this `Select` always returns the same item");
    let finding = finding.with_label(item.range(), "this item");
    let help = "use the item directly";
    report_with_part(finding.with_help(help), function, item, help, cx);
}

/// The item that the function returns, if no other item has an effect.
fn selected<'t>(function: Function<'t>, template: &Template<'t>) -> Option<Node<'t>> {
    let Ok(Intrinsic::Select { index, list }) = function.view() else { return None };
    let is_literal = index.tag().is_none() && list.is_sequence() && list.tag().is_none();
    let index: usize = index.text().filter(|_| is_literal)?.parse().ok()?;
    let item = list.item(index)?;
    let mut others = list.items().filter(|other| *other != item);
    (others.all(|other| is_input(other, template)) && is_string(item, template)).then_some(item)
}

/// Whether the node is a literal string, or a `Ref` of a parameter or pseudo parameter that is one string.
fn is_input<'t>(node: Node<'t>, template: &Template<'t>) -> bool {
    let Some(function) = node.function() else { return is_text(node) };
    let Ok(Intrinsic::Ref(name)) = function.view() else { return false };
    let is_parameter =
        |name: &str| template.parameters().contains(name) || PseudoParameter::from_name(name).is_some();
    is_one_string(name, template) && name.text().is_some_and(is_parameter)
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
