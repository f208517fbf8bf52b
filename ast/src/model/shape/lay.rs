//! Compares a template with the shapes.

use rustc_hash::{FxHashMap, FxHashSet};

use super::indentation;
use super::template::TEMPLATE;
use super::{Attribute, Functions, Misfit, MisfitKind, ObjectShape, Others, Part, Shape};
use crate::foreign;
use crate::model::declarations::for_each::ForEach;
use crate::model::declarations::transform::{Transform, TransformKind};
use crate::model::functions::function::FunctionName;
use crate::model::section::Section;
use crate::model::template::Template;
use crate::syntax::{Entry, Node, NodeId, Scalar};

/// Returns every mismatch between the template and its shape.
///
/// A mapping that a macro may complete is skipped: one with `Fn::Transform` in it, and the whole template if it is processed
/// by a custom macro. An aliased value is only checked where it is written.
pub fn misfits<'t>(template: &Template<'t>) -> Vec<Misfit<'t>> {
    if template.has_transform(TransformKind::Custom) {
        return Vec::new();
    }
    let has_loops = template.has_transform(TransformKind::LanguageExtensions);
    let includes_sections = template.has_transform(TransformKind::Include);
    let mut overlay = Overlay {
        has_loops,
        includes_sections,
        part: Part::Template,
        functions: None,
        elsewhere: FxHashSet::default(),
        completed: FxHashMap::default(),
        modules: FxHashSet::default(),
        misfits: Vec::new(),
    };
    overlay.object(template.root(), &TEMPLATE);
    if has_loops {
        overlay.loops(template);
    }
    overlay.misfits
}

struct Overlay<'t> {
    has_loops: bool,
    includes_sections: bool,
    part: Part,
    functions: Option<Functions>,
    /// The keys at a wrong level.
    elsewhere: FxHashSet<NodeId>,
    /// The keys whose entries are beside them instead of below them, with the names of those entries.
    completed: FxHashMap<NodeId, Vec<&'t str>>,
    /// The mappings whose `Type` belongs to another tool.
    modules: FxHashSet<NodeId>,
    misfits: Vec<Misfit<'t>>,
}

impl<'t> Overlay<'t> {
    fn report(&mut self, kind: MisfitKind<'t>) {
        self.misfits.push(Misfit { part: self.part, kind });
    }

    fn value(&mut self, value: Node<'t>, shape: &'static Shape) {
        if value.is_alias() || is_foreign(value) {
            return;
        }
        match shape {
            Shape::Any => {}
            Shape::Part(part, shape) => {
                let outer = std::mem::replace(&mut self.part, *part);
                self.value(value, shape);
                self.part = outer;
            }
            Shape::Depends(shape_of) => self.value(value, shape_of(value)),
            Shape::Evaluated(functions, shape) => {
                let outer = self.functions.replace(*functions);
                self.value(value, shape);
                self.functions = outer;
            }
            _ if is_function(value) => self.function(value, shape),
            Shape::Condition(names) if names.iter().any(|&name| is_called(value, name)) => {}
            Shape::Filled => self.filled(value, shape),
            Shape::List(item) if value.is_sequence() => {
                for node in value.items() {
                    self.value(node, item);
                }
            }
            Shape::Object(object) if value.is_mapping() => self.object(value, object),
            Shape::Each(shape) if value.is_mapping() => {
                for entry in value.entries().filter(|entry| !entry.is_merge()) {
                    self.value(entry.value, shape);
                }
            }
            Shape::Either(shapes) => self.either(value, shapes, shape),
            _ if value.scalar().is_some_and(|scalar| fits(&scalar, shape)) => {}
            _ => self.report(MisfitKind::WrongValue { value, expected: shape }),
        }
    }

    fn either(&mut self, value: Node<'t>, shapes: &'static [Shape], all: &'static Shape) {
        match shapes.iter().find(|shape| accepts(shape, value)) {
            Some(shape) => self.value(value, shape),
            None => self.report(MisfitKind::WrongValue { value, expected: all }),
        }
    }

    fn function(&mut self, value: Node<'t>, expected: &'static Shape) {
        let function = value.function();
        let name = function.map(|function| function.name);
        let allowed = match (self.functions, expected) {
            _ if name == Some(FunctionName::Transform) => true,
            (_, Shape::Filled) | (Some(Functions::All), _) => true,
            (_, Shape::Condition(names)) => names.iter().any(|&allowed| is_called(value, allowed)),
            (Some(Functions::These(names)), _) => name.is_some_and(|name| names.contains(&name)),
            (None, _) => false,
        };
        if !allowed {
            self.report(MisfitKind::WrongValue { value, expected });
        } else if let Some(function) = function.filter(|function| function.name == FunctionName::If) {
            for branch in function.items().skip(1) {
                self.value(branch, expected);
            }
        }
    }

    /// Reports `null` at any depth.
    fn filled(&mut self, value: Node<'t>, expected: &'static Shape) {
        if value.scalar() == Some(Scalar::Null) {
            self.report(MisfitKind::WrongValue { value, expected });
        }
        let values = value.entries().map(|entry| entry.value).chain(value.items());
        for below in values {
            self.value(below, expected);
        }
    }

