//! `Fn::Sub` variables in plain strings.

use std::ops::Range;

use cfn_ast::FunctionName;
use cfn_ast::model::{Context, PseudoParameter, ValueShape};
use cfn_ast::sub::{SegmentKind, has_placeholder, segments};

use crate::rules::kit::editing::TemplateString;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A plain string that contains `${Name}` for a name that the template declares.
    ///
    /// ## Why
    ///
    /// Without `Fn::Sub` nothing is substituted: the property keeps the literal string `${Name}`.
    ///
    /// Shells and other tools use the same notation, so only names of parameters, resources and pseudo parameters are
    /// reported. In a string of several lines, which is mostly a script, the name must also contain a colon or a period,
    /// and everything else in `${}` must be declared. Inline code, mapping templates, nested templates, loops, the
    /// substitutions of state machines, and strings with variables of the Serverless Framework are not checked.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       TopicName: alarms-${Stage}
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       TopicName: !Sub 'alarms-${Stage}'
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe, because the value changes. Any other `${}` in the string is escaped.
    "sub-missing" {
        group: References,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: ["E1029"],
        hooks: [Node(check)],
    }
}

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    if !node.text().is_some_and(has_placeholder) {
        return;
    }
    let template = cx.template();
    // `!ImportValue` can only be combined with the long form `Fn::Sub`; rewriting both is left to the author.
    let is_argument = matches!(node.local_tag(), Some("ImportValue" | "Base64"));
    let written = if is_argument { node.without_tag() } else { node };
    let Some(string) = TemplateString::of(written, template).filter(|string| !string.is_sub()) else {
        return;
    };
    if belongs_to_others(node, template) {
        return;
    }
    let variables = declared_variables(string, template);
    let Some((first, name)) = variables.first().cloned() else { return };
    let finding = cx
        .finding(
            node.text_range(first),
            format!("`${{{name}}}` is not substituted, because the string is not in `Fn::Sub`"),
        )
        .with_help("use `Fn::Sub`");
    cx.report_with_fix(finding, || {
        (!is_argument).then_some(())?;
        Some(Fix::unsafe_edits("use `Fn::Sub`", string.substitute(&variables)?))
    });
}

/// The variables that the template declares, with their positions in the text; empty if the text is likely a script.
fn declared_variables<'t>(
    string: TemplateString<'t>,
    template: &Template<'t>,
) -> Vec<(Range<usize>, &'t str)> {
    let mut declared = Vec::new();
    let mut has_others = false;
    for segment in segments(string.text()) {
        match segment.kind {
            SegmentKind::Literal(_) => {}
            SegmentKind::Variable(name) if is_declared(name, template) => {
                declared.push((segment.range, name));
            }
            _ => has_others = true,
        }
    }
    let is_qualified = |(_, name): &(Range<usize>, &str)| name.contains([':', '.']);
    if string.is_on_several_lines() && (has_others || !declared.iter().all(is_qualified)) {
        declared.clear();
    }
    declared
}

fn is_declared(name: &str, template: &Template<'_>) -> bool {
    match name.split_once('.') {
        Some((logical_id, attribute)) => !attribute.is_empty() && template.resources().contains(logical_id),
        None => {
            PseudoParameter::from_name(name).is_some_and(PseudoParameter::is_string)
                || template.shape_of_ref(name) == ValueShape::Text
        }
    }
}

/// Whether something other than CloudFormation may interpret `${}` there.
fn belongs_to_others(node: Node<'_>, template: &Template<'_>) -> bool {
    const KEYS: [&str; 14] = [
        "BuildSpec",
        "DefinitionString",
        "InlineCode",
        "FunctionCode",
        "RequestMappingTemplate",
        "RequestParameters",
        "RequestTemplates",
        "ResponseMappingTemplate",
        "ResponseTemplates",
        "Template",
        "TemplateBody",
        "ZipFile",
        "requestTemplates",
        "responseTemplates",
    ];
    let context = Context::of(node);
    let resource = context.declaration().and_then(|name| template.resources().get(name));
    let has_substitutions =
        resource.is_some_and(|resource| resource.property("DefinitionSubstitutions").is_some());
    let is_macro_argument = node.enclosing_functions().any(|outer| outer.name == FunctionName::Transform);
    template.loops_around(node).next().is_some()
        || is_macro_argument
        || (has_substitutions && context.path().iter().any(|key| key.starts_with("Definition")))
        || context.path().iter().any(|key| KEYS.contains(key))
}
