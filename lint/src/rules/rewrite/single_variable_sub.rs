//! `Fn::Sub` that only wraps one variable.

use cfn_ast::FunctionName;
use cfn_ast::edit::{FunctionText, Replacement};
use cfn_ast::model::{Intrinsic, ValueShape};
use cfn_ast::sub::{SegmentKind, segments};

use super::trivial_join::{get_att_argument, spelled_name};
use crate::rules::kit::editing::{
    COMMENT_WOULD_BE_LOST, Verdict, help_for, is_accepted, is_logical_id, verdict,
};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `Sub` whose string consists of a single variable.
    ///
    /// ## Why
    ///
    /// There is nothing to substitute into. `!Ref Name` and `!GetAtt Name.Attribute` are shorter and say that the value
    /// is used unchanged.
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
    ///       DisplayName: !Sub '${Stage}'
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
    ///       DisplayName: !Ref Stage
    /// ```
    ///
    /// ## Fix safety
    ///
    /// A `Sub` always returns a string, so only a variable that is a string by itself is reported: a parameter that
    /// is not a list, a resource, or a pseudo parameter other than `AWS::NoValue` and `AWS::NotificationARNs`. An
    /// attribute is reported only if AWS's resource schema declares it as a string. The fix is unsafe in templates
    /// with a custom macro and inside `Fn::ForEach`, and there is none if a comment would be lost. Names with spaces
    /// are not reported: CloudFormation rejects them, so they have to be corrected first.
    "single-variable-sub" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
        functions: [Sub],
        skips: [Anchors],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Sub { template, mapping: None }) = function.view() else { return };
    let segments = segments(template.text().unwrap_or_default());
    let [only] = segments.as_slice() else { return };
    let SegmentKind::Variable(variable) = only.kind else { return };
    let (Some(place), verdict) = (FunctionText::of(function), verdict(function, cx.template())) else {
        return;
    };
    let Some(replacement) = reference(variable, function, cx)
        .filter(|replacement| verdict != Verdict::Never && is_accepted(replacement, function, cx.template()))
    else {
        return;
    };
    let finding = cx.finding(place.range(), format!("this `Sub` only wraps `{variable}`"));
    if cx.tree().comments().any_within(place.range()) {
        return cx.report(finding.with_help(COMMENT_WOULD_BE_LOST));
    }
    let applicability = verdict.applicability();
    let help = help_for(&replacement, function, "refer to the variable directly");
    cx.report_with_fix(finding.with_help(help.as_str()), || {
        Some(Fix::new(applicability, help, [place.replace(replacement)?]))
    });
}

/// The `Ref` or `GetAtt` that returns what `Sub` puts in for the variable; `None` unless that is certain to be a
/// string.
fn reference(variable: &str, function: Function<'_>, cx: &RuleContext<'_, '_>) -> Option<Replacement> {
    let template = cx.template();
    let Some((logical_id, attribute)) = variable.split_once('.') else {
        let is_string = template.shape_of_ref(variable) == ValueShape::Text;
        return is_string.then(|| Replacement::Function(FunctionName::Ref, spelled_name(variable, function)));
    };
    let is_string = template.shape_of_attribute(logical_id, attribute) == ValueShape::Text;
    (is_string && is_logical_id(logical_id)).then(|| {
        Replacement::Function(FunctionName::GetAtt, get_att_argument(logical_id, attribute, function))
    })
}
