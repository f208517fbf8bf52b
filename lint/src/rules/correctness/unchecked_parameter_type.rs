//! Types of parameters that CloudFormation takes and does not check.

use cfn_ast::Template;
use cfn_ast::model::ParameterType;

use crate::context::RuleContext;
use crate::declare_rule;

declare_rule! {
    /// A list or a stored value of a type that is not documented.
    ///
    /// ## Why
    ///
    /// CloudFormation takes any name between the angle brackets, and checks no value of a type that it does not know. A
    /// typing mistake there switches the check off.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Subnets:
    ///     Type: List<AWS::EC2::Subnet::ID>
    /// Resources: {}
    /// ```
    "unchecked-parameter-type" {
        group: Correctness,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W2002"],
        hooks: [Template(check)],
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    for parameter in template.parameters() {
        let Some(node) = parameter.value().get("Type") else { continue };
        let Some(name) = node.text().filter(|name| ParameterType::of(name) == ParameterType::Unchecked)
        else {
            continue;
        };
        let message = format!("CloudFormation does not check values of the type `{name}`");
        cx.report(cx.finding(node.range(), message).with_help("use a type that is documented"));
    }
}
