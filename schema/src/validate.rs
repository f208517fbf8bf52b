//! Compares the resources of a template with the schemas of their types.
//!
//! The comparison has three results: a value fits, does not fit, or is not known before the template is deployed. What
//! is not known is never a mismatch. Both branches of an `Fn::If` are compared, each under the fact that leads to it,
//! and a branch that no values of the parameters lead to is skipped.

mod array;
mod compose;
mod function;
mod gather;
mod keys;
mod mismatch;
mod object;
mod packaged;
mod parameter;
mod path;
mod patterns;
mod read_only;
mod reference;
mod scalar;
mod scenario;
mod truth;
mod violation;

use std::rc::Rc;

use cfn_ast::foreign;
use cfn_ast::model::{Conditions, Fact, Possibility, Resource, TransformKind};
use cfn_ast::syntax::NodeId;
use cfn_ast::syntax::Scalar as Literal;
use cfn_ast::{Node, NodeKind, Template};
use rustc_hash::FxHashMap;

use crate::catalog::Catalog;
use crate::table::{Keywords, Name, ResourceType, Schema};

pub use mismatch::{Composition, Mismatch, Problem, Variant};
pub use packaged::PACKAGED_PATHS;
pub use path::entries_at;
pub use reference::{ReturnValue, return_values};
pub use violation::{Violation, violations};

use truth::Truth;

/// The maximum depth of values and schemas; what is deeper is not known.
///
/// The schemas of AWS WAF's statements contain themselves, and aliases can make a template as deep as its author likes.
const MAX_DEPTH: usize = 128;

/// The maximum number of comparisons in one template; what is left is not known.
///
/// With schemas of users, alternatives within alternatives can have any number of combinations.
const MAX_COMPARISONS: usize = 4_000_000;

/// Returns every mismatch between the properties of a template's resources and the schemas of their types.
///
/// Nothing is known about a template that a custom macro processes, and about types and modules that the catalog does not
/// contain. Loops are not repeated here: compare the [expansion](cfn_ast::expansion) of the template.
pub fn mismatches<'s, 't>(
    template: &Template<'t>,
    conditions: &Conditions<'t>,
    catalog: &'s Catalog,
) -> Vec<Mismatch<'s, 't>> {
    if template.has_transform(TransformKind::Custom) {
        return Vec::new();
    }
    let mut validator = Validator::new(template, conditions, catalog, Extent::Types);
    for resource in template.resources() {
        validator.resource(resource);
    }
    validator.mismatches
}

/// Returns every mismatch between a value of a template and a schema, such as that of a policy.
///
/// `facts` are true wherever the value is used; a mismatch lists only the further facts under which it occurs.
pub fn mismatches_of<'s, 't>(
    template: &Template<'t>,
    conditions: &Conditions<'t>,
    catalog: &'s Catalog,
    facts: &[Fact<'t>],
    value: Node<'t>,
    schema: Schema<'s>,
) -> Vec<Mismatch<'s, 't>> {
    let mut validator = Validator::new(template, conditions, catalog, Extent::Types);
    validator.facts.extend(facts);
    validator.own_facts = facts.len();
    validator.value(value, schema);
    validator.mismatches
}

/// Which schemas values are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// Those of the resource types.
    Types,
    /// Constraints, for which a value that depends on parameters is not known.
    Constraints,
}

