//! ARNs with a hard-coded region.

use crate::rules::kit::arn::{arns, is_region};
use crate::rules::kit::editing::TemplateString;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An ARN with a hard-coded region.
    ///
    /// ## Why
    ///
    /// A stack in another region still refers to the region in the ARN, usually by mistake. Certificates and web ACLs
    /// in `us-east-1` are not reported: those for CloudFront must be there, whatever the region of the stack.
    ///
    /// There is no fix, because the template does not say whether the ARN means the region of the stack or deliberately
    /// another one.
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
    ///       TopicArn: !Sub 'arn:${AWS::Partition}:sns:eu-central-1:${AWS::AccountId}:alarms'
    /// ```
    "hard-coded-region" {
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
        let Some(region) = arn.region else { continue };
        let is_global = matches!(&text[arn.service], "acm" | "wafv2") && &text[region.clone()] == "us-east-1";
        if is_region(&text[region.clone()]) && !is_global {
            let name = &text[region.clone()];
            let finding = cx
                .finding(string.node().text_range(region), format!("this ARN is tied to the region `{name}`"))
                .with_help("use `${AWS::Region}` if this is the region of the stack, otherwise a parameter");
            cx.report(finding);
        }
    }
}
