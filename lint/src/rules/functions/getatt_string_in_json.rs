//! `Fn::GetAtt` with a string in JSON.

use cfn_ast::Edit;
use cfn_ast::model::Intrinsic;
use cfn_ast::syntax::Format;
use cfn_ast::write::json_string;

use crate::rules::kit::editing::safe_where_evaluated;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `GetAtt` in JSON with a string instead of a list.
    ///
    /// ## Why
    ///
    /// AWS documents the string only for YAML; in JSON, `Fn::GetAtt` accepts a list of two strings. Tools that read JSON
    /// templates often support only the list.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"Outputs": {"Arn": {"Value": {"Fn::GetAtt": "Bucket.Arn"}}}}
    /// ```
    ///
    /// becomes
    ///
    /// ```json
    /// {"Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Bucket", "Arn"]}}}}
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The string is split at its first period, as CloudFormation does. The fix is unsafe in a template that a custom macro
    /// processes, and inside `Fn::ForEach`.
    "getatt-string-in-json" {
        group: Functions,
        severity: Warning,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
        functions: [GetAtt],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if cx.tree().format() != Format::Json {
        return;
    }
    let Ok(Intrinsic::GetAtt(name)) = function.view() else { return };
    if name.is_list() || function.argument.as_str().is_none() {
        return;
    }
    let list = format!("[{}, {}]", json_string(name.logical_id), json_string(name.attribute));
    let finding = cx.finding(
        function.argument.range(),
        "in JSON, `Fn::GetAtt` is only documented with a list of two strings",
    );
    let best = safe_where_evaluated(function.node, cx.template());
    cx.report_with_fix(finding.with_help(format!("write `{list}`")), || {
        Some(Fix::new(best, "write a list", [Edit::replace(function.argument.range(), list)]))
    });
}
