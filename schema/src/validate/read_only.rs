//! Properties that only AWS sets.

use cfn_ast::Node;

use super::mismatch::Problem;
use super::{Validator, is_no_value};
use crate::table::{Name, ResourceType, Table};

impl<'s, 't> Validator<'_, 's, 't> {
    /// Reports the properties that a template sets although the schema says that they are read-only.
    pub(super) fn read_only(&mut self, properties: Node<'t>, resource_type: ResourceType<'s>) {
        let schema = resource_type.root();
        let table = schema.table();
        // SAM's schemas list properties that its resources accept.
        if resource_type.name().starts_with("AWS::Serverless::") {
            return;
        }
        for path in resource_type.read_only().iter() {
            let segments: Vec<Name> = path.iter().collect();
            for key in keys_at(properties, &segments, table) {
                self.report(key, schema, Problem::ReadOnly { key });
            }
        }
    }
}

/// The keys at a path of property names, with `*` for the items of a list.
fn keys_at<'t>(node: Node<'t>, path: &[Name], table: &Table) -> Vec<Node<'t>> {
    let Some((first, rest)) = path.split_first() else { return Vec::new() };
    let first = table.text(*first);
    if first == "*" {
        return node.items().flat_map(|item| keys_at(item.resolved(), rest, table)).collect();
    }
    // A function's argument is not a property.
    let Some(entry) = node.entry(&first).filter(|_| node.function().is_none()) else { return Vec::new() };
    if rest.is_empty() {
        return if is_no_value(entry.value.resolved()) { Vec::new() } else { vec![entry.key] };
    }
    keys_at(entry.value.resolved(), rest, table)
}