    /// Reports wrong levels in the bodies of loops. Everything else in them is checked in each round of the expansion.
    fn loops(&mut self, template: &Template<'t>) {
        for (section, part) in [(Section::Resources, Part::Resource), (Section::Outputs, Part::Output)] {
            for each in template.loops_in(section) {
                let blocks = indentation::among_declarations(each.body, section);
                self.misfits.extend(
                    blocks.into_iter().map(|block| Misfit { part, kind: MisfitKind::Misindented(block) }),
                );
            }
        }
    }

    /// Reports the entries of a mapping that belong elsewhere, and marks them to be skipped.
    fn misindented(&mut self, owner: Node<'t>, shape: &'static ObjectShape) {
        let section = || owner.key().and_then(Node::text).and_then(Section::from_key);
        let blocks = match owner.parent() {
            None => indentation::among_sections(owner),
            Some(root) if root.parent().is_none() => {
                section().map_or_else(Vec::new, |section| indentation::among_declarations(owner, section))
            }
            Some(_) if self.is_resource(shape) => indentation::among_attributes(owner, shape.attributes),
            Some(_) => Vec::new(),
        };
        for block in blocks {
            self.elsewhere.extend(block.entries().map(|entry| entry.key.id()));
            if let Some(owner) = block.owner {
                let names = block.entries().filter_map(|entry| entry.name());
                self.completed.entry(owner.id()).or_default().extend(names);
            }
            self.report(MisfitKind::Misindented(block));
        }
    }

    fn is_resource(&self, shape: &ObjectShape) -> bool {
        matches!(self.part, Part::Resource | Part::ServerlessResource)
            && matches!(shape.others, Others::Refused)
    }

    fn object(&mut self, owner: Node<'t>, shape: &'static ObjectShape) {
        let is_completed = match snippet_macro(owner) {
            Some(TransformKind::Include) => true,
            Some(_) => return,
            None => self.may_be_completed(owner) || foreign::is_directive(owner),
        };
        if owner.get("Type").is_some_and(is_foreign) {
            self.modules.insert(owner.id());
        }
        self.misindented(owner, shape);
        for entry in owner.entries() {
            self.entry(entry, shape);
        }
        for attribute in shape.attributes.iter().filter(|attribute| attribute.is_required && !is_completed) {
            let value = owner.get(attribute.name);
            if self.is_beside(owner, attribute) {
                continue;
            }
            if value.is_none_or(|value| self.is_left_out(value, attribute)) {
                self.report(MisfitKind::MissingKey { owner, name: attribute.name });
            }
        }
        if matches!(shape.others, Others::Named(..)) && self.part == Part::Mapping && owner.child_count() == 0
        {
            let is_section = owner.parent().is_some_and(|parent| parent.parent().is_none());
            if !is_section {
                self.report(MisfitKind::Empty { value: owner });
            }
        }
    }

    /// Whether the attribute that a mapping lacks is beside the mapping.
    fn is_beside(&self, owner: Node<'t>, attribute: &Attribute) -> bool {
        match owner.key() {
            Some(key) => self.completed.get(&key.id()).is_some_and(|names| names.contains(&attribute.name)),
            // `Resources` is the only required section, so misplaced entries are its resources.
            None => owner.entries().any(|entry| self.elsewhere.contains(&entry.key.id())),
        }
    }

    /// Whether a merge key, or a snippet at the top of the template, may add keys.
    fn may_be_completed(&self, owner: Node<'t>) -> bool {
        let is_template = owner.parent().is_none();
        (is_template && self.includes_sections) || owner.entries().any(|entry| entry.is_merge())
    }

    /// Whether a required key without a value is reported as missing: if any value is accepted, and for a section.
    fn is_left_out(&self, value: Node<'t>, attribute: &Attribute) -> bool {
        let accepts_anything = matches!(attribute.shape, Shape::Any) || self.part == Part::Template;
        accepts_anything && value.scalar() == Some(Scalar::Null)
    }

    /// Whether a key is read by another tool: the section `Rain`, and keys beside the `Type` of a Rain module.
    fn is_for_other_tool(&self, entry: Entry<'t>) -> bool {
        let is_in_module = entry.key.parent().is_some_and(|owner| self.modules.contains(&owner.id()));
        let is_section = self.part == Part::Template && entry.name() == Some("Rain");
        is_in_module || is_section || entry.name().is_some_and(foreign::is_directive_key)
    }

