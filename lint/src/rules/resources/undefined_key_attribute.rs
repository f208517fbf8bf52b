//! Attributes of DynamoDB tables: those that are defined, and those that keys use.

use crate::cfn_lint::offset_of_value;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// An attribute of a DynamoDB table that a key uses and that is not defined, or that is defined and no key uses.
    ///
    /// ## Why
    ///
    /// DynamoDB requires exactly the attributes of the keys of the table and of its indexes in `AttributeDefinitions`, and
    /// rejects the table otherwise. Other attributes of the items are not defined anywhere.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Resources:
    ///   Table:
    ///     Type: AWS::DynamoDB::Table
    ///     Properties:
    ///       AttributeDefinitions:
    ///         - {AttributeName: id, AttributeType: S}
    ///         - {AttributeName: title, AttributeType: S}
    ///       BillingMode: PAY_PER_REQUEST
    ///       KeySchema:
    ///         - {AttributeName: id, KeyType: HASH}
    /// ```
    "undefined-key-attribute" {
        group: Resources,
        severity: Error,
        fix: None,
        default: true,
        cfn_lint: ["E3039"],
        hooks: [Template(check)],
        skips: [CustomMacros],
        // What a fix brings to light was hidden by the mistake that it corrects, or by the function that it simplifies.
        blocks_fixes: false,
    }
}

/// The properties whose items have a key of their own.
const INDEXES: [&str; 2] = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"];

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let is_table = |resource: &&Resource<'t>| resource.type_name() == Some("AWS::DynamoDB::Table");
    for table in template.resources().iter().filter(is_table) {
        if let Some(properties) = table.properties() {
            check_table(properties, cx);
        }
    }
}

fn check_table<'t>(properties: Node<'t>, cx: &mut RuleContext<'_, 't>) {
    let defined = properties.get("AttributeDefinitions").and_then(attributes);
    let (Some(defined), Some(used)) = (defined, used_attributes(properties)) else { return };
    let not_in = |names: &[Attribute<'t>], others: &[Attribute<'t>]| -> Vec<Attribute<'t>> {
        let is_missing = |attribute: &&Attribute<'t>| others.iter().all(|other| other.0 != attribute.0);
        names.iter().filter(is_missing).copied().collect()
    };
    let mut findings = Vec::new();
    for (name, node) in not_in(&used, &defined) {
        let message = format!("attribute `{name}` of a key is missing from `AttributeDefinitions`");
        findings.push(cx.finding(node.range(), message));
    }
    for (name, node) in not_in(&defined, &used) {
        findings.push(cx.finding(node.range(), format!("attribute `{name}` is defined, and no key uses it")));
    }
    // One misspelled name is both missing and unused.
    if let Some(finding) = findings.into_iter().next() {
        cx.report(finding.with_cfn_lint_offset(offset_of_value(properties)));
    }
}

/// A name, and where it is.
type Attribute<'t> = (&'t str, Node<'t>);

/// The attributes of the keys of a table and of its indexes; `None` if some of them are not known.
fn used_attributes<'t>(properties: Node<'t>) -> Option<Vec<Attribute<'t>>> {
    let mut used = properties.get("KeySchema").map_or(Some(Vec::new()), attributes)?;
    for indexes in INDEXES.iter().filter_map(|name| properties.get(name)).map(Node::resolved) {
        if !indexes.is_sequence() || indexes.function().is_some() {
            return None;
        }
        for index in indexes.items().map(Node::resolved) {
            used.extend(attributes(index.get("KeySchema").filter(|_| index.function().is_none())?)?);
        }
    }
    Some(used)
}

/// The attributes that the items of a list name; `None` if some of them are not known.
fn attributes<'t>(list: Node<'t>) -> Option<Vec<Attribute<'t>>> {
    let list = list.resolved();
    if !list.is_sequence() || list.function().is_some() {
        return None;
    }
    let names = list.items().map(|item| {
        let name = item.resolved().get("AttributeName")?;
        name.text()
            .filter(|_| name.function().is_none() && name.local_tag().is_none())
            .map(|text| (text, name))
    });
    names.collect()
}
