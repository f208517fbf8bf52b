//! Availability Zones by name.

use cfn_ast::Node;
use cfn_ast::syntax::Format;
use cfn_ast::{Edit, FunctionName};

use crate::arn::is_region;
use crate::context::RuleContext;
use crate::declare_rule;
use crate::fix::Fix;
use crate::rewrite::TemplateString;

declare_rule! {
    /// An Availability Zone that is written by name, `us-east-1a`.
    ///
    /// ## Why
    ///
    /// The template deploys in that region only, and only in accounts that have this zone. `Fn::GetAZs` lists the zones
    /// that the account has in the region of the stack.
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
    /// The fix is unsafe: the letter becomes a place in the list, and an account need not have every zone, so another one
    /// may be chosen. Resources that move to another zone are replaced.
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
    let Some(place) = node.text().and_then(place_of_zone).filter(|_| names_zone(node)) else { return };
    let Some(string) = TemplateString::of(node, cx.template()).filter(|string| !string.is_sub()) else {
        return;
    };
    let replacement = match cx.tree().format() {
        Format::Json => format!("{{\"Fn::Select\": [{place}, {{\"Fn::GetAZs\": \"\"}}]}}"),
        Format::Yaml => format!("!Select [{place}, !GetAZs '']"),
    };
    let finding = cx
        .finding(node.range(), format!("the Availability Zone `{}` exists in one region only", string.text()))
        .with_help(format!("write `{replacement}`"));
    cx.report_with_fix(finding, || {
        Some(Fix::unsafe_edits(
            "choose from the zones of the stack's region",
            [Edit::replace(node.range(), replacement)],
        ))
    });
}

/// The place in the list of the region's zones, counted from 0, that the letter most likely stands for.
fn place_of_zone(text: &str) -> Option<u8> {
    let letter = *text.as_bytes().last().filter(|letter| (b'a'..=b'f').contains(letter))?;
    is_region(&text[..text.len() - 1]).then_some(letter - b'a')
}

/// Whether the node is the value of a property for zones, itself, in a list or in a branch of `Fn::If`.
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
