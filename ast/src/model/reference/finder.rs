//! Walks a template and resolves each reference.

use rustc_hash::FxHashMap;

use crate::model::declarations::resource::DependsOn;
use crate::model::functions::function::Function;
use crate::model::functions::intrinsic::Intrinsic;
use crate::model::functions::pseudo::PseudoParameter;
use crate::model::reference::{Reference, ReferenceKind, Target};
use crate::model::section::Section;
use crate::model::template::Template;
use crate::sub::{SegmentKind, segments};
use crate::syntax::{Node, Scalar};

/// The number of nodes per reference to reserve.
const NODES_PER_USE: usize = 16;

/// Finds all references; those of one node are in no particular order.
pub(super) fn find<'t>(template: &Template<'t>) -> Vec<Reference<'t>> {
    let mut finder =
        Finder { template, all: Vec::with_capacity(template.tree().node_count() / NODES_PER_USE) };
    for node in template.tree().nodes() {
        finder.node(node);
    }
    finder.all
}

struct Finder<'a, 't> {
    template: &'a Template<'t>,
    all: Vec<Reference<'t>>,
}

impl<'t> Finder<'_, 't> {
    fn node(&mut self, node: Node<'t>) {
        if node.is_scalar() && !self.template.loops().is_empty() {
            self.loop_variables(node);
        }
        // Most nodes: neither a function nor a key, so nothing but loop variables can be in it.
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
                Some("Condition") => self.condition_key(node),
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
            Intrinsic::ValueOf { parameter, .. } => self.whole(ReferenceKind::ValueOf, parameter),
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

    /// Adds a reference whose name is a whole scalar.
    fn whole(&mut self, kind: ReferenceKind, node: Node<'t>) {
        // A tag makes the name the result of a function; an absent value is not a name.
        let is_name = node.tag().is_none() && node.scalar() != Some(Scalar::Null);
        let Some(name) = node.text().filter(|_| is_name) else { return };
        let target = match kind {
            ReferenceKind::Ref => self.value(name, node),
            ReferenceKind::FindInMap if self.template.mappings().contains(name) => Target::Mapping(name),
            ReferenceKind::DependsOn if self.is_resource(name) => Target::Resource(name),
            ReferenceKind::ValueOf if self.template.parameters().contains(name) => Target::Parameter(name),
            ReferenceKind::ConditionAttribute
            | ReferenceKind::ConditionFunction
            | ReferenceKind::IfCondition
                if self.is_condition(name) =>
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
            // A key of the function's own mapping may contain a period, which then separates no attribute.
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

    /// The target of a name that refers to a value. Loop variables shadow parameters and resources.
    fn value(&self, name: &'t str, at: Node<'t>) -> Target<'t> {
        if let Some(pseudo) = PseudoParameter::from_name(name) {
            return Target::Pseudo(pseudo);
        }
        let is_loop_variable = self.template.loops_around(at).any(|loop_| loop_.variable() == Some(name));
        if is_loop_variable {
            Target::LoopVariable(name)
        } else if self.template.parameters().contains(name) {
            Target::Parameter(name)
        } else if self.is_resource(name) {
            Target::Resource(name)
        } else {
            Target::Undeclared
        }
    }

    fn is_resource(&self, name: &str) -> bool {
        self.template.resources().contains(name) || self.template.has_resource_in_loop(name)
    }

    fn is_condition(&self, name: &str) -> bool {
        self.template.conditions().contains(name) || self.template.has_condition_in_loop(name)
    }

    fn depends_on(&mut self, key: Node<'t>) {
        if let Some(entry) = key.own_entry().filter(|_| self.is_attribute_in(Section::Resources, key)) {
            DependsOn::names(entry.value).for_each(|name| self.whole(ReferenceKind::DependsOn, name.node));
        }
    }

    /// Adds the reference of the key `Condition`, which is an attribute, or the only key of a condition that refers to
    /// another one.
    fn condition_key(&mut self, key: Node<'t>) {
        let kind = if self.is_attribute_in(Section::Conditions, key) {
            ReferenceKind::ConditionFunction
        } else if [Section::Resources, Section::Outputs].iter().any(|&s| self.is_attribute_in(s, key)) {
            ReferenceKind::ConditionAttribute
        } else {
            // Elsewhere it is most often a part of a policy.
            return;
        };
        if let Some(entry) = key.own_entry() {
            self.whole(kind, entry.value);
        }
    }

    fn is_attribute_in(&self, section: Section, key: Node<'t>) -> bool {
        key.parent().is_some_and(|mapping| self.template.declares(section, mapping))
    }

    /// Adds the loop variables in a scalar: loops replace them in every string of their bodies. A `${Name}` in
    /// `Fn::Sub` is a variable of that function, and is added there.
    fn loop_variables(&mut self, node: Node<'t>) {
        let Some(text) = node.text().filter(|text| text.contains('{')) else { return };
        let is_sub = is_sub_template(node);
        let mut ranges = node.text_ranges();
        for (open, _) in text.match_indices('{') {
            let is_read = match open.checked_sub(1).map(|before| text.as_bytes()[before]) {
                Some(b'$') => !is_sub,
                Some(b'&') => true,
                _ => false,
            };
            let name = text[open + 1..].split(['{', '}']).next().unwrap_or_default();
            let end = open + 1 + name.len();
            let is_closed = text.as_bytes().get(end) == Some(&b'}');
            let mut loops = self.template.loops_around(node);
            if is_read && is_closed && loops.any(|loop_| loop_.variable() == Some(name)) {
                let kind = ReferenceKind::ForEachVariable;
                let range = ranges.range(open + 1..end);
                let target = Target::LoopVariable(name);
                self.all.push(Reference { kind, name, attribute: None, node, target, range });
            }
        }
    }
}

/// Whether the scalar is the string of a `Fn::Sub`.
fn is_sub_template(node: Node<'_>) -> bool {
    // The string is the argument itself, or the first item of the argument's list.
    let candidates = std::iter::once(node).chain(node.ancestors().take(2));
    candidates.flat_map(Node::functions_here).any(|function| {
        matches!(function.view(), Ok(Intrinsic::Sub { template, .. }) if template.id() == node.id())
    })
}
