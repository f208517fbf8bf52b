//! Values of parameters and functions that a resource type rejects.

use cfn_ast::FunctionName;
use cfn_schema::validate::Problem;

use super::wording;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A default or an allowed value of a parameter, or the value of a function, that a resource type rejects where it is
    /// used.
    ///
    /// ## Why
    ///
    /// The deployment fails if it uses this value. It is a warning, because another value of the parameter may be passed.
    /// Values that a condition around the use excludes are not reported.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Mode:
    ///     Type: String
    ///     AllowedValues: [PAY_PER_REQUEST, PROVISIONED, FREE]
    /// Resources:
    ///   Table:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
    ///       BillingMode: !Ref Mode
    ///       KeySchema: [{AttributeName: id, KeyType: HASH}]
    /// ```
    "value-refused-when-resolved" {
        group: Resources,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W1030", "W1031", "W1032", "W1033", "W1034", "W1035", "W1036", "W1040"],
        hooks: [Template(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(_: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for mismatch in cx.mismatches() {
        report(mismatch, cx);
    }
    let of_parameters = cx.violations().iter().filter(|violation| violation.mismatch.used_at.is_some());
    for violation in of_parameters {
        report(&violation.mismatch, cx);
    }
}

fn report<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    let Some(function) = mismatch.computed_by else { return };
    let finding = cx.finding(mismatch.node.range(), message(mismatch)).with_cfn_lint(id(function));
    let finding = finding.with_cfn_lint_offset(offset(mismatch));
    cx.report(with_use(wording::under_facts(finding, mismatch), mismatch));
}

fn with_use(finding: Finding, mismatch: &Mismatch<'_, '_>) -> Finding {
    match mismatch.used_at {
        Some(used_at) => {
            finding.with_label(used_at.range(), format!("used for {} here", wording::property(used_at)))
        }
        None => finding,
    }
}

fn message(mismatch: &Mismatch<'_, '_>) -> String {
    let property = wording::property(mismatch.used_at.unwrap_or(mismatch.node));
    let requirement = wording::requirement(mismatch);
    match mismatch.used_at {
        Some(_) => format!("the parameter's value is used for {property}, which {requirement}"),
        None => format!("the resolved value is invalid: {property} {requirement}"),
    }
}

/// The ID is that of the function.
fn id(function: FunctionName) -> &'static str {
    match function {
        FunctionName::Sub => "W1031",
        FunctionName::Join => "W1032",
        FunctionName::GetAZs => "W1033",
        FunctionName::FindInMap => "W1034",
        FunctionName::Select => "W1035",
        FunctionName::Split => "W1036",
        FunctionName::ToJsonString => "W1040",
        _ => "W1030",
    }
}

/// cfn-lint reports values of parameters that are not listed, do not match or are out of range at the parameter, and all
/// others at the name of the function that uses them.
fn offset(mismatch: &Mismatch<'_, '_>) -> u32 {
    let used_at = match mismatch.problem {
        Problem::NotListed { .. }
        | Problem::NotConstant { .. }
        | Problem::PatternMismatch { .. }
        | Problem::Unavailable { .. }
        | Problem::Range { .. } => return offset_of_value(mismatch.node),
        _ => mismatch.used_at.unwrap_or(mismatch.node),
    };
    match used_at.entries().next() {
        Some(entry) if used_at.local_tag().is_none() => entry.key.range().start(),
        _ => offset_of_value(used_at),
    }
}
