//! Mappings that were meant to be functions: `Join` or `Fn:Join` instead of `Fn::Join`.

use cfn_ast::{Edit, FunctionName, Node};

use crate::finding::Finding;
use crate::fix::Fix;
use crate::rule::RuleContext;

/// Reports a value that may be a function but not a mapping. If it is a mapping whose only key is the name of a function,
/// nothing else can have been meant, and the fix is a correction.
pub(crate) fn report_with_function<'t>(finding: Finding, value: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some((key, function)) = meant_function(value) else { return cx.report(finding) };
    let message = format!("write `{}`", function.key());
    cx.report_with_fix(finding.with_help(message.clone()), || {
        Some(Fix::correction(message, [Edit::replace(key.verbatim_text_range()?, function.key())]))
    });
}

/// The only key of a mapping, and the function that it names in a way that CloudFormation does not accept.
fn meant_function(value: Node<'_>) -> Option<(Node<'_>, FunctionName)> {
    let entry = value.entries().next().filter(|_| value.child_count() == 2 && value.tag().is_none())?;
    let key = entry.name().filter(|key| FunctionName::from_key(key).is_none())?;
    let has_prefix = key.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("fn"));
    let name = if has_prefix { key[2..].trim_start_matches([':', '.']) } else { key };
    // These are also valid keys of mappings.
    let is_also_a_key =
        |function: &FunctionName| matches!(function, FunctionName::Condition | FunctionName::Transform);
    let mut functions = FunctionName::all().filter(|function| !is_also_a_key(function));
    Some((entry.key, functions.find(|function| function.name().eq_ignore_ascii_case(name))?))
}
