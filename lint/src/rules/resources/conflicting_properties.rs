//! Properties that exclude each other.

use cfn_schema::validate::Problem;

use super::wording;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// Two properties of which a resource type accepts only one, or a property that another one forbids.
    ///
    /// ## Why
    ///
    /// CloudFormation or the service rejects the resource, because the properties contradict each other.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Alarm:
    ///     Type: AWS::CloudWatch::Alarm
    ///     Properties:
    ///       ComparisonOperator: GreaterThanThreshold
    ///       EvaluationPeriods: 1
    ///       MetricName: Errors
    ///       Namespace: AWS/Lambda
    ///       Period: 60
    ///       Statistic: Sum
    ///       ExtendedStatistic: p99
    ///       Threshold: 0
    /// ```
    "conflicting-properties" {
        group: Resources,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3020", "E3014", "E3017", "E3018"],
        hooks: [Mismatch(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    match mismatch.problem {
        Problem::Conflict { key, other, is_exclusive } => report(mismatch, key, other, is_exclusive, cx),
        Problem::Forbidden { key } => report_forbidden(mismatch, key, cx),
        _ => {}
    }
}

fn report<'t>(
    mismatch: &Mismatch<'_, 't>,
    key: Node<'t>,
    other: Node<'t>,
    is_exclusive: bool,
    cx: &mut RuleContext<'_, 't>,
) {
    let (name, other_name) = (key.text().unwrap_or_default(), other.text().unwrap_or_default());
    let message = format!(
        "`{name}` conflicts with `{other_name}`; {} accepts one of them",
        wording::owner(mismatch.node)
    );
    let finding = cx
        .finding(key.range(), message)
        .with_cfn_lint(if is_exclusive { "E3014" } else { "E3020" })
        .with_label(other.range(), format!("conflicts with `{name}`"));
    cx.report(wording::located(finding, mismatch));
}

fn report_forbidden<'t>(mismatch: &Mismatch<'_, 't>, key: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let name = key.text().unwrap_or_default();
    let message =
        format!("`{name}` is not allowed beside the other properties of {}", wording::owner(mismatch.node));
    let finding = cx.finding(key.range(), message).with_cfn_lint("E3020");
    cx.report(wording::located(finding, mismatch));
}
