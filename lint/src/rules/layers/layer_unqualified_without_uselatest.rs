//! Layers that only the macro could look up.

use cfn_ast::Template;
use cfn_ast::layer::{Layer, LayerReference, LayerVersion};
use cfn_ast::model::TransformKind;

use crate::context::RuleContext;
use crate::declare_rule;
use crate::layer_strings::{has_snippets, layer_strings};

declare_rule! {
    /// A layer by its name, or without a version, in a template without the macro Uselatest.
    ///
    /// ## Why
    ///
    /// Lambda takes the ARN of a layer version and nothing else, so the deployment fails. The macro Uselatest looks the
    /// version up. Templates that another macro sees are left alone.
    ///
    /// There is no fix: which version is the right one, the template does not say.
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
            (Layer::Name(_), _) => "CloudFormation takes no layer by its name",
            (Layer::Arn(_), LayerVersion::Exact(_)) => continue,
            (Layer::Arn(_), _) => "CloudFormation takes no layer without a version",
        };
        let finding = cx
            .finding(layer.node.range(), message)
            .with_help("add the version, or the macro Uselatest to `Transform`");
        cx.report(finding);
    }
}
