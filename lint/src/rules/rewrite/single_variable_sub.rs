//! `Fn::Sub` of one variable and nothing else.

use cfn_ast::model::{Intrinsic, ValueShape};
use cfn_ast::sub::{SegmentKind, segments};
use cfn_ast::{Function, FunctionName};

use super::trivial_join::{get_att_argument, spelled_name};
use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::{Applicability, Fix};
use crate::rewrite::{FunctionText, Replacement, Verdict, has_anchors, is_logical_id, verdict};

declare_rule! {
    /// A `Sub` whose string is one variable and nothing else.
    ///
    /// ## Why
    ///
    /// `!Ref Name` and `!GetAtt Name.Attribute` say that the value is taken as it is.
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
    /// A `Sub` gives a string, whatever its variable is. So the variable must be one that gives a string by itself: a
    /// parameter that holds no list, a resource, or a pseudo parameter other than `AWS::NoValue` and
    /// `AWS::NotificationARNs`; an attribute only where AWS's resource schema says that it is a string. The fix is
    /// unsafe in templates that a macro other than AWS's own sees, and inside `Fn::ForEach`. Names with spaces, which
    /// CloudFormation refuses, are left to be corrected.
    "single-variable-sub" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if function.name != FunctionName::Sub || has_anchors(function.node) {
        return;
    }
    let Ok(Intrinsic::Sub { template, mapping: None }) = function.view() else { return };
    let segments = segments(template.text().unwrap_or_default());
    let [only] = segments.as_slice() else { return };
    let SegmentKind::Variable(variable) = only.kind else { return };
    let (Some(place), verdict) = (FunctionText::of(function), verdict(function, cx.template())) else {
        return;
    };
    let Some(replacement) = reference(variable, function, cx)
        .filter(|replacement| verdict != Verdict::Never && replacement.is_accepted(function, cx.template()))
    else {
        return;
    };
    let finding = cx.finding(place.range(), "`Sub` of one variable");
    if cx.tree().comments().any_within(place.range()) {
        return cx.report(finding.with_help("not fixed because a comment inside would be lost"));
    }
    let applicability = if verdict == Verdict::Safe { Applicability::Safe } else { Applicability::Unsafe };
    let help = match &replacement {
        Replacement::Function(name, argument) => format!("write `!{} {argument}`", name.name()),
        Replacement::Scalar(text) => format!("write `{text}`"),
    };
    cx.report_with_fix(finding.with_help(help), || {
        Some(Fix::new(applicability, "write the variable as a reference", [place.replace(replacement)?]))
    });
}

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
