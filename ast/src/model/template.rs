//! A template as a whole.

use crate::model::attribute;
use crate::model::context::Section;
use crate::model::parameter::{Parameter, ValueShape};
use crate::model::pseudo::PseudoParameter;
use crate::model::resource::Resource;
use crate::model::section::{Declarations, Named, declared};
use crate::model::transform::{Transform, TransformKind};
use crate::syntax::{Entry, Node, Tree};

/// What a tree says, read as a template.
///
/// Nothing is refused here: what does not fit is left out, and the tree still holds it.
#[derive(Clone, Debug)]
pub struct Template<'t> {
    root: Node<'t>,
    parameters: Declarations<'t, Parameter<'t>>,
    mappings: Declarations<'t, Named<'t>>,
    conditions: Declarations<'t, Named<'t>>,
    rules: Declarations<'t, Named<'t>>,
    resources: Declarations<'t, Resource<'t>>,
    outputs: Declarations<'t, Named<'t>>,
    transforms: Vec<Transform<'t>>,
    loops: Vec<ForEach<'t>>,
    /// For each loop the place of the loop around it.
    outer_loops: Vec<Option<usize>>,
    has_snippet_macro: bool,
}

/// A `Fn::ForEach` of `AWS::LanguageExtensions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForEach<'t> {
    /// The key, `Fn::ForEach::Name`.
    pub key: Node<'t>,
    /// The name of the loop.
    pub name: &'t str,
    /// The scalar with the name of the loop's variable.
    pub identifier: Node<'t>,
    /// What the variable goes through: a list, or a reference to one.
    pub collection: Node<'t>,
    /// The mapping that is repeated.
    pub body: Node<'t>,
}

impl<'t> ForEach<'t> {
    /// Whether a key begins a loop.
    pub fn is_key(key: &str) -> bool {
        key.starts_with("Fn::ForEach::")
    }

    /// The loop of an entry.
    pub fn from_entry(entry: Entry<'t>) -> Option<Self> {
        let name = entry.name()?.strip_prefix("Fn::ForEach::")?;
        let items: Vec<_> = entry.value.items().take(4).collect();
        let &[identifier, collection, body] = items.as_slice() else { return None };
        Some(Self { key: entry.key, name, identifier, collection, body })
    }

    /// The name of the loop's variable.
    pub fn variable(&self) -> Option<&'t str> {
        self.identifier.text()
    }
}

impl<'t> Template<'t> {
    /// The template of a tree; none when its root is no mapping.
    pub fn new(tree: &'t Tree) -> Option<Self> {
        let root = tree.root().filter(|root| root.is_mapping())?;
        let section = |section: Section| root.get(section.key());
        let named = |place| Declarations::new(declared(section(place)).map(|named| (named.name, named)));
        let loops = loops(tree);
        let outer_loops = outer_loops(&loops);
        Some(Self {
            root,
            parameters: Declarations::new(
                declared(section(Section::Parameters)).map(|named| (named.name, Parameter::new(named))),
            ),
            mappings: named(Section::Mappings),
            conditions: named(Section::Conditions),
            rules: named(Section::Rules),
            resources: Declarations::new(resources(section(Section::Resources))),
            outputs: named(Section::Outputs),
            transforms: section(Section::Transform).map(Transform::in_section).unwrap_or_default(),
            loops,
            outer_loops,
            has_snippet_macro: has_snippet_macro(tree),
        })
    }

