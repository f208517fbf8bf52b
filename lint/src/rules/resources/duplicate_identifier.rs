//! Resources that would have the same name.

use std::collections::BTreeMap;

use cfn_ast::FunctionName;
use cfn_ast::meaning::same_value;
use cfn_ast::model::{Fact, Possibility};

use super::property_values::{Lookup, PropertyValue};
use super::wording;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// Two resources of one type with the same name, or with the same values of all the properties that identify them.
    ///
    /// ## Why
    ///
    /// The deployment fails at the second resource, because the first one already exists. Resources whose conditions exclude
    /// each other are not reported. The same applies to a second route table of a subnet, and to a second endpoint with the
    /// private DNS name of a service in a VPC.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Reports:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       BucketName: !Sub ${AWS::AccountId}-reports
    ///   Archive:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       BucketName: !Sub ${AWS::AccountId}-reports
    /// ```
    "duplicate-identifier" {
        group: Resources,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3019", "E3022", "E3064"],
        hooks: [Template(check)],
        skips: [CustomMacros],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

/// A resource with the values that identify it under some facts.
struct Identified<'t> {
    resource: Resource<'t>,
    values: Vec<Node<'t>>,
    facts: Vec<Fact<'t>>,
    cfn_lint: &'static str,
}

/// What resources with equal identifiers have in common, so that few pairs of them are compared completely: the type, and
/// the text of each identifier that is not a function.
type Bucket<'t> = (&'t str, Vec<Option<&'t str>>);

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let mut seen: BTreeMap<Bucket<'t>, Vec<Identified<'t>>> = BTreeMap::new();
    let resources = template.resources().iter();
    let identified: Vec<Identified<'t>> = resources.flat_map(|resource| identified(resource, cx)).collect();
    for this in identified {
        let type_name = this.resource.type_name().unwrap_or_default();
        let texts = this.values.iter().map(|value| value.text().filter(|_| value.tag().is_none())).collect();
        let alike = seen.entry((type_name, texts)).or_default();
        match alike.iter().find(|other| this.has_values_of(other, template)) {
            Some(other) if other.resource == this.resource => {}
            Some(other) if may_exist_together(&this, other, cx) => report(&this, other, cx),
            Some(_) => {}
            // Of many equal ones only the first is kept, so each further one is compared once.
            None => alike.push(this),
        }
    }
}

/// The resource with what identifies it, in each branch of `Fn::If` if that is one property.
fn identified<'t>(resource: &Resource<'t>, cx: &RuleContext<'_, 't>) -> Vec<Identified<'t>> {
    let (cfn_lint, values) = match service_identifiers(resource) {
        Some(found) => found,
        None => ("E3019", identifiers(resource, cx)),
    };
    let condition = resource.condition().and_then(Node::text);
    let facts: Vec<_> = condition.map(|condition| Fact { condition, holds: true }).into_iter().collect();
    let with = |values, facts| Identified { resource: *resource, values, facts, cfn_lint };
    match values.as_deref() {
        Some(&[value]) => {
            let branches = Lookup::of(cx).values_below(&PropertyValue { value, facts }, &[]).values;
            let branches = branches.into_iter().filter(|branch| are_plain(&[branch.value]));
            branches.map(|branch| with(vec![branch.value], branch.facts)).collect()
        }
        Some(values) if are_plain(values) => vec![with(values.to_vec(), facts)],
        _ => Vec::new(),
    }
}

/// The values of the properties that identify a resource; `None` if AWS chooses one of them, or a condition does.
fn identifiers<'t>(resource: &Resource<'t>, cx: &RuleContext<'_, 't>) -> Option<Vec<Node<'t>>> {
    let resource_type = cx.catalog().resource_type(resource.type_name()?)?;
    let table = resource_type.root().table();
    let mut values = Vec::new();
    for path in resource_type.primary_identifier().iter() {
        let segments: Vec<_> = path.iter().collect();
        let is_read_only = resource_type.read_only().iter().any(|other| other.iter().eq(path.iter()));
        let &[name] = segments.as_slice() else { return None };
        if is_read_only {
            return None;
        }
        values.push(resource.property(&table.text(name)).map(Node::resolved)?);
    }
    Some(values)
}

/// Whether conditions and macros have no influence on the values.
fn are_plain(values: &[Node<'_>]) -> bool {
    let is_plain = |value: &Node<'_>| {
        value
            .function()
            .is_none_or(|function| !matches!(function.name, FunctionName::If | FunctionName::Transform))
    };
    !values.is_empty() && values.iter().all(is_plain)
}

/// The values that a service requires to be unique although they are not the identifier of the type, with cfn-lint's ID; no
/// values if the requirement does not apply, and `None` for other types.
fn service_identifiers<'t>(resource: &Resource<'t>) -> Option<(&'static str, Option<Vec<Node<'t>>>)> {
    let values = |names: &[&str]| {
        names.iter().map(|name| resource.property(name).map(Node::resolved)).collect::<Option<Vec<_>>>()
    };
    match resource.type_name()? {
        // A subnet is associated with one route table (Amazon VPC User Guide, "Subnet route tables").
        "AWS::EC2::SubnetRouteTableAssociation" => Some(("E3022", values(&["SubnetId"]))),
        // The private DNS name of a service is resolved to one endpoint of the VPC (AWS PrivateLink Guide, "Manage DNS
        // names for VPC endpoint services").
        "AWS::EC2::VPCEndpoint" => {
            let is = |name: &str, wanted: &str| {
                let text = resource.property(name).and_then(Node::text);
                text.is_some_and(|text| text.eq_ignore_ascii_case(wanted))
            };
            let has_name = is("VpcEndpointType", "Interface") && is("PrivateDnsEnabled", "true");
            Some(("E3064", values(&["VpcId", "ServiceName"]).filter(|_| has_name)))
        }
        _ => None,
    }
}

impl<'t> Identified<'t> {
    fn has_values_of(&self, other: &Self, template: &'t Template<'t>) -> bool {
        self.values.iter().zip(&other.values).all(|(value, other)| same_value(template, *value, *other))
    }
}

fn may_exist_together<'t>(a: &Identified<'t>, b: &Identified<'t>, cx: &RuleContext<'_, 't>) -> bool {
    let facts: Vec<_> = a.facts.iter().chain(&b.facts).copied().collect();
    facts.is_empty() || cx.conditions().possibility(facts) == Possibility::Possible
}

fn report<'t>(this: &Identified<'t>, other: &Identified<'t>, cx: &mut RuleContext<'_, 't>) {
    let value = this.values[0];
    let names: Vec<String> = this.values.iter().map(|value| wording::property(*value)).collect();
    let message = format!(
        "`{}` has the same {} as `{}`, which must be unique",
        this.resource.logical_id(),
        names.join(" and "),
        other.resource.logical_id(),
    );
    let properties = this.resource.properties();
    let mut around = std::iter::once(value).chain(value.ancestors());
    let property = around.find(|node| node.parent() == properties);
    let anchor = if names.len() == 1 { property } else { properties };
    let finding = cx
        .finding(wording::place(value), message)
        .with_cfn_lint(this.cfn_lint)
        .with_label(other.values[0].key().unwrap_or(other.values[0]).range(), "the same value")
        .with_cfn_lint_offset(offset_of_value(anchor.unwrap_or(value)));
    cx.report(finding);
}
