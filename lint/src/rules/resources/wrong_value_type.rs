//! Values of another type than their property has.

use cfn_ast::edit::{fits_in_flow, is_lone_indicator, transplant, transplant_loses_comment};
use cfn_ast::model::Intrinsic;
use cfn_ast::syntax::Scalar;
use cfn_ast::{Edit, FunctionName};
use cfn_schema::validate::Problem;
use cfn_schema::{Schema, Type, Types};

use super::wording;
use crate::cfn_lint::{id_of_argument, offset_of_value};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A value that is not of the type that its property has: a string instead of a list, or text instead of a number.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the resource. It converts numbers and booleans to strings and back, so `"60"` for a number and
    /// `true` for a string are not reported; it converts nothing else. A single mapping in the place of a list of mappings is
    /// a warning, since CloudFormation accepts it for some types.
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
    /// The fix writes a list of one item for a single value in the place of a list, and the item for a list of one in the
    /// place of a single value. It is safe for literals, and for references to resources none of whose attributes is a
    /// list of values. It is unsafe for other references, for strings with commas or spaces, which may be several items,
    /// in the branches of `Fn::If`, since the whole function may be meant to be in the list, and for resources of SAM,
    /// which accepts more than its schemas say.
    ///
    /// For a boolean, it writes `true` or `false` for the words `yes`, `no`, `on` and `off`. That is unsafe, because the
    /// value may be the wrong one altogether.
    "wrong-value-type" {
        group: Resources,
        severity: Error,
        fix: Safe,
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
    let mut finding = cx.finding(wording::place(node), message).with_cfn_lint_offset(offset_of_value(node));
    if is_accepted_as_item(mismatch, expected) {
        finding = finding
            .with_severity(Severity::Warning)
            .with_help("CloudFormation accepts a single mapping here for some types; write a list");
    }
    cx.report_with_fix(wording::located(finding, mismatch), || {
        converted(node, expected, is_certain(mismatch))
    });
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
    let is_certain = is_certain(mismatch) && is_one_value(function, cx);
    cx.report_with_fix(wording::located(finding, mismatch), || as_list(node, expected, is_certain));
}

/// Whether only the value itself can be meant to be in a list or not.
fn is_certain(mismatch: &Mismatch<'_, '_>) -> bool {
    let is_choice =
        |node: Node<'_>| node.function().is_some_and(|function| function.name == FunctionName::If);
    // The list may be meant around the whole function, which differs where a branch is `AWS::NoValue`.
    let is_in_branch = mismatch.node.ancestors().any(is_choice);
    mismatch.composition.is_none()
        && !is_in_branch
        && !has_items_of_mappings(mismatch)
        && !is_in_serverless_resource(mismatch.node)
}

/// Whether a function refers to a resource none of whose attributes is a list of values, which may be what is meant.
fn is_one_value<'t>(function: Function<'t>, cx: &RuleContext<'_, 't>) -> bool {
    let logical_id = match function.view() {
        Ok(Intrinsic::Ref(name)) => name.text().unwrap_or_default(),
        Ok(Intrinsic::GetAtt(name)) => name.logical_id,
        _ => return false,
    };
    // The values of custom resources and nested stacks are what their authors return.
    let is_of_author = |name: &&str| name.starts_with("AWS::CloudFormation::");
    let name = cx.template().resource_type(logical_id).filter(|name| !is_of_author(name));
    let Some(known) = name.and_then(|name| cx.catalog().resource_type(name)) else { return false };
    known.attributes().iter().all(|attribute| attribute.schema.is_some_and(|schema| !may_be_list(schema)))
}

/// Whether a value may be a list of other values than mappings.
fn may_be_list(schema: Schema<'_>) -> bool {
    let keywords = schema.keywords();
    let are_mappings = |items: Schema<'_>| items.keywords().types.iter().eq([Type::Object]);
    keywords.types.allows(Type::Array) && !keywords.items.is_some_and(are_mappings)
}

