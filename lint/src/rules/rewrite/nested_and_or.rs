//! `Fn::And` inside `Fn::And`, `Fn::Or` inside `Fn::Or`.

use cfn_ast::Edit;
use cfn_ast::edit::{
    ends_with_absent_value, indent_of_line, is_indented_with_tab, is_lone_indicator, shifted, text_of,
};
use cfn_ast::model::Intrinsic;
use cfn_ast::write::{BlockScalar, column};

use crate::rules::kit::editing::{COMMENT_WOULD_BE_LOST, has_anchors, safe_where_evaluated};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An `And` that is an operand of another `And`, or an `Or` that is an operand of another `Or`.
    ///
    /// ## Why
    ///
    /// The outer function can take the operands directly, with one level of nesting less to read.
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
    /// Nothing is reported if the outer function would have more than ten operands, which is CloudFormation's limit.
    /// The fix is unsafe in templates with a custom macro and inside `Fn::ForEach`. There is none if there is a
    /// comment inside.
    "nested-and-or" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
    }
}

/// The maximum number of operands of `Fn::And` and `Fn::Or` (AWS CloudFormation Template Reference, "Condition
/// functions").
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
    // Anything but a condition is another rule's, such as a mapping that has the key of a function twice.
    let are_conditions = operands.items().all(|operand| operand.function().is_some());
    if operands.child_count() == 0 || !are_conditions || !leaves_room(inner, list) {
        return;
    }
    let name = inner.name.name();
    let finding =
        cx.finding(inner.node.range(), format!("this `{name}` is nested directly in another `{name}`"));
    if cx.tree().comments().any_within(inner.node.range()) {
        return cx.report(finding.with_help(COMMENT_WOULD_BE_LOST));
    }
    let best = safe_where_evaluated(inner.node, cx.template());
    let help = format!("merge its operands into the outer `{name}`");
    cx.report_with_fix(finding.with_help(help.as_str()), || {
        let edit = Edit::replace(inner.node.range(), flattened(inner, list, operands)?);
        Some(Fix::new(best, help, [edit]))
    });
}

/// Whether the outer list stays within the limit with the operands of the inner function, and of nested functions
/// before it, which are merged first.
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

/// The operands of the inner function, spelled as items of the outer list.
fn flattened(inner: Function<'_>, list: Node<'_>, operands: Node<'_>) -> Option<String> {
    let source = list.tree().source();
    if is_indented_with_tab(inner.node) {
        return None;
    }
    if list.in_flow() {
        let head = operands.items().next()?.range();
        let tail = operands.items().last().filter(|last| !ends_with_absent_value(*last))?.range();
        let from = indent_of_line(operands, head.start());
        let to = indent_of_line(inner.node, inner.node.range().start()).min(from);
        return shifted(source.slice(head.cover(tail)), from, to);
    }
    let at = column(inner.node, inner.node.range().start());
    let dash = column(list, list.content_range().start());
    let separator = format!("{}{}- ", source.newline().as_str(), " ".repeat(dash));
    let item = |item: Node<'_>| moved(inner, item, at).filter(|text| is_below(text, dash));
    Some(operands.items().map(item).collect::<Option<Vec<_>>>()?.join(&separator))
}

/// Whether all lines after the first are indented further than a dash.
fn is_below(text: &str, dash: usize) -> bool {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    text.split(['\n', '\r']).skip(1).all(|line| line.trim_ascii().is_empty() || indent(line) > dash)
}

/// An operand of the inner function, spelled as an item at column `to`; `None` if its lines cannot move.
fn moved(inner: Function<'_>, item: Node<'_>, to: usize) -> Option<String> {
    let from = column(item, item.range().start());
    let text = text_of(item);
    let is_flow = item.in_flow() && text.contains(['\n', '\r']);
    let is_movable = item.descendants().filter_map(BlockScalar::of).all(BlockScalar::is_movable);
    let end = inner.node.range().end();
    let keeps_end = BlockScalar::at_end_of(item)
        .is_none_or(|block| block.keeps_text_at(end, (block.indent() + to).saturating_sub(from)));
    shifted(&text, from, to).filter(|_| !is_flow && is_movable && keeps_end && !is_lone_indicator(item))
}
