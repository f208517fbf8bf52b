//! `Fn::Sub` of a string without variables.

use cfn_ast::edit::{FunctionText, Replacement, is_indented_with_tab};
use cfn_ast::model::{Intrinsic, TransformKind};
use cfn_ast::sub::has_placeholder;
use cfn_ast::syntax::{Format, ScalarStyle, is_plain_string};
use cfn_ast::write::{BlockScalar, Quotes, ScalarContext, quoted};
use cfn_ast::{Edit, TextRange};

use crate::rules::kit::editing::{COMMENT_WOULD_BE_LOST, Verdict, verdict};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `Sub` of a string that has no variables.
    ///
    /// ## Why
    ///
    /// There is nothing to substitute. A plain string tells the reader that the value never changes.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: !Sub 'Build finished'
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: 'Build finished'
    /// ```
    ///
    /// ## Fix safety
    ///
    /// A string that would be read as a number, a date or a boolean is quoted. The fix is unsafe in SAM templates,
    /// where SAM itself may process a plain string, and inside `Fn::ForEach`. A string with escapes, `${!Name}`, is
    /// reported without a fix: the resulting `${Name}` would look as if its `Sub` were missing. Templates with a
    /// custom macro, and the layers of templates that use the macro Uselatest, are not checked.
    "sub-without-variables" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: ["W1020"],
        hooks: [Function(check)],
        functions: [Sub],
        skips: [Anchors],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Sub { template, mapping: None }) = function.view() else { return };
    let text = template.text().unwrap_or_default();
    let (Some(place), verdict) = (FunctionText::of(function), verdict(function, cx.template())) else {
        return;
    };
    if verdict == Verdict::Never || cx.template().has_custom_macro() || has_variables(text) {
        return;
    }
    let finding = cx.finding(place.range(), "this `Sub` has no variables");
    if has_placeholder(text) {
        return cx.report(finding.with_help(
            "not fixed because the string contains `${!...}` escapes and would look as if its `Sub` were missing",
        ));
    }
    let comments = cx.tree().comments();
    if outside_of(place, template).iter().any(|range| comments.any_within(*range)) {
        return cx.report(finding.with_help(COMMENT_WOULD_BE_LOST));
    }
    // SAM acts on plain strings in some properties and passes functions through.
    let is_sam = cx.template().has_transform(TransformKind::Serverless);
    let applicability =
        if is_sam || verdict != Verdict::Safe { Applicability::Unsafe } else { Applicability::Safe };
    let Some(edit) = edit(function, place, template) else { return };
    cx.report_with_fix(finding.with_help("remove the `Sub`"), || {
        Some(Fix::new(applicability, "remove the `Sub`", [edit]))
    });
}

/// Whether the string has anything but literals and escapes; other rules report what is malformed.
fn has_variables(text: &str) -> bool {
    use cfn_ast::sub::SegmentKind::{Malformed, Variable};
    cfn_ast::sub::segments(text).iter().any(|segment| matches!(segment.kind, Variable(_) | Malformed(_)))
}

/// The bytes before and after the string that the fix touches.
fn outside_of(place: FunctionText<'_>, template: Node<'_>) -> [TextRange; 2] {
    let (whole, string) = (place.touched(), template.content_range());
    [whole.before(string), whole.after(string)]
}

/// The edit that leaves only the string; `None` if its lines could not keep their value.
fn edit(function: Function<'_>, place: FunctionText<'_>, template: Node<'_>) -> Option<Edit> {
    let is_plain = template.scalar_style() == Some(ScalarStyle::Plain);
    if !is_plain && function.key.is_none() && function.node.tree().format() == Format::Yaml {
        // Quoted strings and blocks are never read as another type, so it is enough to remove the tag.
        return Some(Edit::delete(outside_of_tag(function, template)));
    }
    if is_indented_with_tab(function.node) {
        return None;
    }
    // Quotes around a plain scalar over several lines would have to keep its folded line breaks.
    if is_plain && template.source_text().contains(['\n', '\r']) {
        return None;
    }
    // Without the key of the function, the parent is another one.
    if !BlockScalar::of(template).is_none_or(BlockScalar::is_movable) {
        return None;
    }
    let spelled = if is_plain {
        quoted_if_needed(function, template.text().unwrap_or_default())
    } else {
        // The lines of a block may keep their indentation: it is deeper than that of the block's new parent.
        template.tree().source().slice(template.content_range()).to_owned()
    };
    place.replace(Replacement::Scalar(spelled))
}

fn outside_of_tag(function: Function<'_>, template: Node<'_>) -> TextRange {
    function.node.range().before(template.content_range())
}

/// The text as it was after the tag, quoted if a parser could now read it as anything but a string.
fn quoted_if_needed(function: Function<'_>, text: &str) -> String {
    let is_boolean_to_some = matches!(text, "y" | "n" | "Y" | "N");
    let is_indicator = matches!(text, "-" | "?" | ":");
    let is_date_to_some = text.starts_with(|c: char| c.is_ascii_digit());
    if is_plain_string(text) && !is_boolean_to_some && !is_date_to_some && !is_indicator {
        return text.to_owned();
    }
    quoted(text, Quotes::Single, ScalarContext::of(function.node))
}