    fn entry(&mut self, entry: Entry<'t>, shape: &'static ObjectShape) {
        let Some(name) = entry.name().filter(|&name| name != "Fn::Transform" && !entry.is_merge()) else {
            return;
        };
        let is_empty = entry.value.scalar() == Some(Scalar::Null);
        if self.elsewhere.contains(&entry.key.id())
            || (is_empty && self.completed.contains_key(&entry.key.id()))
        {
            return;
        }
        if let Some(attribute) = shape.attributes.iter().find(|attribute| attribute.name == name) {
            if attribute.is_required && self.is_left_out(entry.value, attribute) {
                return;
            }
            let is_resolved = self.has_loops && self.part == Part::Resource && name == "Condition";
            if is_resolved && is_function(entry.value) {
                // `AWS::LanguageExtensions` may look up the name in a mapping.
                return;
            }
            return match refusing_part(entry.value, &attribute.shape, self.part) {
                Some(part) => {
                    self.misfits.push(Misfit { part, kind: MisfitKind::UnknownKey { entry, known: &[] } });
                }
                None => self.value(entry.value, &attribute.shape),
            };
        }
        match shape.others {
            Others::Free => {}
            Others::Refused if self.is_for_other_tool(entry) => {}
            Others::Refused => self.report(MisfitKind::UnknownKey { entry, known: shape.attributes }),
            Others::Named(..) if ForEach::is_key(name) && self.has_loops => {}
            Others::Named(names, shape) => {
                if foreign::is_directive_key(name) {
                    return;
                }
                if !names.contain(name) && !foreign::has_variable(name) {
                    self.report(MisfitKind::InvalidName { key: entry.key, names });
                }
                if !ForEach::is_key(name) {
                    self.value(entry.value, shape);
                }
            }
        }
    }
}

/// Whether another tool replaces the value.
fn is_foreign(value: Node<'_>) -> bool {
    // A mapping with other keys beside the directive is checked.
    let is_directive =
        (value.child_count() <= 2 || value.local_tag().is_some()) && foreign::is_directive(value);
    is_directive || (value.is_scalar() && value.text().is_some_and(foreign::has_variable))
}

/// The part of a key that is not allowed in its mapping, although it is in other mappings of the kind.
fn refusing_part(value: Node<'_>, shape: &'static Shape, part: Part) -> Option<Part> {
    match shape {
        Shape::Nothing => Some(part),
        Shape::Part(part, shape) => refusing_part(value, shape, *part),
        Shape::Depends(shape_of) => refusing_part(value, shape_of(value), part),
        Shape::Evaluated(_, shape) => refusing_part(value, shape, part),
        _ => None,
    }
}

/// Which macro `Fn::Transform` calls in a mapping of several entries.
fn snippet_macro(owner: Node<'_>) -> Option<TransformKind> {
    let call = owner.get("Fn::Transform")?;
    Some(Transform::from_node(call).map_or(TransformKind::Custom, |transform| transform.kind()))
}

/// Whether a node is written as a function, known or not.
fn is_function(node: Node<'_>) -> bool {
    let is_long = || {
        node.child_count() == 2
            && node.entries().next().and_then(|entry| entry.name()).is_some_and(is_function_key)
    };
    node.local_tag().is_some() || node.function().is_some() || is_long()
}

fn is_function_key(key: &str) -> bool {
    key.starts_with("Fn::") && !ForEach::is_key(key)
}

/// Whether a node is this function, also as the long form of `Condition` or the short form of a rule function.
fn is_called(node: Node<'_>, name: FunctionName) -> bool {
    let tag = node.local_tag().is_some_and(|tag| name.name() == tag);
    let long = || node.child_count() == 2 && node.entry(name.key()).is_some();
    tag || long()
}

pub(super) fn accepts(shape: &Shape, value: Node<'_>) -> bool {
    match shape {
        Shape::Any | Shape::Filled => true,
        Shape::List(_) => value.is_sequence(),
        Shape::Object(_) | Shape::Each(_) => value.is_mapping(),
        Shape::Either(shapes) => shapes.iter().any(|shape| accepts(shape, value)),
        Shape::Evaluated(_, shape) | Shape::Part(_, shape) => accepts(shape, value),
        Shape::Depends(shape_of) => accepts(shape_of(value), value),
        Shape::Nothing => false,
        scalar => value.scalar().is_some_and(|value| fits(&value, scalar)),
    }
}

fn fits(scalar: &Scalar<'_>, shape: &Shape) -> bool {
    match (shape, scalar) {
        (Shape::Any, _)
        | (Shape::Text, Scalar::Text(_) | Scalar::Bool(_) | Scalar::Int(_) | Scalar::Float(_))
        | (Shape::String, Scalar::Text(_))
        | (Shape::Number, Scalar::Int(_) | Scalar::Float(_))
        | (Shape::Boolean | Shape::Condition(_), Scalar::Bool(_)) => true,
        (Shape::Integer { min, max }, Scalar::Int(digits)) => is_within(digits, *min, *max),
        (Shape::Integer { min, max }, Scalar::Text(text)) => is_within(text, *min, *max),
        (Shape::Integer { min, max }, Scalar::Float(value)) => is_within(&value.to_string(), *min, *max),
        (Shape::Number, Scalar::Text(text)) => text.trim().parse::<f64>().is_ok(),
        (Shape::Boolean | Shape::Condition(_), Scalar::Text(text)) => {
            text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
        }
        (Shape::Word(words), Scalar::Text(text)) => words.contains(text),
        _ => false,
    }
}

fn is_within(digits: &str, min: i64, max: i64) -> bool {
    digits.trim().parse::<i64>().is_ok_and(|value| (min..=max).contains(&value))
}
