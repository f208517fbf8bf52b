//! Properties that only AWS sets.

use cfn_ast::Node;

use super::Validator;
use super::mismatch::Problem;
use super::path::entries_at;
use crate::table::ResourceType;

impl<'s, 't> Validator<'_, 's, 't> {
    /// Reports the properties that a template sets although the schema says that they are read-only, whatever their values.
    pub(super) fn read_only(&mut self, properties: Node<'t>, resource_type: ResourceType<'s>) {
        let schema = resource_type.root();
        let table = schema.table();
        // SAM's schemas list properties that its resources accept.
        if resource_type.name().starts_with("AWS::Serverless::") {
            return;
        }
        for path in resource_type.read_only().iter() {
            let segments: Vec<String> = path.iter().map(|segment| table.text(segment)).collect();
            for (entry, facts) in entries_at(properties, &segments) {
                if !entry.value.resolved().is_no_value() {
                    self.under(&facts, |validator| {
                        validator.report(entry.key, schema, Problem::ReadOnly { key: entry.key })
                    });
                }
            }
        }
    }
}
