//! Resources that would have the same name.

use std::collections::BTreeMap;

use cfn_ast::FunctionName;
use cfn_ast::meaning::same_value;
use cfn_ast::model::{Fact, Possibility};

use super::wording;
use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// Two resources of one type with the same name, or with the same values of all the properties that identify them.
    ///
    /// ## Why
    ///
    /// The deployment fails at the second resource, because the first one already exists. Resources whose conditions exclude
    /// each other are not reported.
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
        cfn_lint: ["E3019"],
        hooks: [Template(check)],
        skips: [CustomMacros],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

/// A resource with the values that identify it.
struct Identified<'t> {
    resource: Resource<'t>,
    values: Vec<Node<'t>>,
}

/// What resources with equal identifiers have in common, so that few pairs of them are compared completely: the type, and
/// the text of each identifier that is not a function.
type Bucket<'t> = (&'t str, Vec<Option<&'t str>>);

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let mut seen: BTreeMap<Bucket<'t>, Vec<Identified<'t>>> = BTreeMap::new();
    for resource in template.resources() {
        let (Some(type_name), Some(values)) = (resource.type_name(), identifiers(resource, cx)) else {
            continue;
        };
        let texts = values.iter().map(|value| value.text().filter(|_| value.tag().is_none())).collect();
        let alike = seen.entry((type_name, texts)).or_default();
        let this = Identified { resource: *resource, values };
        match alike.iter().find(|other| this.has_values_of(other, template)) {
            Some(other) if may_exist_together(&this, other, cx) => report(&this, other, cx),
            Some(_) => {}
            // Of many equal ones only the first is kept, so each further one is compared once.
            None => alike.push(this),
        }
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
    let is_plain = |value: &Node<'_>| {
        value
            .function()
            .is_none_or(|function| !matches!(function.name, FunctionName::If | FunctionName::Transform))
    };
    (!values.is_empty() && values.iter().all(is_plain)).then_some(values)
}

impl<'t> Identified<'t> {
    fn has_values_of(&self, other: &Self, template: &'t Template<'t>) -> bool {
        self.values.iter().zip(&other.values).all(|(value, other)| same_value(template, *value, *other))
    }

    fn condition(&self) -> Option<Fact<'t>> {
        let condition = self.resource.condition()?.text()?;
        Some(Fact { condition, holds: true })
    }
}

fn may_exist_together<'t>(a: &Identified<'t>, b: &Identified<'t>, cx: &RuleContext<'_, 't>) -> bool {
    let facts: Vec<_> = a.condition().into_iter().chain(b.condition()).collect();
    facts.is_empty() || cx.conditions().possibility(facts) == Possibility::Possible
}

fn report<'t>(this: &Identified<'t>, other: &Identified<'t>, cx: &mut RuleContext<'_, 't>) {
    let value = this.values[0];
    let place = value.key().unwrap_or(value);
    let names: Vec<String> =
        this.values.iter().filter_map(|value| Some(format!("`{}`", value.key()?.text()?))).collect();
    let message = format!(
        "`{}` has the same {} as `{}`, which must be unique",
        this.resource.logical_id(),
        names.join(" and "),
        other.resource.logical_id(),
    );
    let anchor = if names.len() == 1 { Some(value) } else { this.resource.properties() };
    let finding = cx
        .finding(wording::place(value), message)
        .with_label(other.values[0].key().unwrap_or(other.values[0]).range(), "the same value")
        .with_cfn_lint_offset(offset_of_value(anchor.unwrap_or(place)));
    cx.report(finding);
}
