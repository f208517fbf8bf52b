//! Layers with a fixed version in templates that use the macro Uselatest.

use cfn_ast::Edit;
use cfn_ast::layer::{LayerReference, LayerVersion};
use cfn_ast::model::TransformKind;

use crate::rules::kit::lambda_layers::{LayerString, layer_strings};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A layer with a fixed version in a template that uses the macro Uselatest.
    ///
    /// ## Why
    ///
    /// The macro does not change ARNs with a version, so this function keeps the old layer while the others are
    /// updated. A plus sign makes the number a minimum: `…:layer:tools:7+` means version 7 or newer, of your account
    /// or another. Nothing is reported if the macro is called with `Pinned: upgrade`, which updates pinned layers as
    /// well.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Transform: Uselatest
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Layers:
    ///         - arn:aws:lambda:eu-central-1:123456789012:layer:tools:7
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Transform: Uselatest
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Layers:
    ///         - arn:aws:lambda:eu-central-1:123456789012:layer:tools:7+
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: the function may get a newer version of the layer than before.
    "layer-pinned-with-uselatest" {
        group: Layers,
        severity: Note,
        fix: Unsafe,
        default: true,
        cfn_lint: [],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let mut macros =
        template.transforms().iter().filter(|transform| transform.kind() == TransformKind::Uselatest);
    let Some(uselatest) = macros.next() else { return };
    let pinned = uselatest.parameters.and_then(|parameters| parameters.get("Pinned"));
    if pinned.and_then(Node::text) == Some("upgrade") {
        return;
    }
    for layer in layer_strings(template) {
        if let Some(version) = pinned_version(&layer) {
            report(&layer, version, cx);
        }
    }
}

fn pinned_version(layer: &LayerString<'_>) -> Option<u64> {
    let reference = LayerReference::parse(&layer.text).ok().filter(LayerReference::is_pinned)?;
    match reference {
        LayerReference::Layer { version: LayerVersion::Exact(version), .. } => Some(version),
        _ => None,
    }
}

fn report(layer: &LayerString<'_>, version: u64, cx: &mut RuleContext<'_, '_>) {
    let digits = version.to_string();
    let text = layer.node.text().unwrap_or_default();
    let Some(start) = text.len().checked_sub(digits.len()).filter(|_| text.ends_with(&digits)) else {
        return;
    };
    let name = cx.tree().macro_name();
    let range = layer.node.text_range(start..text.len());
    let help = format!("use `{digits}+` to accept version {digits} or newer");
    let finding = cx
        .finding(range, format!("layer is pinned to version {digits}, so {name} does not update it"))
        .with_help(help.as_str());
    cx.report_with_fix(finding, || {
        Some(Fix::unsafe_edits(help, [Edit::replace(range, format!("{digits}+"))]))
    });
}