/// Whether SAM reads the value, which accepts more than its schema says.
fn is_in_serverless_resource(node: Node<'_>) -> bool {
    let is_serverless = |name: &str| name.starts_with("AWS::Serverless::");
    node.ancestors().any(|outer| outer.get("Type").and_then(Node::text).is_some_and(is_serverless))
}

/// A value in words.
fn describe(node: Node<'_>) -> &'static str {
    let node = node.resolved();
    match node.scalar() {
        None if node.is_sequence() => "a list",
        None => "a mapping",
        Some(Scalar::Bool(_)) => "a boolean",
        Some(Scalar::Float(_)) => "a decimal number",
        Some(Scalar::Int(_)) => "a number",
        Some(Scalar::Text(_) | Scalar::Null) => "a string",
    }
}

/// The value as the type that is expected, if it has an obvious equivalent.
fn converted(node: Node<'_>, expected: Types, is_certain: bool) -> Option<Fix> {
    if node.is_sequence() {
        return as_item(node, expected, is_certain);
    }
    if !node.is_scalar() || node.anchor_range().is_some() {
        return None;
    }
    if expected.allows(Type::Boolean) {
        let value = match node.text()?.to_ascii_lowercase().as_str() {
            "yes" | "on" => "true",
            "no" | "off" => "false",
            _ => return None,
        };
        return Some(Fix::unsafe_edits(format!("write `{value}`"), [Edit::replace(node.range(), value)]));
    }
    as_list(node, expected, is_certain)
}

/// Whether a list of the schema has mappings as its items, so that a list of one string is as wrong as the string.
fn has_items_of_mappings(mismatch: &Mismatch<'_, '_>) -> bool {
    let items = mismatch.schema.keywords().items.map(|items| items.keywords().types);
    items.is_some_and(|types| types.allows(Type::Object) && !types.allows(Type::String))
}

/// Whether the value is a mapping in the place of a list of mappings, which CloudFormation accepts for some types, such as
/// the rules of security groups (aws/cdk-from-cfn, "single object in the place of a list").
fn is_accepted_as_item(mismatch: &Mismatch<'_, '_>, expected: Types) -> bool {
    let items = mismatch.schema.keywords().items.map(|items| items.keywords().types);
    let is_list = expected.allows(Type::Array) && !expected.is_any();
    is_list && mismatch.node.resolved().is_mapping() && items.is_some_and(|types| types.allows(Type::Object))
}

/// The value as a list of one item.
fn as_list(node: Node<'_>, expected: Types, is_certain: bool) -> Option<Fix> {
    let text = node.source_text();
    let fits = !text.contains(['\n', '\r']) && fits_in_flow(node) && !is_lone_indicator(node);
    if !expected.allows(Type::Array) || !fits || node.anchor_range().is_some() {
        return None;
    }
    // A string with commas may be meant as several items.
    let is_one = |text: &str| !text.contains([',', ';', ' ']);
    let is_certain = is_certain && !expected.allows(Type::String) && node.text().is_none_or(is_one);
    let range = node.range();
    let edits = [Edit::insert(range.start(), "["), Edit::insert(range.end(), "]")];
    Some(Fix::correction_if(is_certain, "write a list of one item", edits))
}

/// The item of a list of one.
fn as_item(list: Node<'_>, expected: Types, is_certain: bool) -> Option<Fix> {
    let item = list.item(0).filter(|_| list.child_count() == 1)?;
    let is_written_as_it_is = item.is_scalar() || item.function().is_some();
    if expected.allows(Type::Object) || !is_written_as_it_is || item.anchor_range().is_some() {
        return None;
    }
    if list.local_tag().is_some() || list.anchor_range().is_some() || transplant_loses_comment(list, item) {
        return None;
    }
    let is_certain = is_certain && item.is_scalar();
    Some(Fix::correction_if(is_certain, "write the item without the list", [transplant(list, item)?]))
}
