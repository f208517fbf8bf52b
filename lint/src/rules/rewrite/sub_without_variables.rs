//! `Fn::Sub` of a string without variables.

use cfn_ast::model::{Intrinsic, TransformKind};
use cfn_ast::sub::has_placeholder;
use cfn_ast::syntax::{Format, ScalarStyle, is_plain_string};
use cfn_ast::write::{BlockScalar, Place, Quotes, quoted};
use cfn_ast::{Edit, Function, FunctionName, Node, TextRange};

use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::{Applicability, Fix};
use crate::rewrite::{FunctionText, Replacement, Verdict, has_anchors, verdict};

declare_rule! {
    /// A `Sub` of a string that has no variables.
    ///
    /// ## Why
    ///
    /// There is nothing to substitute: the string can stand there itself, and the next reader need not look for
    /// what changes.
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
    /// A string that would be read as a number, a date or a truth value gets quotes. The fix is unsafe in SAM
    /// templates, where a plain string may be read by SAM itself, and inside `Fn::ForEach`. A string with escapes,
    /// `${!Name}`, is reported without a fix: without its `Sub` it would look as if one were missing. In the layers of
    /// a template that uses the macro Uselatest, and in templates that other macros see, it is no finding.
    "sub-without-variables" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: ["W1020"],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if function.name != FunctionName::Sub || has_anchors(function.node) {
        return;
    }
    let Ok(Intrinsic::Sub { template, mapping: None }) = function.view() else { return };
    let text = template.text().unwrap_or_default();
    let (Some(place), verdict) = (FunctionText::of(function), verdict(function, cx.template())) else {
        return;
    };
    if verdict == Verdict::Never || cx.template().has_custom_macro() || has_variables(text) {
        return;
    }
    let finding = cx.finding(place.range(), "`Sub` of a string without variables");
    if has_placeholder(text) {
        return cx.report(
            finding.with_help("not fixed: without its escapes it would look as if a `Sub` were missing"),
        );
    }
    let comments = cx.tree().comments();
    if outside_of(place, template).iter().any(|range| comments.any_within(*range)) {
        return cx.report(finding.with_help("not fixed because a comment inside would be lost"));
    }
    let is_sam = cx.template().has_transform(TransformKind::Serverless);
    let applicability =
        if is_sam || verdict != Verdict::Safe { Applicability::Unsafe } else { Applicability::Safe };
    cx.report_with_fix(finding.with_help("write the string itself"), || {
        Some(Fix::new(applicability, "remove the `Sub`", [edit(function, place, template)?]))
    });
}

/// Whether there is more than text and escapes; what is malformed is for other rules.
fn has_variables(text: &str) -> bool {
    use cfn_ast::sub::SegmentKind::{Malformed, Variable};
    cfn_ast::sub::segments(text).iter().any(|segment| matches!(segment.kind, Variable(_) | Malformed(_)))
}

/// The bytes before and after the string that the fix touches.
fn outside_of(place: FunctionText<'_>, template: Node<'_>) -> [TextRange; 2] {
    let (whole, string) = (place.touched(), template.content_range());
    [
        TextRange::new(whole.start(), string.start()),
        TextRange::new(string.end(), whole.end().max(string.end())),
    ]
}

fn edit(function: Function<'_>, place: FunctionText<'_>, template: Node<'_>) -> Option<Edit> {
    let is_plain = template.scalar_style() == Some(ScalarStyle::Plain);
    if !is_plain && function.key.is_none() && function.node.tree().format() == Format::Yaml {
        // The string stays as it is, its tag goes.
        return Some(Edit::delete(outside_of_tag(function, template)));
    }
    if is_plain && template.source_text().contains(['\n', '\r']) {
        return None;
    }
    if BlockScalar::of(template).is_some_and(BlockScalar::has_indicator) {
        return None;
    }
    let spelled = if is_plain {
        quoted_if_needed(function, template.text().unwrap_or_default())
    } else {
        // The lines of a block may stay where they are: further to the right than what now holds the block.
        template.tree().source().slice(template.content_range()).to_owned()
    };
    place.replace(Replacement::Scalar(spelled))
}

fn outside_of_tag(function: Function<'_>, template: Node<'_>) -> TextRange {
    TextRange::new(function.node.range().start(), template.content_range().start())
}

/// The text as it stood behind the tag, in quotes where it would now be read as something else than text.
fn quoted_if_needed(function: Function<'_>, text: &str) -> String {
    let is_boolean_to_some = matches!(text, "y" | "n" | "Y" | "N");
    let is_date_to_some = text.starts_with(|c: char| c.is_ascii_digit());
    if is_plain_string(text) && !is_boolean_to_some && !is_date_to_some {
        return text.to_owned();
    }
    quoted(text, Quotes::Single, Place::of(function.node))
}
