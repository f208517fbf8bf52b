//! Hard-coded names of Availability Zones.

use cfn_ast::syntax::Format;
use cfn_ast::{Edit, FunctionName};

use crate::rules::kit::arn::is_region;
use crate::rules::kit::editing::TemplateString;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An Availability Zone with a hard-coded name such as `us-east-1a`.
    ///
    /// ## Why
    ///
    /// The template can only be deployed in that region, and only in accounts that have this zone. `Fn::GetAZs` returns
    /// the zones that the account has in the region of the stack.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Subnet:
    ///     Type: AWS::EC2::Subnet
    ///     Properties:
    ///       VpcId: vpc-1
    ///       CidrBlock: 10.0.0.0/24
    ///       AvailabilityZone: us-east-1b
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Resources:
    ///   Subnet:
    ///     Type: AWS::EC2::Subnet
    ///     Properties:
    ///       VpcId: vpc-1
    ///       CidrBlock: 10.0.0.0/24
    ///       AvailabilityZone: !Select [1, !GetAZs '']
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: the letter becomes an index into the list of zones, and an account may not have every zone,
    /// so the result can be another zone. Resources that move to another zone are replaced.
    "az-literal" {
        group: Portability,
        severity: Note,
        fix: Unsafe,
        default: true,
        cfn_lint: ["W3010"],
        hooks: [Node(check)],
    }
}

fn check<'t>(node: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(index) = node.text().and_then(index_of_zone).filter(|_| names_zone(node)) else { return };
    let Some(string) = TemplateString::of(node, cx.template()).filter(|string| !string.is_sub()) else {
        return;
    };
    let replacement = match cx.tree().format() {
        Format::Json => format!("{{\"Fn::Select\": [{index}, {{\"Fn::GetAZs\": \"\"}}]}}"),
        Format::Yaml => format!("!Select [{index}, !GetAZs '']"),
    };
    let finding = cx
        .finding(node.range(), format!("Availability Zone `{}` only exists in one region", string.text()))
        .with_help(format!("select a zone of the stack's region: `{replacement}`"));
    cx.report_with_fix(finding, || {
        let message = format!("use `{replacement}`");
        Some(Fix::unsafe_edits(message, [Edit::replace(node.range(), replacement)]))
    });
}

/// The most likely index of the zone in the list of the region's zones, counted from 0.
fn index_of_zone(text: &str) -> Option<u8> {
    let letter = *text.as_bytes().last().filter(|letter| (b'a'..=b'f').contains(letter))?;
    is_region(&text[..text.len() - 1]).then_some(letter - b'a')
}

/// Whether the node is the value of a property for zones: directly, in a list or in a branch of `Fn::If`.
fn names_zone(node: Node<'_>) -> bool {
    let is_zone_key = |key: Node<'_>| {
        matches!(key.text(), Some("AvailabilityZone" | "AvailabilityZones" | "AvailabilityZoneName"))
    };
    let holders = std::iter::once(node).chain(node.ancestors());
    let is_branch = |holder: &Node<'_>| {
        holder.is_scalar()
            || holder.is_sequence()
            || holder.function().is_some_and(|f| f.name == FunctionName::If)
    };
    holders.take_while(is_branch).filter_map(Node::key).any(is_zone_key)
}
