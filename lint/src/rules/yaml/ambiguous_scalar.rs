//! Plain scalars that YAML reads as something else than their text.

use cfn_ast::model::{Context, FunctionSlot, Section, Template};
use cfn_ast::syntax::{Format, Scalar, ScalarStyle};
use cfn_ast::write::{Place, Quotes, quoted};
use cfn_ast::{Edit, FunctionName, Node};

use crate::arn::is_account;
use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;

declare_rule! {
    /// A value without quotes that is a string to its place, and a number or truth value to YAML.
    ///
    /// ## Why
    ///
    /// CloudFormation reads YAML 1.1: `yes` and `on` are true, `0755` is the number 493, `12:30` is 750, `1_000` is 1000
    /// and `1.10` is 1.1. Environment variables, tags, parameters of type `String` and operands of `Fn::Equals` are
    /// strings, and get what the number or truth value prints as. Values that print as they are written, such as `true`
    /// and `8080`, are no finding.
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
    /// The fix is unsafe: the value becomes the text that is written, which is another one than before. A string is not
    /// equal to the number that it prints, so no spelling in quotes could be proven to keep the meaning.
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
    // An account ID has a rule of its own.
    if text == read || is_account(text) || !is_string_place(node, cx.template()) {
        return;
    }
    let finding = cx
        .finding(node.range(), format!("`{text}` is read as `{read}`"))
        .with_help_beside_fix("put it in quotes, or write what it is read as");
    cx.report_with_fix(finding, || {
        let quoted = quoted(text, Quotes::Single, Place::of(node));
        Some(Fix::unsafe_edits("quote the value as it is written", [Edit::replace(node.range(), quoted)]))
    });
}

/// What the value prints as.
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

/// Environment variables and tags.
fn is_string_property(node: Node<'_>, path: &[&str]) -> bool {
    let is_tag_of_list = matches!(path, ["Properties", .., "Tags", "Value"])
        && node.parent().is_some_and(|tag| tag.get("Key").is_some());
    let is_tag_of_map = matches!(path, ["Properties", "Tags", _]) && !is_tag_of_list;
    matches!(path, [.., "Environment", "Variables", _]) || is_tag_of_list || is_tag_of_map
}
