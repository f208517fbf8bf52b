//! Constraints of resource types: schemas that values have to fit besides the schema of their type.

use cfn_ast::model::{Conditions, Resource, TransformKind};
use cfn_ast::{Node, Template};

use super::mismatch::Mismatch;
use super::path::values_at;
use super::{Extent, Validator, written_properties};
use crate::catalog::Catalog;
use crate::table::{Check, Name, Schema, Table};

/// A value that does not fit a constraint of its resource type.
#[derive(Clone, Debug)]
pub struct Violation<'s, 't> {
    /// The constraint.
    pub check: Check<'s>,
    /// The resource that has to fit it.
    pub resource: Resource<'t>,
    /// What does not fit.
    pub mismatch: Mismatch<'s, 't>,
}

/// Returns every value of a template's resources that does not fit a constraint of its type.
///
/// Constraints compare what is written: a value that a function computes is not known, unless it is the same whatever the
/// parameters are. What is said of [`mismatches`](super::mismatches) about unknown templates and types holds here, too.
pub fn violations<'s, 't>(
    template: &Template<'t>,
    conditions: &Conditions<'t>,
    catalog: &'s Catalog,
) -> Vec<Violation<'s, 't>> {
    if template.has_transform(TransformKind::Custom) {
        return Vec::new();
    }
    let mut validator = Validator::new(template, conditions, catalog, Extent::Constraints);
    let mut violations = Vec::new();
    for resource in template.resources() {
        let Some(properties) = validator.enter(resource) else { continue };
        let type_name = resource.type_name().unwrap_or_default();
        let own = catalog.checks(type_name).map(|check| (check, check.path.iter().collect()));
        for (check, path) in own.chain(tags(catalog, type_name)) {
            let path: Vec<Name> = path;
            validator.lowercase = check.lowercase;
            if path.is_empty() || properties != resource.value() {
                validator.constraint(properties, &path, check.schema);
            }
            let found = validator.mismatches.drain(..);
            violations.extend(found.map(|mismatch| Violation { check, resource: *resource, mismatch }));
        }
    }
    violations
}

/// The constraint on the tags of a type, and the property that has the tags; `None` if it does not support tags.
fn tags(catalog: &Catalog, type_name: &str) -> Option<(Check<'static>, Vec<Name>)> {
    let tagging = catalog.resource_type(type_name)?.tagging();
    // The type may be of a user's table, which has other names and no constraints.
    let table = Table::aws();
    let path = match tagging.property {
        Some(path) => path.segments().map(|segment| table.name(&segment)).collect::<Option<_>>()?,
        None => vec![table.name("Tags")?],
    };
    tagging.taggable?.then_some((table.tag_constraint()?, path))
}

impl<'s, 't> Validator<'_, 's, 't> {
    /// Makes a resource the current one, and returns its properties, or its value if it has none; `None` if nothing is
    /// known about it.
    fn enter(&mut self, resource: &Resource<'t>) -> Option<Node<'t>> {
        if resource.is_module() || self.template.has_snippet(resource.value()) {
            return None;
        }
        self.begin(resource);
        let has_merge = resource.value().entries().any(|entry| entry.is_merge());
        let properties = match written_properties(resource) {
            Some(properties) => properties.resolved(),
            None if has_merge => return None,
            None => resource.value(),
        };
        (properties.is_mapping() && properties.function().is_none()).then(|| {
            self.properties = Some((properties, *resource));
            properties
        })
    }

    /// Compares the values at a path of property names with a constraint, each under the facts that lead to it.
    fn constraint(&mut self, properties: Node<'t>, path: &[Name], schema: Schema<'s>) {
        let path: Vec<String> = path.iter().map(|name| schema.table().text(*name)).collect();
        for (value, facts) in values_at(properties, &path) {
            self.under(&facts, |validator| validator.value(value, schema));
        }
    }
}