/// A comparison in progress.
struct Validator<'v, 's, 't> {
    template: &'v Template<'t>,
    conditions: &'v Conditions<'t>,
    catalog: &'s Catalog,
    extent: Extent,
    /// The properties of the current resource, or its value if it has none; and the resource.
    properties: Option<(Node<'t>, Resource<'t>)>,
    /// The property that the current constraint compares in lower case.
    lowercase: Option<Name>,
    /// Whether the current value is that of this property.
    is_lowercase: bool,
    /// The facts that are true where the current value is used: that of the resource's condition, and those of branches.
    facts: Vec<Fact<'t>>,
    /// The number of facts that are true for the whole resource.
    own_facts: usize,
    /// How many values contain the current one.
    depth: usize,
    /// How many values were compared with a schema so far.
    comparisons: usize,
    /// Whether the current value belongs to a branch of a composition: there, what is not known outweighs what does not
    /// fit, because another branch may be the one that is meant.
    in_composition: bool,
    mismatches: Vec<Mismatch<'s, 't>>,
    /// The keys of the current resource's mappings, since each of its constraints asks for them. All schemas
    /// that one resource is compared with are of one table.
    keys: FxHashMap<NodeId, Rc<keys::Keys<'t>>>,
}

impl<'v, 's, 't> Validator<'v, 's, 't> {
    fn new(
        template: &'v Template<'t>,
        conditions: &'v Conditions<'t>,
        catalog: &'s Catalog,
        extent: Extent,
    ) -> Self {
        Self {
            template,
            conditions,
            catalog,
            extent,
            properties: None,
            lowercase: None,
            is_lowercase: false,
            facts: Vec::new(),
            own_facts: 0,
            depth: 0,
            comparisons: 0,
            in_composition: false,
            mismatches: Vec::new(),
            keys: FxHashMap::default(),
        }
    }

    fn resource(&mut self, resource: &Resource<'t>) {
        let Some(resource_type) = self.type_of(resource) else { return };
        self.begin(resource);
        match written_properties(resource) {
            Some(properties) => self.properties(properties, resource, resource_type),
            None => self.without_properties(resource, resource_type),
        }
    }

    /// Makes the condition of a resource the only fact.
    fn begin(&mut self, resource: &Resource<'t>) {
        self.properties = None;
        self.keys.clear();
        self.facts.clear();
        if let Some(condition) = resource.condition().and_then(Node::text) {
            self.facts.push(Fact { condition, holds: true });
        }
        self.own_facts = self.facts.len();
    }

