//! Layers without a version in templates that do not use the macro Uselatest.

use cfn_ast::layer::{Layer, LayerReference, LayerVersion};
use cfn_ast::model::TransformKind;

use crate::rules::kit::lambda_layers::{has_snippets, layer_strings};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A layer that is not a layer version ARN, in a template without the macro Uselatest.
    ///
    /// ## Why
    ///
    /// Lambda only accepts layer version ARNs, so the deployment fails. The macro Uselatest replaces layer names and
    /// layer ARNs with the ARN of a version. Templates with another custom macro are not checked.
    ///
    /// There is no fix, because the template does not say which version is the right one.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Layers:
    ///         - tools
    /// ```
    "layer-unqualified-without-uselatest" {
        group: Layers,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: [],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let layers = layer_strings(template);
    let has_macro = template.has_transform(TransformKind::Uselatest) || template.has_custom_macro();
    if layers.is_empty() || has_macro || has_snippets(template) {
        return;
    }
    for layer in layers {
        let Ok(LayerReference::Layer { layer: named, version }) = LayerReference::parse(&layer.text) else {
            continue;
        };
        let message = match (named, version) {
            (Layer::Name(_), _) => "layer is a name, but Lambda only accepts layer version ARNs",
            (Layer::Arn(_), LayerVersion::Exact(_)) => continue,
            (Layer::Arn(_), _) => "layer ARN has no version, but Lambda only accepts layer version ARNs",
        };
        let name = cx.tree().macro_name();
        let help = format!("use the ARN of a layer version, or add the macro `{name}` to `Transform`");
        cx.report(cx.finding(layer.node.range(), message).with_help(help));
    }
}
