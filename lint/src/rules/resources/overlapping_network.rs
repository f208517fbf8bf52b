//! Networks of subnets that overlap, or that are not in their VPC.

use std::collections::BTreeMap;

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
    vpc: Vpc<'t>,
}

/// The VPC of a subnet or of a further network.
#[derive(Clone, Copy)]
struct Vpc<'t> {
    /// As it is written.
    node: Node<'t>,
    /// If it is a resource of the template.
    resource: Option<Resource<'t>>,
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let lookup = Lookup::of(cx);
    let subnets: Vec<Subnet<'t>> =
        template.resources().iter().flat_map(|resource| subnets_of(resource, lookup)).collect();
    let earlier = overlaps(&subnets, lookup);
    let further = further_networks(template);
    for (index, subnet) in subnets.iter().enumerate() {
        if let Some(other) = earlier.get(&index).map(|earlier| &subnets[*earlier]) {
            let message = format!("network overlaps that of the subnet `{}`", other.logical_id);
            let properties = subnet.value.value.ancestors().find(|outer| outer.get("VpcId").is_some());
            let finding = finding(subnet, message, cx).with_cfn_lint("E3060");
            let finding =
                finding.with_cfn_lint_offset(offset_of_value(properties.unwrap_or(subnet.vpc.node)));
            cx.report(finding.with_label(wording::place(other.value.value), "the other network"));
        }
        report_outside(subnet, &further, lookup, cx);
    }
}

/// The index of the first earlier subnet that each one overlaps.
///
/// Of two networks that overlap, one contains the other: in the order of their addresses, those that contain a network are
/// directly before it.
fn overlaps<'t>(subnets: &[Subnet<'t>], lookup: Lookup<'_, 't>) -> BTreeMap<usize, usize> {
    let mut order: Vec<usize> = (0..subnets.len()).collect();
    order.sort_by_key(|index| (subnets[*index].network.network(), subnets[*index].network.prefix_len()));
    let mut earlier = BTreeMap::new();
    let mut around: Vec<usize> = Vec::new();
    for index in order {
        let network = subnets[index].network;
        while around.last().is_some_and(|outer| !subnets[*outer].network.contains(&network)) {
            around.pop();
        }
        for &outer in around.iter().filter(|outer| overlap(&subnets[index], &subnets[**outer], lookup)) {
            let (first, second) = (index.min(outer), index.max(outer));
            earlier.entry(second).and_modify(|known: &mut usize| *known = first.min(*known)).or_insert(first);
        }
        around.push(index);
    }
    earlier
}

/// The networks that are added to VPCs, each with its VPC.
fn further_networks<'t>(template: &'t Template<'t>) -> Vec<(Vpc<'t>, &'t Resource<'t>)> {
    let resources = template.resources().iter();
    let added = resources.filter(|resource| resource.type_name() == Some("AWS::EC2::VPCCidrBlock"));
    added.filter_map(|resource| Some((Vpc::of(resource.property("VpcId")?, template), resource))).collect()
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
    let vpc = Vpc::of(vpc, lookup.template);
    for name in NETWORKS {
        for value in lookup.values_at(resource, &[name]).values {
            if let Some(network) = network_of(&value) {
                subnets.push(Subnet { logical_id: resource.logical_id(), network, value, vpc });
            }
        }
    }
    subnets
}

fn network_of(value: &PropertyValue<'_>) -> Option<IpNet> {
    value.literal()?.parse().ok()
}

/// Whether two subnets whose networks overlap can be in the same VPC at the same time.
fn overlap<'t>(subnet: &Subnet<'t>, other: &Subnet<'t>, lookup: Lookup<'_, 't>) -> bool {
    subnet.logical_id != other.logical_id
        && subnet.vpc.is_same(other.vpc, lookup.template)
        && lookup.are_possible(&[subnet.value.facts.as_slice(), &other.value.facts].concat())
}

impl<'t> Vpc<'t> {
    fn of(value: Node<'t>, template: &Template<'t>) -> Self {
        let node = value.resolved();
        Self { node, resource: resource_of(node, template) }
    }

    fn is_same(self, other: Self, template: &Template<'t>) -> bool {
        match (self.resource, other.resource) {
            (Some(own), Some(other)) => own.logical_id() == other.logical_id(),
            (None, None) => same_value(template, self.node, other.node),
            _ => false,
        }
    }
}

/// The VPC of the template that a value refers to.
fn resource_of<'t>(value: Node<'t>, template: &Template<'t>) -> Option<Resource<'t>> {
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
    further: &[(Vpc<'t>, &'t Resource<'t>)],
    lookup: Lookup<'_, 't>,
    cx: &mut RuleContext<'_, 't>,
) {
    let Some(vpc) = subnet.vpc.resource else { return };
    // A network whose VPC a function chooses may be one of this VPC.
    let may_be_added =
        |owner: Vpc<'t>| owner.resource.is_none() || owner.is_same(subnet.vpc, lookup.template);
    let added = further.iter().filter(|(owner, _)| may_be_added(*owner));
    let mut known = Vec::new();
    for owner in std::iter::once(&vpc).chain(added.map(|(_, added)| *added)) {
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
