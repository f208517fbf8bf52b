//! Properties that only AWS sets.

use cfn_ast::Node;
use cfn_ast::model::Fact;

use super::mismatch::Problem;
use super::scenario::Branches;
use super::{Validator, is_no_value};
use crate::table::{ResourceType, Schema};

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
            let segments: Vec<String> = path.iter().map(|segment| table.text(segment)).collect();
            self.read_only_at(properties, &segments, schema);
        }
    }

    /// Reports the keys at a path of property names, with `*` for the items of a list, in both branches of `Fn::If`.
    fn read_only_at(&mut self, node: Node<'t>, path: &[String], schema: Schema<'s>) {
        let node = node.resolved();
        let Some((first, rest)) = path.split_first() else { return };
        if let Some(branches) = Branches::of(node) {
            for (branch, holds) in [(branches.then, true), (branches.otherwise, false)] {
                let fact = Fact { condition: branches.condition, holds };
                self.under(&[fact], |validator| validator.read_only_at(branch, path, schema));
            }
        } else if first == "*" {
            for item in node.items() {
                self.read_only_at(item, rest, schema);
            }
        } else if let Some(entry) = node.entry(first).filter(|_| node.function().is_none()) {
            // A function's argument is not a property.
            if !rest.is_empty() {
                self.read_only_at(entry.value, rest, schema);
            } else if !is_no_value(entry.value.resolved()) {
                self.report(entry.key, schema, Problem::ReadOnly { key: entry.key });
            }
        }
    }
}
