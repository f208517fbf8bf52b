//! Networks of subnets that overlap, or that are not in their VPC.

use cfn_ast::meaning::same_value;
use cfn_ast::model::Intrinsic;
use ipnet::IpNet;

use super::property_values::{Lookup, PropertyValue, PropertyValues};
use super::wording;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A subnet whose network overlaps that of another subnet, or is not within the networks of its VPC.
    ///
    /// ## Why
    ///
    /// Amazon EC2 rejects the subnet, and CloudFormation rolls the stack back (Amazon VPC User Guide, "Subnet CIDR blocks").
    ///
    /// Only networks that are written as they are are compared, of subnets whose conditions can be true together. A VPC
    /// whose networks come from a pool or from another template is not compared with its subnets.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Vpc:
    ///     Type: AWS::EC2::VPC
    ///     Properties:
    ///       CidrBlock: 10.0.0.0/16
    ///   First:
    ///     Type: AWS::EC2::Subnet
    ///     Properties:
    ///       CidrBlock: 10.0.0.0/24
    ///       VpcId: !Ref Vpc
    ///   Second:
    ///     Type: AWS::EC2::Subnet
    ///     Properties:
    ///       CidrBlock: 10.0.0.128/25
    ///       VpcId: !Ref Vpc
    /// ```
    "overlapping-network" {
        group: Resources,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3059", "E3060"],
        hooks: [Template(check)],
        skips: [CustomMacros],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

/// The properties of a VPC, or of a further network of one, that say that Amazon chooses the network.
const FROM_POOLS: [&str; 4] = ["AmazonProvidedIpv6CidrBlock", "Ipv4IpamPoolId", "Ipv6IpamPoolId", "Ipv6Pool"];

/// The properties that are networks.
const NETWORKS: [&str; 2] = ["CidrBlock", "Ipv6CidrBlock"];

/// A network of a subnet that is written as it is.
struct Subnet<'t> {
    logical_id: &'t str,
    network: IpNet,
    value: PropertyValue<'t>,
    /// The VPC, as it is written.
    vpc: Node<'t>,
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let lookup = Lookup::of(cx);
    let subnets: Vec<Subnet<'t>> =
        template.resources().iter().flat_map(|resource| subnets_of(resource, lookup)).collect();
    for (index, subnet) in subnets.iter().enumerate() {
        let overlaps = |other: &&Subnet<'t>| overlap(subnet, other, template, lookup);
        if let Some(other) = subnets[..index].iter().find(overlaps) {
            let message = format!("network overlaps that of the subnet `{}`", other.logical_id);
            let properties = subnet.value.value.ancestors().find(|outer| outer.get("VpcId").is_some());
            let finding = finding(subnet, message, cx).with_cfn_lint("E3060");
            let finding = finding.with_cfn_lint_offset(offset_of_value(properties.unwrap_or(subnet.vpc)));
            cx.report(finding.with_label(wording::place(other.value.value), "the other network"));
        }
        report_outside(subnet, template, lookup, cx);
    }
}

fn finding<'t>(subnet: &Subnet<'t>, message: String, cx: &RuleContext<'_, 't>) -> Finding {
    let node = subnet.value.value;
    cx.finding(wording::place(node), message).with_cfn_lint_offset(offset_of_value(node))
}

fn subnets_of<'t>(resource: &Resource<'t>, lookup: Lookup<'_, 't>) -> Vec<Subnet<'t>> {
    let mut subnets = Vec::new();
    let (Some("AWS::EC2::Subnet"), Some(vpc)) = (resource.type_name(), resource.property("VpcId")) else {
        return subnets;
    };
    for name in NETWORKS {
        for value in lookup.values_at(resource, &[name]).values {
            if let Some(network) = network_of(&value) {
                subnets.push(Subnet {
                    logical_id: resource.logical_id(),
                    network,
                    value,
                    vpc: vpc.resolved(),
                });
            }
        }
    }
    subnets
}

fn network_of(value: &PropertyValue<'_>) -> Option<IpNet> {
    value.literal()?.parse().ok()
}

fn overlap<'t>(
    subnet: &Subnet<'t>,
    other: &Subnet<'t>,
    template: &Template<'t>,
    lookup: Lookup<'_, 't>,
) -> bool {
    let are_overlapping = subnet.network.contains(&other.network) || other.network.contains(&subnet.network);
    are_overlapping
        && subnet.logical_id != other.logical_id
        && is_same_vpc(subnet.vpc, other.vpc, template)
        && lookup.are_possible(&[subnet.value.facts.as_slice(), &other.value.facts].concat())
}

fn is_same_vpc<'t>(vpc: Node<'t>, other: Node<'t>, template: &Template<'t>) -> bool {
    match (vpc_of(vpc, template), vpc_of(other, template)) {
        (Some(vpc), Some(other)) => vpc.logical_id() == other.logical_id(),
        _ => same_value(template, vpc, other),
    }
}

/// The VPC of the template that a value refers to.
fn vpc_of<'t>(value: Node<'t>, template: &Template<'t>) -> Option<Resource<'t>> {
    let logical_id = match value.function()?.view().ok()? {
        Intrinsic::Ref(name) => name.text()?,
        Intrinsic::GetAtt(name) => name.logical_id,
        _ => return None,
    };
    template.resources().get(logical_id).filter(|vpc| vpc.type_name() == Some("AWS::EC2::VPC")).copied()
}

/// Reports a network that is not within those of its VPC, if all of them are known.
fn report_outside<'t>(
    subnet: &Subnet<'t>,
    template: &'t Template<'t>,
    lookup: Lookup<'_, 't>,
    cx: &mut RuleContext<'_, 't>,
) {
    let Some(vpc) = vpc_of(subnet.vpc, template) else { return };
    let is_further = |resource: &&Resource<'t>| {
        resource.type_name() == Some("AWS::EC2::VPCCidrBlock")
            && resource.property("VpcId").is_some_and(|id| is_same_vpc(id.resolved(), subnet.vpc, template))
    };
    let further = template.resources().iter().filter(is_further);
    let mut known = Vec::new();
    for owner in std::iter::once(&vpc).chain(further) {
        if FROM_POOLS.iter().any(|name| owner.property(name).is_some())
            || !add_networks(owner, lookup, &mut known)
        {
            return;
        }
    }
    if known.is_empty() || known.iter().any(|network| network.contains(&subnet.network)) {
        return;
    }
    let listed = wording::listed(known.iter().map(|network| format!("`{network}`")), "network");
    let message = format!("network is not within the VPC `{}`, which has {listed}", vpc.logical_id());
    cx.report(finding(subnet, message, cx).with_cfn_lint("E3059"));
}

/// Adds the networks of a VPC, or of a further network of one; `false` if one of them is not known.
fn add_networks<'t>(owner: &Resource<'t>, lookup: Lookup<'_, 't>, known: &mut Vec<IpNet>) -> bool {
    for name in NETWORKS {
        let PropertyValues { values, is_open } = lookup.values_at(owner, &[name]);
        for value in &values {
            match network_of(value) {
                Some(network) => known.push(network),
                None => return false,
            }
        }
        if is_open {
            return false;
        }
    }
    true
}
