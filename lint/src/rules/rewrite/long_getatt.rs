//! `Fn::GetAtt` with a list of two names.

use cfn_ast::FunctionName;
use cfn_ast::edit::{FunctionText, Replacement};
use cfn_ast::model::{Form, GetAttName, Intrinsic};
use cfn_ast::syntax::Format;
use cfn_ast::write::{ScalarContext, scalar};

use crate::rules::kit::editing::{COMMENT_WOULD_BE_LOST, has_anchors, is_read_as_written};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `GetAtt` in YAML that is written as a list of two names.
    ///
    /// ## Why
    ///
    /// `!GetAtt Bucket.Arn` is shorter, fits on one line, and reads like `${Bucket.Arn}` in a `Sub`. In JSON the list
    /// is the documented form, so JSON templates are not checked.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Outputs:
    ///   Arn:
    ///     Value: !GetAtt [Bucket, Arn]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Outputs:
    ///   Arn:
    ///     Value: !GetAtt Bucket.Arn
    /// ```
    ///
    /// ## Fix safety
    ///
    /// CloudFormation splits the dotted name at its first period, so a list is reported only if the logical ID
    /// contains no period. Also not reported are lists that contain a function or a placeholder of `Fn::ForEach`, and
    /// lists that do not have exactly two items. There is no fix if a comment would be lost.
    "long-getatt" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
        functions: [GetAtt],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if cx.tree().format() == Format::Json {
        return;
    }
    let Ok(Intrinsic::GetAtt(name)) = function.view() else { return };
    let Some(dotted) = dotted(name).filter(|_| name.is_list() && !has_anchors(function.node)) else { return };
    // Macros and loops receive the argument of a tag as a list in either spelling, but that of the long form as it is
    // written.
    if function.form == Form::Long && is_read_as_written(function.node, cx.template()) {
        return;
    }
    let finding = cx.finding(function.node.range(), format!("this `GetAtt` can be written as `{dotted}`"));
    let range = function.node.range().cover(function.argument.range());
    if cx.tree().comments().any_within(range) {
        cx.report(finding.with_help(COMMENT_WOULD_BE_LOST));
    } else {
        cx.report_with_fix(finding, || fix(function, &dotted));
    }
}

/// The two names joined by a period; `None` if CloudFormation could split the result anywhere else.
pub(super) fn dotted(name: GetAttName<'_>) -> Option<String> {
    can_be_dotted(name).then(|| format!("{}.{}", name.logical_id, name.attribute))
}

fn can_be_dotted(name: GetAttName<'_>) -> bool {
    let is_word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
    let has_placeholder = |text: &str| text.contains("${") || text.contains("&{");
    let parts = [name.logical_id, name.attribute];
    let are_strings = [name.logical_id_node, name.attribute_node].iter().all(|node| node.as_str().is_some());
    are_strings
        && !name.logical_id.contains('.')
        && parts.iter().all(|text| is_word(text) && !has_placeholder(text))
}

fn fix(function: Function<'_>, dotted: &str) -> Option<Fix> {
    let text = scalar(dotted, ScalarContext::of(function.node));
    let edit = FunctionText::of(function)?.replace(Replacement::Function(FunctionName::GetAtt, text))?;
    Some(Fix::safe_edits(format!("write it as `{dotted}`"), [edit]))
}
