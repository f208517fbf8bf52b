//! `Fn::And` inside `Fn::And`, `Fn::Or` inside `Fn::Or`.

use cfn_ast::model::Intrinsic;
use cfn_ast::write::{BlockScalar, column};
use cfn_ast::{Edit, Function, Node, TextRange};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::{has_anchors, indent_of_line, safe_where_evaluated, shifted, text_of};

declare_rule! {
    /// An `And` that is an operand of an `And`, or an `Or` that is one of an `Or`.
    ///
    /// ## Why
    ///
    /// Its operands can be those of the outer function: one level less to read.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Conditions:
    ///   IsOurs: !Or [!Condition IsProd, !Or [!Condition IsTest, !Condition IsDev]]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Conditions:
    ///   IsOurs: !Or [!Condition IsProd, !Condition IsTest, !Condition IsDev]
    /// ```
    ///
    /// ## Fix safety
    ///
    /// With more than ten operands in all it is no finding, since CloudFormation takes no more. The fix is unsafe in a
    /// template that a macro other than AWS's own sees, and inside `Fn::ForEach`. With a comment inside there is none.
    "nested-and-or" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
    }
}

/// `Fn::And` and `Fn::Or` accept so many conditions (AWS CloudFormation Template Reference, "Condition functions").
const MAX_OPERANDS: usize = 10;

fn check<'t>(inner: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(operands) = operands(inner).filter(|_| !has_anchors(inner.node)) else { return };
    let Some(outer) = inner.node.enclosing_function().filter(|outer| outer.name == inner.name) else {
        return;
    };
    let Some(list) =
        self::operands(outer).filter(|list| inner.node.parent().map(Node::id) == Some(list.id()))
    else {
        return;
    };
    if operands.child_count() == 0 || !leaves_room(inner, list) {
        return;
    }
    let name = inner.name.name();
    let message = format!("`{name}` that is an operand of an `{name}`");
    let finding =
        cx.finding(inner.node.range(), message).with_help("make its operands those of the outer one");
    if cx.tree().comments().any_within(inner.node.range()) {
        return cx.report(finding.with_help("not fixed because a comment inside could be lost"));
    }
    let best = safe_where_evaluated(inner.node, cx.template());
    cx.report_with_fix(finding, || {
        Some(Fix::new(
            best,
            "flatten it",
            [Edit::replace(inner.node.range(), flattened(inner, list, operands)?)],
        ))
    });
}

/// Whether the outer list has room for the operands of the inner function, after those of the ones in front of it.
fn leaves_room(inner: Function<'_>, list: Node<'_>) -> bool {
    let mut count = 0;
    for item in list.items() {
        let nested =
            item.function().filter(|nested| nested.name == inner.name && item.id() <= inner.node.id());
        count += nested.and_then(operands).map_or(1, |operands| operands.child_count().max(1));
        if count > MAX_OPERANDS {
            return false;
        }
    }
    true
}

fn operands(function: Function<'_>) -> Option<Node<'_>> {
    match function.view() {
        Ok(Intrinsic::And(list) | Intrinsic::Or(list)) => Some(list),
        _ => None,
    }
}

/// The operands as items of the outer list.
fn flattened(inner: Function<'_>, list: Node<'_>, operands: Node<'_>) -> Option<String> {
    let source = list.tree().source();
    if list.in_flow() {
        let start = operands.items().next()?.range().start();
        let end = operands.items().last()?.range().end();
        let from = indent_of_line(operands, start);
        let to = indent_of_line(inner.node, inner.node.range().start()).min(from);
        return shifted(source.slice(TextRange::new(start, end)), from, to);
    }
    let at = column(inner.node, inner.node.range().start());
    let dash = column(list, list.content_range().start());
    let separator = format!("{}{}- ", source.newline().as_str(), " ".repeat(dash));
    let item = |item: Node<'_>| moved(inner, item, at);
    Some(operands.items().map(item).collect::<Option<Vec<_>>>()?.join(&separator))
}

/// An operand of the inner function as an item at column `to`.
fn moved(inner: Function<'_>, item: Node<'_>, to: usize) -> Option<String> {
    let from = column(item, item.range().start());
    let text = text_of(item);
    let is_flow = item.in_flow() && text.contains(['\n', '\r']);
    let has_indicator = item.descendants().filter_map(BlockScalar::of).any(BlockScalar::has_indicator);
    let end = inner.node.range().end();
    let keeps_end = BlockScalar::at_end_of(item)
        .is_none_or(|block| block.keeps_text_at(end, (block.indent() + to).saturating_sub(from)));
    shifted(&text, from, to).filter(|_| !is_flow && !has_indicator && keeps_end)
}
