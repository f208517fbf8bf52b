//! The name at a place of a template: what it names, where it is declared, and where it is used.

use cfn_ast::model::{Intrinsic, Reference, ReferenceKind, References, Section, Target};
use cfn_ast::{Node, Template, TextRange};

/// The kind of a declaration that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Parameter,
    Resource,
    Condition,
    Mapping,
    /// The variable of a loop.
    LoopVariable,
}

/// A name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Symbol<'t> {
    pub(super) kind: Kind,
    pub(super) name: &'t str,
    /// Where the name was found.
    pub(super) range: TextRange,
}

/// Whether a byte offset is in a range or at its end.
pub(super) fn touches(range: TextRange, offset: u32) -> bool {
    range.start() <= offset && offset <= range.end()
}

/// Returns the reference whose name is at a byte offset.
pub(super) fn reference_at<'a, 't>(references: &'a References<'t>, offset: u32) -> Option<&'a Reference<'t>> {
    references.iter().find(|reference| touches(reference.range(), offset))
}

/// Returns the reference whose attribute is at a byte offset, and the range of the attribute.
pub(super) fn attribute_at<'a, 't>(
    references: &'a References<'t>,
    offset: u32,
) -> Option<(&'a Reference<'t>, TextRange)> {
    references.iter().find_map(|reference| {
        let range = attribute_range(reference).filter(|range| touches(*range, offset))?;
        Some((reference, range))
    })
}

/// The range of the attribute of a reference.
fn attribute_range(reference: &Reference<'_>) -> Option<TextRange> {
    let attribute = reference.attribute?;
    if reference.kind == ReferenceKind::GetAtt {
        let Ok(Intrinsic::GetAtt(name)) = reference.function()?.view() else { return None };
        return Some(name.attribute_range());
    }
    let source = reference.node.tree().source();
    let start = reference.range().end() + ".".len() as u32;
    let range = source.range(start, start + attribute.len() as u32)?;
    (source.slice(range) == attribute).then_some(range)
}

/// Returns the name of a parameter, resource, condition, mapping or loop variable at a byte offset.
pub(super) fn symbol_at<'t>(
    template: &Template<'t>,
    references: &References<'t>,
    offset: u32,
) -> Option<Symbol<'t>> {
    let reference = reference_at(references, offset).and_then(symbol_of);
    reference.or_else(|| declared_at(template, offset)).or_else(|| in_interface(template, offset))
}

fn symbol_of<'t>(reference: &Reference<'t>) -> Option<Symbol<'t>> {
    let (kind, name) = match reference.target {
        Target::Parameter(name) => (Kind::Parameter, name),
        Target::Resource(name) => (Kind::Resource, name),
        Target::Condition(name) => (Kind::Condition, name),
        Target::Mapping(name) => (Kind::Mapping, name),
        Target::LoopVariable(name) => (Kind::LoopVariable, name),
        Target::Pseudo(_) | Target::SubMapping(_) | Target::Undeclared => return None,
    };
    Some(Symbol { kind, name, range: reference.range() })
}

fn declared_at<'t>(template: &Template<'t>, offset: u32) -> Option<Symbol<'t>> {
    let found = all_declarations(template).find(|(_, _, key)| touches(key.range(), offset));
    found.map(|(kind, name, key)| Symbol { kind, name, range: name_range(key) })
}

fn in_interface<'t>(template: &Template<'t>, offset: u32) -> Option<Symbol<'t>> {
    let node = interface_names(template).into_iter().find(|node| touches(node.range(), offset))?;
    let name = node.text().filter(|name| template.parameters().contains(name))?;
    Some(Symbol { kind: Kind::Parameter, name, range: name_range(node) })
}

/// The range of a name that is a whole scalar, without quotes.
pub(super) fn name_range(node: Node<'_>) -> TextRange {
    node.text_range(0..node.text().map_or(0, str::len))
}

/// Returns the keys that declare a name, in the order of the source.
pub(super) fn declarations<'t>(template: &Template<'t>, symbol: Symbol<'t>) -> Vec<Node<'t>> {
    if symbol.kind == Kind::LoopVariable {
        let loops = template.loops().iter().filter(|each| each.variable() == Some(symbol.name));
        return loops.map(|each| each.identifier).collect();
    }
    let same = |(kind, name, _): &(Kind, &str, Node<'_>)| *kind == symbol.kind && *name == symbol.name;
    all_declarations(template).filter(same).map(|(_, _, key)| key).collect()
}

/// The declarations of parameters, mappings, conditions and resources, also those in loops: kind, name and key.
fn all_declarations<'a, 't>(
    template: &'a Template<'t>,
) -> impl Iterator<Item = (Kind, &'t str, Node<'t>)> + 'a {
    let parameters = template.parameters().iter().map(|it| (Kind::Parameter, it.name(), it.key()));
    let mappings = template.mappings().iter().map(|it| (Kind::Mapping, it.name(), it.key()));
    let conditions = template.conditions().iter().copied().chain(template.conditions_in_loops());
    let conditions = conditions.map(|it| (Kind::Condition, it.name, it.key));
    let resources = template.resources().iter().copied().chain(template.resources_in_loops());
    let resources = resources.map(|it| (Kind::Resource, it.logical_id(), it.key()));
    parameters.chain(mappings).chain(conditions).chain(resources)
}

/// Returns the ranges in which a name is used, in the order of the source.
pub(super) fn uses<'t>(
    template: &Template<'t>,
    references: &References<'t>,
    symbol: Symbol<'t>,
) -> Vec<TextRange> {
    let target = match symbol.kind {
        Kind::Parameter => Target::Parameter(symbol.name),
        Kind::Resource => Target::Resource(symbol.name),
        Kind::Condition => Target::Condition(symbol.name),
        Kind::Mapping => Target::Mapping(symbol.name),
        Kind::LoopVariable => Target::LoopVariable(symbol.name),
    };
    let mut ranges: Vec<TextRange> = references.to(target).map(Reference::range).collect();
    if symbol.kind == Kind::Parameter {
        let named = interface_names(template).into_iter().filter(|node| node.text() == Some(symbol.name));
        ranges.extend(named.map(name_range));
    }
    ranges.sort_unstable();
    ranges.dedup();
    ranges
}

/// The names of parameters in `AWS::CloudFormation::Interface`, which determines how the console shows them
/// (AWS CloudFormation Template Reference, "`AWS::CloudFormation::Interface`").
pub(super) fn interface_names<'t>(template: &Template<'t>) -> Vec<Node<'t>> {
    let metadata = template.section(Section::Metadata).map(|section| section.value);
    let Some(interface) = metadata.and_then(|metadata| metadata.get("AWS::CloudFormation::Interface")) else {
        return Vec::new();
    };
    let groups = interface.get("ParameterGroups").into_iter().flat_map(Node::items);
    let grouped = groups.filter_map(|group| group.get("Parameters")).flat_map(Node::items);
    let labelled =
        interface.get("ParameterLabels").into_iter().flat_map(Node::entries).map(|entry| entry.key);
    grouped.chain(labelled).collect()
}
