//! The model of a whole template.

use crate::foreign;
use crate::model::attribute;
use rustc_hash::FxHashSet;

use crate::model::context::Context;
use crate::model::declarations::declaration::{Declarations, Named, declared};
use crate::model::declarations::for_each::{ForEach, Loops};
use crate::model::declarations::globals::Globals;
use crate::model::declarations::mapping::Mapping;
use crate::model::declarations::output::Output;
use crate::model::declarations::parameter::{Parameter, ValueShape};
use crate::model::declarations::resource::Resource;
use crate::model::declarations::rule::Rule;
use crate::model::declarations::transform::{Transform, TransformKind};
use crate::model::functions::function::FunctionName;
use crate::model::functions::pseudo::PseudoParameter;
use crate::model::generated;
use crate::model::section::{SECTION_COUNT, Section};
use crate::syntax::{Entry, Node, NodeId, Tree};

/// A tree, read as a template.
///
/// Nothing is rejected here: anything that does not fit is left out of the model, and is still in the tree.
#[derive(Clone, Debug)]
pub struct Template<'t> {
    root: Node<'t>,
    sections: [Option<Entry<'t>>; SECTION_COUNT],
    parameters: Declarations<'t, Parameter<'t>>,
    mappings: Declarations<'t, Mapping<'t>>,
    conditions: Declarations<'t, Named<'t>>,
    rules: Declarations<'t, Rule<'t>>,
    resources: Declarations<'t, Resource<'t>>,
    outputs: Declarations<'t, Output<'t>>,
    transforms: Vec<Transform<'t>>,
    transform_functions: Vec<Transform<'t>>,
    /// Whether a directive of another tool brings sections or declarations.
    has_foreign_declarations: bool,
    /// The mappings with the key `Fn::Transform`.
    with_snippets: FxHashSet<NodeId>,
    loops: Loops<'t>,
    /// The keys of resources and conditions in the bodies of loops, with loop variables in them.
    resources_in_loops: FxHashSet<&'t str>,
    conditions_in_loops: FxHashSet<&'t str>,
}

impl<'t> Template<'t> {
    /// Reads the template of a tree; `None` if the root is not a mapping.
    pub fn new(tree: &'t Tree) -> Option<Self> {
        let root = tree.root().filter(|root| root.is_mapping())?;
        let mut sections = [None; SECTION_COUNT];
        for entry in root.entries() {
            if let Some(section) = entry.name().and_then(Section::from_key) {
                sections[section as usize] = Some(entry);
            }
        }
        let section = |section: Section| sections[section as usize].map(|entry: Entry<'t>| entry.value);
        let loops = Loops::of(tree, &sections);
        Some(Self {
            root,
            sections,
            parameters: declarations(section(Section::Parameters), Parameter::new),
            mappings: declarations(section(Section::Mappings), Mapping::new),
            conditions: declarations(section(Section::Conditions), |named| named),
            rules: declarations(section(Section::Rules), Rule::new),
            resources: declarations(section(Section::Resources), |named| Resource::new(named, false)),
            outputs: declarations(section(Section::Outputs), Output::new),
            transforms: section(Section::Transform).map(Transform::in_section).unwrap_or_default(),
            transform_functions: transform_functions(tree),
            has_foreign_declarations: has_foreign_declarations(tree),
            with_snippets: with_snippets(tree),
            resources_in_loops: names_in_loops(&loops, Section::Resources),
            conditions_in_loops: names_in_loops(&loops, Section::Conditions),
            loops,
        })
    }

    /// The tree of the template.
    pub fn tree(&self) -> &'t Tree {
        self.root.tree()
    }

