//! Dynamic references with spaces inside the braces.

use cfn_ast::Edit;

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A dynamic reference with a space after `{{` or before `}}`.
    ///
    /// ## Why
    ///
    /// CloudFormation does not resolve `{{ resolve:… }}` with spaces: the property keeps the literal string, so that a
    /// password, for example, becomes that string.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Database:
    ///     Type: AWS::RDS::DBInstance
    ///     Properties:
    ///       MasterUserPassword: '{{ resolve:ssm-secure:DatabasePassword:1 }}'
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Database:
    ///     Type: AWS::RDS::DBInstance
    ///     Properties:
    ///       MasterUserPassword: '{{resolve:ssm-secure:DatabasePassword:1}}'
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe, because the value changes: the reference is resolved.
    "dynamic-reference-spaces" {
        group: References,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W1053"],
        hooks: [Node(check)],
    }
}

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let is_reference = |text: &str| text.contains('{') && text.contains("{{") && text.contains("resolve:");
    let Some(text) = node.text().filter(|text| is_reference(text)) else { return };
    for (open, _) in text.match_indices("{{") {
        let edits = spaces(node, text, open);
        let (Some(first), Some(last)) = (edits.first(), edits.last()) else { continue };
        let range = first.range().cover(last.range());
        let finding = cx
            .finding(range, "a dynamic reference with spaces inside its braces is not resolved")
            .with_help("remove the spaces");
        cx.report_with_fix(finding, || Some(Fix::unsafe_edits("remove the spaces", edits)));
    }
}

/// The removal of the spaces in the reference that begins at byte `open` of the text; empty if it has none.
fn spaces(node: Node<'_>, text: &str, open: usize) -> Vec<Edit> {
    let inner_start = open + "{{".len();
    let Some(inner) = text[inner_start..].find("}}").map(|len| &text[inner_start..inner_start + len]) else {
        return Vec::new();
    };
    if !inner.trim_start().starts_with("resolve:") || inner.contains('\n') {
        return Vec::new();
    }
    let leading = inner_start..inner_start + inner.len() - inner.trim_start().len();
    let trailing = inner_start + inner.trim_end().len()..inner_start + inner.len();
    let parts = [leading, trailing].into_iter().filter(|part| !part.is_empty());
    parts.map(|part| Edit::delete(node.text_range(part))).collect()
}