    /// The tree that was read.
    pub fn tree(&self) -> &'t Tree {
        self.root.tree()
    }

    /// The mapping of the sections.
    pub fn root(&self) -> Node<'t> {
        self.root
    }

    /// One section.
    pub fn section(&self, section: Section) -> Option<Entry<'t>> {
        self.root.entry(section.key())
    }

    /// The parameters.
    pub fn parameters(&self) -> &Declarations<'t, Parameter<'t>> {
        &self.parameters
    }

    /// The mappings.
    pub fn mappings(&self) -> &Declarations<'t, Named<'t>> {
        &self.mappings
    }

    /// The conditions.
    pub fn conditions(&self) -> &Declarations<'t, Named<'t>> {
        &self.conditions
    }

    /// The rules.
    pub fn rules(&self) -> &Declarations<'t, Named<'t>> {
        &self.rules
    }

    /// The resources that stand in the section itself; those of loops are in [`Template::resources_in_loops`].
    pub fn resources(&self) -> &Declarations<'t, Resource<'t>> {
        &self.resources
    }

    /// The resources that loops of the section make, at any depth of loops.
    pub fn resources_in_loops(&self) -> impl Iterator<Item = Resource<'t>> + '_ {
        let in_resources =
            |node: Node<'t>| self.section(Section::Resources).is_some_and(|s| s.value.contains(node));
        let bodies = self.loops.iter().map(|each| each.body).filter(move |&body| in_resources(body));
        bodies
            .flat_map(|body| declared(Some(body)))
            .filter(|named| named.value.get("Type").is_some())
            .map(|named| Resource::new(named, true))
    }

    /// The resource that a loop makes from this mapping.
    pub(super) fn resource_in_loop(&self, mapping: Node<'t>) -> Option<Resource<'t>> {
        let each = self.loops_around(mapping).next().filter(|each| Some(each.body) == mapping.parent())?;
        let in_section = self.section(Section::Resources)?.value.contains(each.body);
        let is_resource = in_section && mapping.get("Type").is_some();
        let declared = Named::from_entry(mapping.own_entry()?)?;
        (is_resource && !ForEach::is_key(declared.name)).then(|| Resource::new(declared, true))
    }

    /// The outputs.
    pub fn outputs(&self) -> &Declarations<'t, Named<'t>> {
        &self.outputs
    }

    /// The transforms named at the top, in the order they are written.
    pub fn transforms(&self) -> &[Transform<'t>] {
        &self.transforms
    }

    /// Whether a transform of this kind is named at the top.
    pub fn has_transform(&self, kind: TransformKind) -> bool {
        self.transforms.iter().any(|transform| transform.kind() == kind)
    }

    /// Whether a macro of which nothing is known sees the template, at the top or by `Fn::Transform`.
    pub fn has_custom_macro(&self) -> bool {
        self.has_snippet_macro || self.has_transform(TransformKind::Custom)
    }

    /// The loops of the whole template, outer ones before inner ones.
    pub fn loops(&self) -> &[ForEach<'t>] {
        &self.loops
    }

    /// The loops around a node, the innermost first.
    pub fn loops_around(&self, node: Node<'t>) -> impl Iterator<Item = &ForEach<'t>> {
        let behind = self.loops.partition_point(|each| each.body.id() <= node.id());
        let places = std::iter::successors(behind.checked_sub(1), |&place| self.outer_loops[place]);
        places.map(|place| &self.loops[place]).filter(move |each| each.body.contains(node))
    }

    /// What `Ref` to this name gives.
    pub fn shape_of_ref(&self, name: &str) -> ValueShape {
        if let Some(parameter) = self.parameters.get(name) {
            return parameter.shape();
        }
        let pseudo = PseudoParameter::from_name(name);
        match pseudo {
            Some(PseudoParameter::NotificationArns) => ValueShape::List,
            Some(pseudo) if pseudo.is_string() => ValueShape::Text,
            None if self.resources.contains(name) => ValueShape::Text,
            _ => ValueShape::Unknown,
        }
    }

    /// What `Fn::GetAtt` of this attribute gives.
    pub fn shape_of_attribute(&self, logical_id: &str, attribute: &str) -> ValueShape {
        let resource_type = self.resource_type(logical_id);
        resource_type.map_or(ValueShape::Unknown, |name| attribute::shape_of_attribute(name, attribute))
    }

    /// The type of the resource with this logical ID.
    pub fn resource_type(&self, logical_id: &str) -> Option<&'t str> {
        self.resources.get(logical_id)?.type_name()
    }
}

fn resources<'t>(section: Option<Node<'t>>) -> impl Iterator<Item = (&'t str, Resource<'t>)> {
    declared(section)
        .filter(|named| named.name != "Fn::Transform")
        .map(|named| (named.name, Resource::new(named, false)))
}

fn loops(tree: &Tree) -> Vec<ForEach<'_>> {
    if !tree.mentions("Fn::ForEach::") {
        return Vec::new();
    }
    let keys = tree.nodes().filter(|node| node.is_key() && node.text().is_some_and(ForEach::is_key));
    keys.filter_map(Node::own_entry).filter_map(ForEach::from_entry).collect()
}

/// Loops stand in the order of the source, so the loop around one is the last before it that is not over.
fn outer_loops(loops: &[ForEach<'_>]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut outer = Vec::with_capacity(loops.len());
    for (place, each) in loops.iter().enumerate() {
        while open.last().is_some_and(|&last| !loops[last].body.contains(each.body)) {
            open.pop();
        }
        outer.push(open.last().copied());
        open.push(place);
    }
    outer
}

fn has_snippet_macro(tree: &Tree) -> bool {
    if !tree.mentions("Fn::Transform") && !tree.mentions("!Transform") {
        return false;
    }
    let long = tree.nodes().filter(|node| node.is_key() && node.text() == Some("Fn::Transform"));
    let long = long.filter_map(Node::own_entry).map(|entry| entry.value);
    let short = tree.nodes().filter(|node| node.local_tag() == Some("Transform"));
    long.chain(short).filter_map(Transform::from_node).any(|call| call.kind() == TransformKind::Custom)
}