    /// The root mapping, whose keys are the sections.
    pub fn root(&self) -> Node<'t> {
        self.root
    }

    /// Returns a section; of several with the same key, the last one.
    pub fn section(&self, section: Section) -> Option<Entry<'t>> {
        self.sections[section as usize]
    }

    /// The parameters.
    pub fn parameters(&self) -> &Declarations<'t, Parameter<'t>> {
        &self.parameters
    }

    /// The mappings.
    pub fn mappings(&self) -> &Declarations<'t, Mapping<'t>> {
        &self.mappings
    }

    /// The conditions declared in the section itself; those of loops are in [`Template::conditions_in_loops`].
    pub fn conditions(&self) -> &Declarations<'t, Named<'t>> {
        &self.conditions
    }

    /// The rules.
    pub fn rules(&self) -> &Declarations<'t, Rule<'t>> {
        &self.rules
    }

    /// The resources declared in the section itself; those of loops are in [`Template::resources_in_loops`].
    pub fn resources(&self) -> &Declarations<'t, Resource<'t>> {
        &self.resources
    }

    /// The resources in the bodies of loops, at any depth of loops.
    pub fn resources_in_loops(&self) -> impl Iterator<Item = Resource<'t>> + '_ {
        self.declared_in_loops(Section::Resources).map(|named| Resource::new(named, true))
    }

    /// The conditions in the bodies of loops, at any depth of loops.
    pub fn conditions_in_loops(&self) -> impl Iterator<Item = Named<'t>> + '_ {
        self.declared_in_loops(Section::Conditions)
    }

    /// The outputs in the bodies of loops, at any depth of loops.
    pub fn outputs_in_loops(&self) -> impl Iterator<Item = Output<'t>> + '_ {
        self.declared_in_loops(Section::Outputs).map(Output::new)
    }

    fn declared_in_loops(&self, section: Section) -> impl Iterator<Item = Named<'t>> + '_ {
        self.loops_in(section).flat_map(ForEach::declarations)
    }

    /// The loops that generate declarations of a section, at any depth of loops. Loops in the properties of a resource
    /// do not.
    pub fn loops_in(&self, section: Section) -> impl Iterator<Item = &ForEach<'t>> {
        self.loops.in_section(section)
    }

    /// Whether a mapping is a declaration of the section, directly or in a loop.
    pub(super) fn declares(&self, section: Section, mapping: Node<'t>) -> bool {
        let is_in_section = self.section(section).is_some_and(|entry| mapping.parent() == Some(entry.value));
        let is_loop = || mapping.key().and_then(Node::text).is_some_and(ForEach::is_key);
        (is_in_section && !is_loop()) || self.loops.declare(section, mapping)
    }

    /// Whether a name with loop variables in it is the key of a resource in a loop.
    pub(super) fn has_resource_in_loop(&self, name: &str) -> bool {
        self.resources_in_loops.contains(name)
    }

    /// Whether a name with loop variables in it is the key of a condition in a loop.
    pub(super) fn has_condition_in_loop(&self, name: &str) -> bool {
        self.conditions_in_loops.contains(name)
    }

    /// The outputs declared in the section itself; those of loops are in [`Template::outputs_in_loops`].
    pub fn outputs(&self) -> &Declarations<'t, Output<'t>> {
        &self.outputs
    }

    /// The transforms listed under `Transform`, in the order of the source.
    pub fn transforms(&self) -> &[Transform<'t>] {
        &self.transforms
    }

    /// Whether a transform of this kind is listed under `Transform`.
    pub fn has_transform(&self, kind: TransformKind) -> bool {
        self.transforms.iter().any(|transform| transform.kind() == kind)
    }

    /// The transforms called by `Fn::Transform` for a part of the template, in the order of the source.
    pub fn transform_functions(&self) -> &[Transform<'t>] {
        &self.transform_functions
    }

    /// Whether a mapping has the key `Fn::Transform`: a macro receives it, and can add entries to it.
    pub fn has_snippet(&self, mapping: Node<'t>) -> bool {
        self.with_snippets.contains(&mapping.id())
    }

    /// Whether a macro or snippet could reference declarations of this template.
    pub fn may_be_named_elsewhere(&self) -> bool {
        let is_short = |node: Node<'_>| node.local_tag() == Some("Transform");
        self.has_custom_macro()
            || self.has_transform(TransformKind::Include)
            || !self.with_snippets.is_empty()
            || (self.tree().mentions("!Transform") && self.tree().nodes().any(is_short))
    }

    /// Whether another tool may put anything in the place of a part of the template: of a tag or a key that begins with
    /// `Fn::` and is not an intrinsic function, of a directive, or of a variable such as `${file(conditions.yml)}`.
    pub fn has_unknown_functions(&self) -> bool {
        self.tree().nodes().any(|node| {
            let is_unknown_tag = node.local_tag().is_some_and(|tag| FunctionName::from_tag(tag).is_none());
            let has_unknown_text = || {
                let text = node.text().unwrap_or_default();
                if node.is_key() { is_unknown_key(text) } else { foreign::has_variable(text) }
            };
            is_unknown_tag || has_unknown_text()
        })
    }

    /// Whether the template uses a custom macro, listed under `Transform` or called by `Fn::Transform`.
    pub fn has_custom_macro(&self) -> bool {
        let mut all = self.transforms.iter().chain(&self.transform_functions);
        all.any(|transform| transform.kind() == TransformKind::Custom)
    }

    /// Whether transforms or modules may generate a resource with this logical ID, which the template itself does not
    /// declare: SAM's roles, aliases and stages, the resources of modules, and anything that a custom macro or an
    /// included snippet adds.
    pub fn may_generate(&self, logical_id: &str) -> bool {
        self.has_custom_macro()
            || self.may_include_declarations()
            || self.is_in_module(logical_id)
            || generated::may_be_generated(self, logical_id)
    }

    /// Whether SAM derives logical IDs from the properties of a resource as they are written.
    pub fn has_hashed_properties(&self, resource: &Resource<'_>) -> bool {
        generated::hashes_properties(self, resource)
    }

    /// Whether an included snippet or another `Fn::Transform` may add sections or declarations.
    pub fn may_include_declarations(&self) -> bool {
        let is_above_declarations =
            |transform: &Transform<'t>| Context::of(transform.node).is_above_declarations();
        self.has_transform(TransformKind::Include)
            || self.has_foreign_declarations
            || self.transform_functions.iter().any(is_above_declarations)
    }

    /// Whether a logical ID may be that of a resource in a module: it begins with the module's own one
    /// (AWS CloudFormation User Guide, "Referencing resources in a module").
    fn is_in_module(&self, logical_id: &str) -> bool {
        generated::resources_before(self, logical_id).any(Resource::is_module)
    }

    /// SAM's section `Globals`, with the properties that all resources of a type have in common.
    pub fn globals(&self) -> Option<Globals<'t>> {
        self.section(Section::Globals).map(|entry| Globals::new(entry.value))
    }

    /// The loops of the whole template, outer loops before inner ones.
    pub fn loops(&self) -> &[ForEach<'t>] {
        self.loops.all()
    }

    /// The entries with the key of a loop whose value is not a list of an identifier, a collection and a body.
    pub fn malformed_loops(&self) -> &[Entry<'t>] {
        self.loops.malformed()
    }

    /// The loops whose bodies contain a node, the innermost first.
    pub fn loops_around(&self, node: Node<'t>) -> impl Iterator<Item = &ForEach<'t>> {
        self.loops.around(node)
    }

    /// The loop whose identifier or collection contains a node.
    pub fn loop_with_header(&self, node: Node<'t>) -> Option<&ForEach<'t>> {
        self.loops.with_header(node)
    }

    /// The shape of the value of `Ref` with this name.
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

    /// The shape of the value of `Fn::GetAtt` with this attribute.
    pub fn shape_of_attribute(&self, logical_id: &str, attribute: &str) -> ValueShape {
        let resource_type = self.resource_type(logical_id);
        resource_type.map_or(ValueShape::Unknown, |name| attribute::shape_of_attribute(name, attribute))
    }

    /// The type of the resource with this logical ID; `None` if it is not declared or has no type.
    pub fn resource_type(&self, logical_id: &str) -> Option<&'t str> {
        self.resources.get(logical_id)?.type_name()
    }
}

