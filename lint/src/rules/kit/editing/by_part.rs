//! The replacement of a function with a part of it.

use cfn_ast::edit::{transplant, transplant_loses_comment};
use cfn_ast::{Function, Node, Template};

use super::COMMENT_WOULD_BE_LOST;
use super::placement::{accepts, safe_where_evaluated};
use crate::finding::Finding;
use crate::fix::Fix;
use crate::rule::RuleContext;

/// Reports a function that can be replaced with a part of it; `fix` says so in the imperative. If that would lose a comment,
/// there is no fix, and the help says why.
pub(crate) fn report_with_part<'t>(
    finding: Finding,
    function: Function<'t>,
    part: Node<'t>,
    fix: &str,
    cx: &mut RuleContext<'_, 't>,
) {
    report_with_inner_part(finding, function, part, || part, fix, cx);
}

/// Reports a function that can be replaced with a part of it, or as well with what `inner` finds in this part. Without the
/// latter, functions inside of each other would be replaced one at a time.
pub(crate) fn report_with_inner_part<'t>(
    finding: Finding,
    function: Function<'t>,
    part: Node<'t>,
    inner: impl FnOnce() -> Node<'t>,
    fix: &str,
    cx: &mut RuleContext<'_, 't>,
) {
    if transplant_loses_comment(function.node, part) {
        return cx.report(finding.with_help(COMMENT_WOULD_BE_LOST));
    }
    let template = cx.template();
    let replace = |part| replace_by_part(function, part, template, fix);
    cx.report_with_fix(finding, || replace(inner()).or_else(|| replace(part)));
}

/// The fix that replaces a function with a part of it; `None` if the part cannot be written there, or if the functions
/// around it do not accept the part.
fn replace_by_part<'t>(
    function: Function<'t>,
    part: Node<'t>,
    template: &Template<'t>,
    message: &str,
) -> Option<Fix> {
    let is_accepted = part.function().is_none_or(|inner| accepts(&[inner.name], function.node, template));
    let edit = transplant(function.node, part).filter(|_| is_accepted)?;
    Some(Fix::new(safe_where_evaluated(function.node, template), message, [edit]))
}
