//! Values of another type than their property has.

use cfn_ast::syntax::Scalar;
use cfn_ast::{Edit, FunctionName};
use cfn_schema::validate::Problem;
use cfn_schema::{Type, Types};

use super::wording;
use crate::cfn_lint::{id_of_argument, offset_of_value};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A value that is not of the type that its property has: a string instead of a list, or text instead of a number.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the resource. It converts numbers and booleans to strings and back, so `"60"` for a number and
    /// `true` for a string are not reported; it converts nothing else.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Queue:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       VisibilityTimeout: one minute
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix writes `true` or `false` for the words `yes`, `no`, `on` and `off`, and a list of one item for a string in
    /// the place of a list. It is unsafe, because the value may be the wrong one altogether.
    "wrong-value-type" {
        group: Resources,
        severity: Error,
        fix: Unsafe,
        default: true,
        cfn_lint: [
            "E3012", "E1010", "E1011", "E1015", "E1016", "E1017", "E1018", "E1019", "E1020", "E1021", "E1022", "E1024",
            "E1028", "E1030", "E1031", "E1033", "E6101", "E8003", "E8004", "E8005", "E8006", "E8007", "E1701", "E1005",
            "E3017", "E3018",
        ],
        hooks: [Mismatch(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    match mismatch.problem {
        Problem::WrongType { expected } if mismatch.computed_by.is_none() => {
            report(mismatch, expected, cx);
        }
        Problem::WrongFunction { function, expected } => {
            report_function(mismatch, function, expected, cx);
        }
        _ => {}
    }
}

fn report<'t>(mismatch: &Mismatch<'_, 't>, expected: Types, cx: &mut RuleContext<'_, 't>) {
    let node = mismatch.node;
    let (property, types) = (wording::property(node), wording::types(expected));
    let message = format!("{property} must be {types}, not {}", describe(node));
    let finding = cx.finding(wording::place(node), message).with_cfn_lint_offset(offset_of_value(node));
    cx.report_with_fix(wording::located(finding, mismatch), || converted(node, expected));
}

fn report_function<'t>(
    mismatch: &Mismatch<'_, 't>,
    name: FunctionName,
    expected: Types,
    cx: &mut RuleContext<'_, 't>,
) {
    let node = mismatch.node;
    let Some(function) = node.resolved().function() else { return };
    let message = format!(
        "{} must be {}, which `{}` does not return here",
        wording::property(node),
        wording::types(expected),
        name.key(),
    );
    let finding = cx
        .finding(wording::place(node), message)
        .with_cfn_lint(id_of_argument(function, cx.template()))
        .with_cfn_lint_offset(offset_of_value(node));
    cx.report(wording::located(finding, mismatch));
}

/// A value in words.
fn describe(node: Node<'_>) -> &'static str {
    let node = node.resolved();
    match node.scalar() {
        None if node.is_sequence() => "a list",
        None => "a mapping",
        Some(Scalar::Bool(_)) => "a boolean",
        Some(Scalar::Int(_) | Scalar::Float(_)) => "a number",
        Some(Scalar::Text(_) | Scalar::Null) => "a string",
    }
}

/// The value as the type that is expected, if it has an obvious equivalent.
fn converted(node: Node<'_>, expected: Types) -> Option<Fix> {
    let range = node.range();
    if !node.is_scalar() || node.anchor_range().is_some() {
        return None;
    }
    let text = node.text()?;
    if expected.allows(Type::Boolean) {
        let value = match text.to_ascii_lowercase().as_str() {
            "yes" | "on" => "true",
            "no" | "off" => "false",
            _ => return None,
        };
        return Some(Fix::unsafe_edits(format!("write `{value}`"), [Edit::replace(range, value)]));
    }
    let is_one_line = !node.source_text().contains('\n');
    if !expected.allows(Type::Array) || !is_one_line {
        return None;
    }
    let list = format!("[{}]", node.source_text());
    // In a flow list, a plain scalar ends at a comma or bracket.
    let is_safe_in_flow =
        !text.contains([',', '[', ']', '{', '}', '#']) || node.source_text().starts_with(['"', '\'']);
    is_safe_in_flow.then(|| Fix::unsafe_edits("write a list of one item", [Edit::replace(range, list)]))
}