/// Whether a key is written as a function or as a directive, and is not a function of CloudFormation.
fn is_unknown_key(key: &str) -> bool {
    let is_function = FunctionName::from_key(key).is_some() || ForEach::is_key(key);
    (key.starts_with("Fn::") && !is_function) || foreign::is_directive_key(key)
}

/// The declarations of a section, without keys such as `Fn::Transform` and directives of other tools: a logical ID cannot
/// contain a colon.
fn declarations<'t, T>(section: Option<Node<'t>>, new: impl Fn(Named<'t>) -> T) -> Declarations<'t, T> {
    let is_directive = |name: &str| name.starts_with("Fn::") || foreign::is_directive_key(name);
    let named = declared(section).filter(|named| !is_directive(named.name));
    let count = section.map_or(0, |section| section.child_count() / 2);
    Declarations::new(named.map(|named| (named.name, new(named))), count)
}

/// Directives of other tools beside declarations, or in the place of a section.
fn has_foreign_declarations(tree: &Tree) -> bool {
    let mut directives = tree.nodes().filter(|node| !node.is_key() && foreign::is_directive(*node));
    directives.any(|node| Context::of(node).is_above_declarations())
}

fn names_in_loops<'t>(loops: &Loops<'t>, section: Section) -> FxHashSet<&'t str> {
    loops.in_section(section).flat_map(ForEach::declarations).map(|named| named.name).collect()
}

/// The transforms called by `Fn::Transform`, in either form, beside other keys or alone.
fn transform_functions(tree: &Tree) -> Vec<Transform<'_>> {
    // Few templates have any, and a search of the text is far faster than a walk.
    if !tree.mentions("Fn::Transform") && !tree.mentions("!Transform") {
        return Vec::new();
    }
    tree.nodes().filter_map(transform_argument).filter_map(Transform::from_node).collect()
}

/// The mappings with the key `Fn::Transform`.
fn with_snippets(tree: &Tree) -> FxHashSet<NodeId> {
    if !tree.mentions("Fn::Transform") {
        return FxHashSet::default();
    }
    let keys = tree.nodes().filter(|node| node.is_key() && node.text() == Some("Fn::Transform"));
    keys.filter_map(|key| key.parent().map(Node::id)).collect()
}

fn transform_argument(node: Node<'_>) -> Option<Node<'_>> {
    if node.local_tag() == Some("Transform") {
        return Some(node);
    }
    let is_key = node.is_key() && node.text() == Some("Fn::Transform");
    is_key.then(|| node.own_entry()).flatten().map(|entry| entry.value)
}