    fn type_of(&self, resource: &Resource<'t>) -> Option<ResourceType<'s>> {
        self.catalog.resource_type(resource.type_name()?)
    }

    fn properties(&mut self, properties: Node<'t>, resource: &Resource<'t>, resource_type: ResourceType<'s>) {
        if self.template.has_snippet(resource.value()) {
            return;
        }
        let properties = properties.resolved();
        if properties.is_mapping() && properties.function().is_none() {
            self.properties = Some((properties, *resource));
            self.value(properties, resource_type.root());
            self.read_only(properties, resource_type);
        } else {
            self.value(properties, resource_type.root());
        }
    }

    /// A resource without properties lacks those that its type requires.
    fn without_properties(&mut self, resource: &Resource<'t>, resource_type: ResourceType<'s>) {
        let has_merge = resource.value().entries().any(|entry| entry.is_merge());
        if !has_merge && !self.template.has_snippet(resource.value()) {
            self.properties = Some((resource.value(), *resource));
            self.value(resource.value(), resource_type.root());
        }
    }

    /// Compares a value with a schema and records what does not fit.
    fn value(&mut self, node: Node<'t>, schema: Schema<'s>) -> Truth {
        if self.depth == MAX_DEPTH || self.comparisons == MAX_COMPARISONS {
            return Truth::Unknown;
        }
        self.depth += 1;
        self.comparisons += 1;
        let before = self.mismatches.len();
        let target = node.resolved();
        let truth = self.value_at_depth(target, schema);
        // What is wrong with an aliased value as a whole is wrong where the alias is: elsewhere the value may fit.
        if node.is_alias() {
            for mismatch in self.mismatches[before..].iter_mut().filter(|mismatch| mismatch.node == target) {
                mismatch.node = node;
            }
        }
        self.depth -= 1;
        truth
    }

    fn value_at_depth(&mut self, node: Node<'t>, schema: Schema<'s>) -> Truth {
        if let Some(function) = node.function() {
            return self.function(function, schema);
        }
        if is_opaque(node) {
            return Truth::Unknown;
        }
        let keywords = schema.keywords();
        if keywords.never {
            return self.report(node, schema, Problem::Excluded);
        }
        self.literal(node, schema, &keywords)
    }

    /// Compares a value that is written as it is.
    fn literal(&mut self, node: Node<'t>, schema: Schema<'s>, keywords: &Keywords<'s>) -> Truth {
        if !scalar::has_type(node, keywords.types) {
            if packaged::is_path(node) {
                return Truth::Unknown;
            }
            return self.report(node, schema, Problem::WrongType { expected: keywords.types });
        }
        // A list and a mapping are none of the values that an enumeration lists.
        if !node.is_scalar()
            && let Some(allowed) = keywords.enumeration
        {
            return self.report(node, schema, Problem::NotListed { allowed });
        }
        if !node.is_scalar()
            && let Some(allowed) = keywords.constant
        {
            return self.report(node, schema, Problem::NotConstant { allowed });
        }
        let own = match node.kind() {
            NodeKind::Sequence(_) => self.array(node, schema, keywords),
            NodeKind::Mapping(_) => self.object(node, schema, keywords),
            NodeKind::Scalar(_) | NodeKind::Alias => self.scalar(node, schema, keywords),
        };
        own.and(self.compositions(node, schema, keywords), self.in_composition)
    }

    /// Records a mismatch under the current facts.
    fn report(&mut self, node: Node<'t>, schema: Schema<'s>, problem: Problem<'s, 't>) -> Truth {
        let facts = self.facts[self.own_facts..].to_vec();
        self.mismatches.push(Mismatch {
            node,
            problem,
            schema,
            facts,
            computed_by: None,
            used_at: None,
            composition: None,
        });
        Truth::Invalid
    }

    /// Compares under an additional fact; `None` if the fact cannot be true here.
    fn under<T>(&mut self, facts: &[Fact<'t>], compare: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let before = self.facts.len();
        self.facts
            .extend(facts.iter().filter(|fact| !self.facts.contains(fact)).copied().collect::<Vec<_>>());
        let result = self.is_possible().then(|| compare(self));
        self.facts.truncate(before);
        result
    }

    /// Whether the current facts can be true together.
    fn is_possible(&self) -> bool {
        self.may_hold(&[])
    }

    /// Whether facts can be true together with the current ones. What is not known is possible.
    fn may_hold(&self, facts: &[Fact<'t>]) -> bool {
        let all = || self.facts.iter().chain(facts).copied();
        // Also for conditions that are not declared.
        let contradicts = |fact: Fact<'t>| {
            all().any(|other| other.condition == fact.condition && other.holds != fact.holds)
        };
        !all().any(contradicts) && self.conditions.possibility(all()) != Possibility::Never
    }
}

/// The properties of a resource, unless the key is missing or empty.
fn written_properties<'t>(resource: &Resource<'t>) -> Option<Node<'t>> {
    resource.properties().filter(|properties| !is_null(*properties))
}

fn is_null(node: Node<'_>) -> bool {
    node.scalar() == Some(Literal::Null)
}

/// Whether nothing is known about a value: another tool or an unknown function replaces it, or it is absent.
fn is_opaque(node: Node<'_>) -> bool {
    let is_unknown_function = || {
        let mut entries = node.entries();
        let key = entries.next().and_then(|entry| entry.name());
        entries.next().is_none() && key.is_some_and(|key| key.starts_with("Fn::"))
    };
    node.local_tag().is_some()
        || is_null(node)
        || is_unknown_function()
        || foreign::is_directive(node)
        || node.text().is_some_and(is_replaced)
}

/// Whether the deployment or another tool replaces a part of a string.
fn is_replaced(text: &str) -> bool {
    // Nearly no string has one, and a byte is found faster than a string.
    text.contains('{') && (text.contains("{{resolve:") || foreign::has_variable(text))
}
