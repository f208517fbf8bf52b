//! Names of pseudo parameters as plain strings.

use cfn_ast::model::PseudoParameter;
use cfn_ast::syntax::Format;
use cfn_ast::{Edit, Node};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::TemplateString;

declare_rule! {
    /// A value that is the name of a pseudo parameter, without `Ref`.
    ///
    /// ## Why
    ///
    /// The resource gets the text `AWS::Region`, not the region.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Outputs:
    ///   Region:
    ///     Value: AWS::Region
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Outputs:
    ///   Region:
    ///     Value: !Ref AWS::Region
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: the value changes to what was most likely meant.
    "raw-pseudo-parameter" {
        group: Correctness,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W1054"],
        hooks: [Node(check)],
    }
}

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(pseudo) = node.text().and_then(PseudoParameter::from_name) else { return };
    if TemplateString::of(node, cx.template()).is_none_or(TemplateString::is_sub) {
        return;
    }
    let name = pseudo.name();
    let replacement = match cx.tree().format() {
        Format::Json => format!("{{\"Ref\": \"{name}\"}}"),
        Format::Yaml => format!("!Ref {name}"),
    };
    let finding = cx
        .finding(node.range(), format!("this is the text `{name}`, not what the pseudo parameter stands for"))
        .with_help(format!("write `{replacement}`"));
    cx.report_with_fix(finding, || {
        Some(Fix::unsafe_edits("refer to the pseudo parameter", [Edit::replace(node.range(), replacement)]))
    });
}
