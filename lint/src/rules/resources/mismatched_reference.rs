//! References to something else than their property expects.

use cfn_schema::Name;
use cfn_schema::validate::Problem;

use super::wording;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A reference that returns something else than its property expects, such as a name instead of an ARN.
    ///
    /// ## Why
    ///
    /// The service rejects the value when the resource is created or updated, and CloudFormation rolls the stack back.
    /// `Ref` returns the name of some resources and the ARN of others; the other one is an attribute for `Fn::GetAtt`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Function:
    ///     Type: AWS::Lambda::Function
    ///     Properties:
    ///       Code: {ZipFile: ''}
    ///       Handler: index.handler
    ///       Role: !ImportValue role
    ///       Runtime: nodejs24.x
    ///       VpcConfig:
    ///         SecurityGroupIds: [!GetAtt Group.VpcId]
    ///         SubnetIds: [!ImportValue subnet]
    ///   Group:
    ///     Type: AWS::EC2::SecurityGroup
    ///     Properties:
    ///       GroupDescription: workers
    ///       VpcId: !ImportValue vpc
    /// ```
    "mismatched-reference" {
        group: Resources,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E1041", "E1040", "E3017", "E3018"],
        hooks: [Mismatch(check)],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

fn check<'t>(mismatch: &Mismatch<'_, 't>, cx: &mut RuleContext<'_, 't>) {
    if let Problem::WrongReference { found, expected } = &mismatch.problem {
        report(mismatch, found, *expected, cx);
    }
}

fn report<'t>(mismatch: &Mismatch<'_, 't>, found: &[String], expected: Name, cx: &mut RuleContext<'_, 't>) {
    let node = mismatch.node;
    let Some(function) = node.resolved().function() else { return };
    let id = if function.name == cfn_ast::FunctionName::Ref { "E1041" } else { "E1040" };
    let expected = wording::name(mismatch.schema, expected);
    let message = match found {
        [] => format!("{} must be the `{expected}` of a resource", wording::property(node)),
        [found, ..] => {
            format!("{} must be the `{expected}` of a resource, not the `{found}`", wording::property(node))
        }
    };
    let finding = cx
        .finding(wording::place(node), message)
        .with_cfn_lint(id)
        .with_cfn_lint_offset(offset_of_value(node));
    cx.report(wording::located(finding, mismatch));
}
