//! Unquoted scalars that YAML reads as a number or a boolean although a string is expected.

use cfn_ast::model::{Context, FunctionSlot, Section};
use cfn_ast::syntax::{Format, Scalar, ScalarStyle};
use cfn_ast::write::{Quotes, ScalarContext, quoted};
use cfn_ast::{Edit, FunctionName};

use crate::rules::kit::arn::is_account;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An unquoted value that YAML reads as a number or a boolean where a string is expected.
    ///
    /// ## Why
    ///
    /// CloudFormation reads YAML 1.1: `yes` and `on` are true, `0755` is the number 493, `12:30` is 750, `1_000` is
    /// 1000 and `1.10` is 1.1. Environment variables, tags, parameters of type `String` and operands of `Fn::Equals`
    /// are strings, so the number or boolean is converted, and the string is not what was written: `12:30` becomes
    /// `750`. Values that are converted back to what was written, such as `true` and `8080`, are not reported.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Environment:
    ///         Variables:
    ///           START: 12:30
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Environment:
    ///         Variables:
    ///           START: '12:30'
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe because it changes the value to the string as written. To keep the current value, write the
    /// value that the message shows instead.
    "ambiguous-scalar" {
        group: Yaml,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: [],
        hooks: [Node(check)],
    }
}

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let is_plain = node.scalar_style() == Some(ScalarStyle::Plain) && cx.tree().format() == Format::Yaml;
    if !is_plain || node.is_key() || node.tag().is_some() || node.anchor_range().is_some() {
        return;
    }
    let Some((text, read)) = node.text().zip(node.scalar().and_then(|scalar| read_as(&scalar))) else {
        return;
    };
    // `octal-account-id` reports account IDs.
    if text == read || is_account(text) || !is_string_place(node, cx.template()) {
        return;
    }
    let kind = if matches!(node.scalar(), Some(Scalar::Bool(_))) { "boolean" } else { "number" };
    let finding = cx
        .finding(node.range(), format!("unquoted `{text}` is read as the {kind} `{read}`"))
        .with_help_beside_fix(format!("quote it to keep the string as written, or write `{read}`"));
    cx.report_with_fix(finding, || {
        let quoted = quoted(text, Quotes::Single, ScalarContext::of(node));
        Some(Fix::unsafe_edits(format!("write `{quoted}`"), [Edit::replace(node.range(), quoted)]))
    });
}

/// The string that the number or boolean is converted to; `None` for other scalars.
fn read_as(scalar: &Scalar<'_>) -> Option<String> {
    match scalar {
        Scalar::Bool(value) => Some(value.to_string()),
        Scalar::Int(digits) => Some(digits.to_string()),
        Scalar::Float(value) if value.is_finite() => Some(float_text(*value)),
        _ => None,
    }
}

fn float_text(value: f64) -> String {
    let text = value.to_string();
    if text.contains('.') { text } else { text + ".0" }
}

/// Whether the place of the node accepts only strings.
fn is_string_place(node: Node<'_>, template: &Template<'_>) -> bool {
    if let Some(slot) = FunctionSlot::of(node) {
        return slot.name() == FunctionName::Equals && slot.is_whole;
    }
    let context = Context::of(node);
    let path = context.path();
    match context.section() {
        Some(Section::Parameters) => {
            let parameter = context.declaration().and_then(|name| template.parameters().get(name));
            matches!(path.as_slice(), ["Default" | "AllowedValues"])
                && parameter.and_then(cfn_ast::model::Parameter::type_name) == Some("String")
        }
        Some(Section::Resources | Section::Globals) => is_string_property(node, &path),
        _ => false,
    }
}

/// Whether the node is the value of an environment variable or of a tag.
fn is_string_property(node: Node<'_>, path: &[&str]) -> bool {
    let is_tag_of_list = matches!(path, ["Properties", .., "Tags", "Value"])
        && node.parent().is_some_and(|tag| tag.get("Key").is_some());
    let is_tag_of_map = matches!(path, ["Properties", "Tags", _]) && !is_tag_of_list;
    matches!(path, [.., "Environment", "Variables", _]) || is_tag_of_list || is_tag_of_map
}
