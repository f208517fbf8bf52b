//! Which node names which declaration, and back.

use rustc_hash::FxHashMap;

use crate::model::context::Context;
use crate::model::function::{Function, FunctionName};
use crate::model::intrinsic::Intrinsic;
use crate::model::pseudo::PseudoParameter;
use crate::model::resource::{DependsOn, Resource};
use crate::model::template::Template;
use crate::range::TextRange;
use crate::sub::{SegmentKind, segments};
use crate::syntax::Node;

/// How a name is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// `Ref`
    Ref,
    /// `Fn::GetAtt`
    GetAtt,
    /// A variable of `Fn::Sub` without an attribute.
    SubVariable,
    /// A variable of `Fn::Sub` with an attribute.
    SubAttribute,
    /// `DependsOn`
    DependsOn,
    /// The attribute `Condition` of a resource, output or other declaration.
    ConditionAttribute,
    /// The condition of `Fn::If`.
    IfCondition,
    /// `Condition` among the operands of a condition function.
    ConditionFunction,
    /// The mapping of `Fn::FindInMap`.
    FindInMap,
}

impl ReferenceKind {
    /// The function that uses a name this way; none for attributes.
    pub fn function_name(self) -> Option<FunctionName> {
        Some(match self {
            Self::Ref => FunctionName::Ref,
            Self::GetAtt => FunctionName::GetAtt,
            Self::SubVariable | Self::SubAttribute => FunctionName::Sub,
            Self::IfCondition => FunctionName::If,
            Self::ConditionFunction => FunctionName::Condition,
            Self::FindInMap => FunctionName::FindInMap,
            Self::DependsOn | Self::ConditionAttribute => return None,
        })
    }
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target<'t> {
    /// A parameter.
    Parameter(&'t str),
    /// A pseudo parameter.
    Pseudo(PseudoParameter),
    /// A resource by its logical ID.
    Resource(&'t str),
    /// A condition.
    Condition(&'t str),
    /// A mapping.
    Mapping(&'t str),
    /// The variable of a `Fn::ForEach` around the place.
    LoopVariable(&'t str),
    /// A key of the mapping of the same `Fn::Sub`.
    SubMapping(Node<'t>),
    /// Nothing that the template declares.
    Undeclared,
}

/// One use of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'t> {
    /// How the name is used.
    pub kind: ReferenceKind,
    /// The name, without an attribute.
    pub name: &'t str,
    /// The attribute of a `GetAtt` or of a variable with one.
    pub attribute: Option<&'t str>,
    /// The scalar that holds the name.
    pub node: Node<'t>,
    /// What the name stands for.
    pub target: Target<'t>,
    range: TextRange,
}

impl<'t> Reference<'t> {
    /// The bytes of the source that hold the name.
    pub fn range(&self) -> TextRange {
        self.range
    }

    /// The function that uses the name; none for `DependsOn` and the attribute `Condition`.
    pub fn function(&self) -> Option<Function<'t>> {
        let name = self.kind.function_name()?;
        let written = self.node.tree().node(self.node.id());
        written.functions_here().chain(written.enclosing_functions()).find(|function| function.name == name)
    }

    /// Where the name is used: the section, the declaration and the keys below it.
    pub fn context(&self) -> Context<'t> {
        Context::of(self.node)
    }
}

/// All uses of names in a template, in the order of the source.
#[derive(Clone, Debug)]
pub struct References<'t> {
    all: Vec<Reference<'t>>,
    by_target: FxHashMap<Target<'t>, Vec<u32>>,
}

impl<'t> References<'t> {
    /// Finds every use of a name.
    pub fn of(template: &Template<'t>) -> Self {
        let mut finder = Finder { template, all: Vec::new() };
        for node in template.tree().nodes() {
            finder.node(node);
        }
        let mut all = finder.all;
        all.sort_by_key(|reference| (reference.node.id(), reference.range.start()));
        let mut by_target: FxHashMap<_, Vec<u32>> = FxHashMap::default();
        for (place, reference) in all.iter().enumerate() {
            by_target.entry(reference.target).or_default().push(place as u32);
        }
        Self { all, by_target }
    }

    /// Every use.
    pub fn iter(&self) -> std::slice::Iter<'_, Reference<'t>> {
        self.all.iter()
    }

    /// The uses of one declaration.
    pub fn to(&self, target: Target<'t>) -> impl Iterator<Item = &Reference<'t>> {
        self.by_target.get(&target).into_iter().flatten().map(|&place| &self.all[place as usize])
    }

    /// The uses that stand in a node or below it.
    pub fn within(&self, node: Node<'t>) -> &[Reference<'t>] {
        let first = self.all.partition_point(|reference| reference.node.id() < node.id());
        let inside = self.all[first..].partition_point(|reference| node.contains(reference.node));
        &self.all[first..first + inside]
    }
}

impl<'a, 't> IntoIterator for &'a References<'t> {
    type Item = &'a Reference<'t>;
    type IntoIter = std::slice::Iter<'a, Reference<'t>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

struct Finder<'a, 't> {
    template: &'a Template<'t>,
    all: Vec<Reference<'t>>,
}

impl<'t> Finder<'_, 't> {
    fn node(&mut self, node: Node<'t>) {
        let is_plain_value = node.is_scalar() && !node.is_key() && node.tag_range().is_none();
        if is_plain_value {
            return;
        }
        for function in node.functions_here() {
            self.function(&function);
        }
        if node.is_key() {
            match node.text() {
                Some("DependsOn") => self.depends_on(node),
                Some("Condition") => self.condition_attribute(node),
                _ => {}
            }
        }
    }

    fn function(&mut self, function: &Function<'t>) {
        let Ok(view) = function.view() else { return };
        match view {
            Intrinsic::Ref(name) => self.whole(ReferenceKind::Ref, name),
            Intrinsic::Condition(name) => self.whole(ReferenceKind::ConditionFunction, name),
            Intrinsic::If { condition, .. } => self.whole(ReferenceKind::IfCondition, condition),
            Intrinsic::FindInMap { mapping, .. } => self.whole(ReferenceKind::FindInMap, mapping),
            Intrinsic::GetAtt(name) => {
                let node = name.logical_id_node;
                self.all.push(Reference {
                    kind: ReferenceKind::GetAtt,
                    name: name.logical_id,
                    attribute: Some(name.attribute),
                    node,
                    target: self.value(name.logical_id, node),
                    range: name.logical_id_range(),
                });
            }
            Intrinsic::Sub { template, mapping } => self.sub(template, mapping),
            _ => {}
        }
    }

    fn whole(&mut self, kind: ReferenceKind, node: Node<'t>) {
        let Some(name) = node.text().filter(|_| node.tag().is_none()) else { return };
        let target = match kind {
            ReferenceKind::Ref => self.value(name, node),
            ReferenceKind::FindInMap if self.template.mappings().contains(name) => Target::Mapping(name),
            ReferenceKind::DependsOn if self.template.resources().contains(name) => Target::Resource(name),
            ReferenceKind::ConditionAttribute
            | ReferenceKind::ConditionFunction
            | ReferenceKind::IfCondition
                if self.template.conditions().contains(name) =>
            {
                Target::Condition(name)
            }
            _ => Target::Undeclared,
        };
        let range = node.text_range(0..name.len());
        self.all.push(Reference { kind, name, attribute: None, node, target, range });
    }

    fn sub(&mut self, template: Node<'t>, mapping: Option<Node<'t>>) {
        let Some(text) = template.text() else { return };
        let own: FxHashMap<&str, Node<'t>> = mapping
            .into_iter()
            .flat_map(Node::entries)
            .filter_map(|entry| Some((entry.name()?, entry.key)))
            .collect();
        let mut ranges = template.text_ranges();
        for segment in segments(text) {
            let SegmentKind::Variable(full) = segment.kind else { continue };
            let own = own.get(full).copied();
            let (name, attribute) = match full.split_once('.') {
                Some((name, attribute)) if own.is_none() => (name, Some(attribute)),
                _ => (full, None),
            };
            let kind =
                if attribute.is_some() { ReferenceKind::SubAttribute } else { ReferenceKind::SubVariable };
            let target = own.map_or_else(|| self.value(name, template), Target::SubMapping);
            let start = segment.range.start + "${".len();
            let range = ranges.range(start..start + name.len());
            self.all.push(Reference { kind, name, attribute, node: template, target, range });
        }
    }

    fn value(&self, name: &'t str, at: Node<'t>) -> Target<'t> {
        if let Some(pseudo) = PseudoParameter::from_name(name) {
            return Target::Pseudo(pseudo);
        }
        let is_loop_variable = self.template.loops_around(at).any(|each| each.variable() == Some(name));
        if is_loop_variable {
            Target::LoopVariable(name)
        } else if self.template.parameters().contains(name) {
            Target::Parameter(name)
        } else if self.template.resources().contains(name) {
            Target::Resource(name)
        } else {
            Target::Undeclared
        }
    }

    fn depends_on(&mut self, key: Node<'t>) {
        let is_attribute = self.declaration_around(key).is_some();
        if let Some(entry) = key.own_entry().filter(|_| is_attribute) {
            DependsOn::names(entry.value).for_each(|name| self.whole(ReferenceKind::DependsOn, name.node));
        }
    }

    fn condition_attribute(&mut self, key: Node<'t>) {
        let is_attribute = self.declaration_around(key).is_some() || self.is_output_attribute(key);
        if let Some(entry) = key.own_entry().filter(|_| is_attribute) {
            self.whole(ReferenceKind::ConditionAttribute, entry.value);
        }
    }

    /// The resource that a key is an attribute of.
    fn declaration_around(&self, key: Node<'t>) -> Option<Resource<'t>> {
        let mapping = key.parent()?;
        let declared = mapping.key()?.text()?;
        if let Some(resource) =
            self.template.resources().get(declared).filter(|resource| resource.value() == mapping)
        {
            return Some(*resource);
        }
        self.template.resource_in_loop(mapping)
    }

    fn is_output_attribute(&self, key: Node<'t>) -> bool {
        let Some(mapping) = key.parent() else { return false };
        let output = mapping.key().and_then(Node::text).and_then(|name| self.template.outputs().get(name));
        output.is_some_and(|output| output.value == mapping)
    }
}
