//! `Fn::GetAtt` with a list of two names.

use cfn_ast::model::{Form, GetAttName, Intrinsic};
use cfn_ast::syntax::Format;
use cfn_ast::write::{Place, scalar};
use cfn_ast::{Function, FunctionName, TextRange};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::{FunctionText, Replacement, has_anchors, is_read_as_written};

declare_rule! {
    /// A `GetAtt` in YAML that is written as a list of two names.
    ///
    /// ## Why
    ///
    /// `!GetAtt Bucket.Arn` says the same in fewer characters and on one line, and reads like the `${Bucket.Arn}` of
    /// `Fn::Sub`. In JSON the list is the documented form, so JSON templates are left alone.
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
    /// CloudFormation cuts the name at its first period, so the fix is made only where the logical ID has none. A list
    /// with a function in it, with other than two items, or with a placeholder of `Fn::ForEach` is no finding; one
    /// with a comment in it is reported without a fix.
    "long-getatt" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if function.name != FunctionName::GetAtt || cx.tree().format() == Format::Json {
        return;
    }
    let Ok(Intrinsic::GetAtt(name)) = function.view() else { return };
    let Some(dotted) = dotted(name).filter(|_| name.is_list() && !has_anchors(function.node)) else { return };
    // A tag reaches macros and loops as a list in either spelling, the long form reaches them as it is written.
    if function.form == Form::Long && is_read_as_written(function.node, cx.template()) {
        return;
    }
    let finding = cx
        .finding(function.node.range(), "`GetAtt` is written as a list")
        .with_help(format!("write it as `{dotted}`"));
    let range = TextRange::new(function.node.range().start(), function.argument.range().end());
    if cx.tree().comments().any_within(range) {
        cx.report(finding);
    } else {
        cx.report_with_fix(finding, || fix(function, &dotted));
    }
}

/// The two names with a period between them, where it is the one that CloudFormation cuts at.
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
    let text = scalar(dotted, Place::of(function.node));
    let edit = FunctionText::of(function)?.replace(Replacement::Function(FunctionName::GetAtt, text))?;
    Some(Fix::safe_edits(format!("write `{dotted}`"), [edit]))
}
