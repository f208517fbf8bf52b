//! Names of pseudo parameters as plain strings.

use cfn_ast::Edit;
use cfn_ast::model::PseudoParameter;

use crate::rules::kit::editing::TemplateString;
use crate::rules::kit::notation;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A string that is the name of a pseudo parameter, without `Ref`.
    ///
    /// ## Why
    ///
    /// The property is set to the literal string `AWS::Region`, not to the region.
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
    /// The fix is unsafe, because the value changes.
    "raw-pseudo-parameter" {
        group: References,
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
    let replacement = notation::reference(cx.tree(), name);
    let finding = cx
        .finding(
            node.range(),
            format!("`{name}` is a literal string here, not the value of the pseudo parameter"),
        )
        .with_help(format!("use `{replacement}`"));
    cx.report_with_fix(finding, || {
        Some(Fix::unsafe_edits("reference the pseudo parameter", [Edit::replace(node.range(), replacement)]))
    });
}
