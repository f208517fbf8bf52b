//! Outputs that re-export the output of another stack.

use cfn_ast::model::{Context, Section};

use crate::rules::kit::prelude::*;

declare_rule! {
    /// An output whose value is imported from another stack.
    ///
    /// ## Why
    ///
    /// The value is already exported by the other stack and can be imported from there. A stack in between only adds one
    /// more stack that must be updated before the original export can change.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Topic:
    ///     Type: AWS::SNS::Topic
    /// Outputs:
    ///   VpcId:
    ///     Value: !ImportValue network-vpc
    /// ```
    "imported-output" {
        group: Outputs,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W6001"],
        hooks: [Function(check)],
        functions: [ImportValue],
        depends_on: Template,
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let context = Context::of(function.node);
    if context.section() == Some(Section::Outputs) && context.path_starts_with(&["Value"]) {
        let finding =
            cx.finding(function.node.range(), "output re-exports the imported output of another stack");
        let finding = match function.key {
            Some(key) => finding.with_cfn_lint_offset(key.range().start()),
            None => finding,
        };
        cx.report(finding.with_help("import the original export where you need it"));
    }
}
