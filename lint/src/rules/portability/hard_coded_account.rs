//! ARNs with a hard-coded account.

use crate::rules::kit::arn::{Arn, arns, is_account};
use crate::rules::kit::editing::TemplateString;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An ARN with a hard-coded account ID.
    ///
    /// ## Why
    ///
    /// A stack in another account still refers to the account in the ARN. ARNs of Lambda layers are not reported,
    /// since a layer of another account has no other name.
    ///
    /// There is no fix, because the template does not say whether the ARN means the account of the stack or
    /// deliberately another one.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Subscription:
    ///     Type: AWS::SNS::Subscription
    ///     Properties:
    ///       Protocol: email
    ///       Endpoint: ops@example.com
    ///       TopicArn: !Sub 'arn:${AWS::Partition}:sns:${AWS::Region}:123456789012:alarms'
    /// ```
    "hard-coded-account" {
        group: Portability,
        severity: Note,
        fix: None,
        default: false,
        cfn_lint: ["I3042"],
        hooks: [Node(check)],
    }
}

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    if !node.text().is_some_and(|text| text.contains("arn:")) {
        return;
    }
    let Some(string) = TemplateString::of(node, cx.template()) else { return };
    let text = string.text();
    for arn in arns(text) {
        let is_layer = is_layer(text, &arn);
        let Some(account) = arn.account.filter(|_| !is_layer) else { continue };
        if is_account(&text[account.clone()]) {
            let finding =
                cx.finding(string.node().text_range(account), "this ARN is tied to one account").with_help(
                    "use `${AWS::AccountId}` if this is the account of the stack, otherwise a parameter",
                );
            cx.report(finding);
        }
    }
}

fn is_layer(text: &str, arn: &Arn) -> bool {
    let resource = arn.resource.and_then(|at| text.get(at..)).unwrap_or_default();
    &text[arn.service.clone()] == "lambda" && resource.starts_with("layer:")
}
