//! Constraints of resource types: schemas that values have to fit besides the schema of their type.

use cfn_ast::model::{Conditions, Fact, Resource, TransformKind};
use cfn_ast::{Node, Template};

use super::mismatch::Mismatch;
use super::scenario::Branches;
use super::{Extent, Validator};
use crate::catalog::Catalog;
use crate::table::{Check, Name};

/// A value that does not fit a constraint of its resource type.
#[derive(Clone, Debug)]
pub struct Violation<'s, 't> {
    /// The constraint.
    pub check: Check<'s>,
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
    catalog: &Catalog<'s>,
) -> Vec<Violation<'s, 't>> {
    if template.has_transform(TransformKind::Custom) {
        return Vec::new();
    }
    let mut validator = Validator::new(template, conditions, catalog, Extent::Constraints);
    let mut violations = Vec::new();
    for resource in template.resources() {
        let Some(properties) = validator.enter(resource) else { continue };
        for check in catalog.checks(resource.type_name().unwrap_or_default()) {
            validator.lowercase = check.lowercase;
            let path: Vec<Name> = check.path.iter().collect();
            validator.constraint(properties, &path, check);
            let found = validator.mismatches.drain(..);
            violations.extend(found.map(|mismatch| Violation { check, mismatch }));
        }
    }
    violations
}

impl<'s, 't> Validator<'_, 's, 't> {
    /// Makes a resource the current one, and returns its properties; `None` if nothing is known about it.
    fn enter(&mut self, resource: &Resource<'t>) -> Option<Node<'t>> {
        if resource.is_module() || self.template.has_snippet(resource.value()) {
            return None;
        }
        self.begin(resource);
        let properties = resource.properties()?.resolved();
        (properties.is_mapping() && properties.function().is_none()).then(|| {
            self.properties = Some((properties, *resource));
            properties
        })
    }

    /// Compares the values at a path of property names with a constraint, each under the facts that lead to it.
    fn constraint(&mut self, node: Node<'t>, path: &[Name], check: Check<'s>) {
        let node = node.resolved();
        if node.function().is_some() {
            let Some(branches) = Branches::of(node) else {
                if path.is_empty() {
                    self.value(node, check.schema);
                }
                return;
            };
            for (branch, holds) in [(branches.then, true), (branches.otherwise, false)] {
                let fact = Fact { condition: branches.condition, holds };
                self.under(&[fact], |validator| validator.constraint(branch, path, check));
            }
            return;
        }
        let Some((&first, rest)) = path.split_first() else {
            self.value(node, check.schema);
            return;
        };
        let first = check.schema.table().text(first);
        if first == "*" {
            for item in node.items() {
                self.constraint(item, rest, check);
            }
        } else if let Some(value) = node.get(&first) {
            self.constraint(value, rest, check);
        }
    }
}
