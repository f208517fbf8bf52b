//! Parameter types that CloudFormation accepts but does not validate.

use cfn_ast::model::ParameterType;

use crate::rules::kit::prelude::*;

declare_rule! {
    /// A `List<…>` or `AWS::SSM::Parameter::Value<…>` of a type that is not documented.
    ///
    /// ## Why
    ///
    /// CloudFormation accepts any name between the angle brackets, and does not validate values of a type that it does not
    /// know. A typo there disables the validation.
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
        group: Parameters,
        severity: Warning,
        fix: None,
        default: true,
        cfn_lint: ["W2002"],
        hooks: [Parameter(check)],
    }
}

fn check<'t>(parameter: Parameter<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(node) = parameter.value().get("Type") else { return };
    let Some(name) = node.text().filter(|name| ParameterType::of(name) == ParameterType::Unchecked) else {
        return;
    };
    let message = format!("`{name}` is not a documented type, so its values are not validated");
    cx.report(
        cx.finding(node.range(), message)
            .with_help("use a documented type, such as `List<AWS::EC2::Subnet::Id>`"),
    );
}
