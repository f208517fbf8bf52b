//! Mistakes in what CloudFormation itself reads: references, functions, attributes, sections, logical IDs.

use cfn_ast::model::{Parameter, ReferenceKind, References, Resource, Section, Target};
use cfn_ast::syntax::Format;
use cfn_ast::{FunctionName, Node, Template, TextRange};
use cfn_schema::{ResourceType, Table};

use super::{Mistake, inserted, line, rewritten, with_a_typo};

/// SAM makes other resources of these, and drops what it does not know of them without an error.
fn is_serverless(resource: Node<'_>) -> bool {
    resource.get("Type").and_then(Node::text).is_some_and(|name| name.starts_with("AWS::Serverless::"))
}

fn resource_values<'t>(template: &Template<'t>) -> impl Iterator<Item = Node<'t>> {
    let values: Vec<Node<'t>> = template.resources().iter().map(Resource::value).collect();
    values.into_iter().filter(|value| value.is_mapping())
}

pub(crate) fn renamed_reference(template: &Template<'_>) -> Vec<Mistake> {
    let functions = template.tree().nodes().flat_map(Node::functions_here);
    let references = functions.filter(|function| function.name == FunctionName::Ref);
    let names = references.filter_map(|function| {
        let name = function.argument.text().filter(|name| !name.starts_with("AWS::"))?;
        let is_declared = template.parameters().contains(name) || template.resources().contains(name);
        let line = line(function.key.unwrap_or(function.node));
        is_declared.then(|| rewritten(function.argument, format!("{name}Oops"), line))?
    });
    names.collect()
}

/// Drops what a resource, parameter or output cannot do without, if it is on a line of its own.
pub(crate) fn dropped_key(template: &Template<'_>) -> Vec<Mistake> {
    let parameters = template.parameters().iter().map(|parameter| (parameter.value(), "Type"));
    let resources = template.resources().iter().map(|resource| (resource.value(), "Type"));
    let outputs = template.outputs().iter().map(|output| (output.value(), "Value"));
    let dropped = parameters.chain(resources).chain(outputs).filter_map(|(owner, name)| {
        let entry = owner.entry(name).filter(|_| owner.child_count() > 2 && !owner.in_flow())?;
        let source = owner.tree().source();
        let (first, last) =
            (source.line_index(entry.range().start()), source.line_index(entry.range().end()));
        let own_line = source.line_range(first);
        let is_alone = first == last && source.slice(own_line).trim_start().starts_with(entry.name()?);
        is_alone.then(|| Mistake {
            range: own_line,
            text: String::new(),
            line: line(owner.key().unwrap_or(owner)),
        })
    });
    dropped.collect()
}

/// Makes a resource wait for itself.
pub(crate) fn cycle(template: &Template<'_>) -> Vec<Mistake> {
    let resources = template.resources().iter().filter(|resource| !is_serverless(resource.value()));
    let cycles = resources.filter_map(|resource| {
        let entry =
            resource.value().entry("Type").filter(|_| resource.value().entry("DependsOn").is_none())?;
        let mistake = inserted(entry.key, "DependsOn", resource.logical_id());
        Some(Mistake { line: line(resource.key()), ..mistake })
    });
    cycles.collect()
}

pub(crate) fn argument_of_another_type(template: &Template<'_>) -> Vec<Mistake> {
    let names = [FunctionName::Ref, FunctionName::Select, FunctionName::Split, FunctionName::FindInMap];
    let functions = template.tree().nodes().flat_map(Node::functions_here);
    let functions = functions.filter(|function| names.contains(&function.name));
    let changed = functions.filter_map(|function| {
        let argument = function.argument;
        let is_on_one_line = !argument.source_text().contains('\n') && argument.tag_range().is_none();
        let range = argument.content_range();
        let line = line(function.key.unwrap_or(function.node));
        is_on_one_line.then(|| Mistake { range, text: "{\"a\": \"b\"}".to_owned(), line })
    });
    changed.collect()
}

pub(crate) fn misspelt_attribute(template: &Template<'_>) -> Vec<Mistake> {
    // What a snippet brings is not known, so that none of its keys is known to be wrong.
    let is_snippet = |value: &Node<'_>| value.function().is_some();
    let resources = resource_values(template).filter(|value| !is_serverless(*value) && !is_snippet(value));
    let entries = resources.flat_map(Node::entries).filter(|entry| entry.name() != Some("Type"));
    entries.filter_map(|entry| rewritten(entry.key, format!("{}s", entry.name()?), line(entry.key))).collect()
}

pub(crate) fn misspelt_section(template: &Template<'_>) -> Vec<Mistake> {
    let sections = Section::all().filter(|&section| section != Section::Transform);
    let entries = sections.filter_map(|section| template.section(section));
    entries.filter_map(|entry| rewritten(entry.key, format!("{}x", entry.name()?), line(entry.key))).collect()
}

pub(crate) fn long_logical_id(template: &Template<'_>) -> Vec<Mistake> {
    let keys = template.resources().iter().map(Resource::key);
    keys.filter_map(|key| rewritten(key, "a".repeat(256), line(key))).collect()
}

/// Gives a parameter the name of a resource.
pub(crate) fn duplicate_logical_id(template: &Template<'_>) -> Vec<Mistake> {
    let Some(resource) = template.resources().iter().last() else { return Vec::new() };
    let parameters =
        template.parameters().iter().filter(|parameter| line(parameter.key()) < line(resource.key()));
    let keys = parameters.map(Parameter::key);
    keys.filter_map(|key| rewritten(key, resource.logical_id(), line(resource.key()))).collect()
}

pub(crate) fn invalid_logical_id(template: &Template<'_>) -> Vec<Mistake> {
    let keys = template.resources().iter().map(Resource::key);
    keys.filter_map(|key| rewritten(key, format!("{}-1", key.text()?), line(key))).collect()
}

/// A list where a string has to be.
pub(crate) fn value_of_another_kind(template: &Template<'_>) -> Vec<Mistake> {
    let types = resource_values(template).filter_map(|value| value.get("Type"));
    let policies = resource_values(template).filter_map(|value| value.get("DeletionPolicy"));
    let defaults = template.parameters().iter().filter_map(Parameter::default);
    let values =
        types.chain(policies).chain(defaults).filter(|value| value.is_scalar() && value.tag().is_none());
    let on_one_line = values.filter(|value| value.key().is_some_and(|key| line(key) == line(*value)));
    on_one_line
        .map(|value| Mistake { range: value.range(), text: "[\"a\", \"b\"]".to_owned(), line: line(value) })
        .collect()
}

pub(crate) fn key_twice(template: &Template<'_>) -> Vec<Mistake> {
    let entries = resource_values(template).filter_map(|value| value.entry("Type"));
    let twice = entries.filter_map(|entry| {
        let source = template.tree().source();
        let own_line = source.line_range(line(entry.key));
        let text = source.slice(own_line);
        let is_alone =
            text.trim().trim_end_matches(',') == source.slice(entry.range()) && text.ends_with('\n');
        let is_followed = text.trim().ends_with(',') || template.tree().format() == Format::Yaml;
        let mistake = Mistake {
            range: TextRange::empty(own_line.start()),
            text: text.to_owned(),
            line: line(entry.key),
        };
        (is_alone && is_followed).then_some(mistake)
    });
    twice.collect()
}

pub(crate) fn renamed_variable(template: &Template<'_>) -> Vec<Mistake> {
    let references = References::of(template);
    let variables = references.iter().filter(|found| found.kind == ReferenceKind::SubVariable);
    let declared =
        variables.filter(|found| matches!(found.target, Target::Parameter(_) | Target::Resource(_)));
    declared.map(|found| misspelt(template, found.range(), &format!("{}Oops", found.name))).collect()
}

pub(crate) fn renamed_condition(template: &Template<'_>) -> Vec<Mistake> {
    let references = References::of(template);
    let conditions = references.iter().filter(|found| matches!(found.target, Target::Condition(_)));
    conditions.map(|found| misspelt(template, found.range(), &format!("{}Oops", found.name))).collect()
}

/// Misspells an attribute of a resource whose type has no attribute of that name.
pub(crate) fn misspelt_resource_attribute(template: &Template<'_>) -> Vec<Mistake> {
    let references = References::of(template);
    let source = template.tree().source();
    let places = references.iter().filter_map(|found| {
        let attribute = found.attribute.filter(|name| is_attribute(template, found.name, name))?;
        let end = found.range().end();
        let behind = source.range(end, end + attribute.len() as u32 + 1)?;
        let is_dotted = behind.end() <= found.node.range().end() && source.slice(behind)[1..] == *attribute;
        let wrong = with_a_typo(attribute);
        (is_dotted && !is_attribute(template, found.name, &wrong))
            .then(|| misspelt(template, behind, &format!(".{wrong}")))
    });
    places.collect()
}

/// Whether the type of a resource is known to have an attribute.
fn is_attribute(template: &Template<'_>, logical_id: &str, name: &str) -> bool {
    let resource_type = template.resource_type(logical_id).and_then(|name| Table::aws().resource_type(name));
    let known = resource_type.map(ResourceType::attributes).unwrap_or_default();
    known.iter().any(|attribute| attribute.name == name)
}

pub(crate) fn misspelt_function(template: &Template<'_>) -> Vec<Mistake> {
    let functions = template.tree().nodes().flat_map(Node::functions_here);
    let long = functions.filter(|function| function.name == FunctionName::Join);
    long.filter_map(|function| rewritten(function.key?, "Fn::Joim", line(function.key?))).collect()
}

/// Leaves a property of a resource without its value.
pub(crate) fn dropped_value(template: &Template<'_>) -> Vec<Mistake> {
    let resources = resource_values(template).filter(|value| !is_serverless(*value));
    let properties = resources.filter_map(|value| value.get("Properties")).flat_map(Node::entries);
    let on_one_line = properties.filter(|entry| {
        entry.value.is_scalar() && entry.value.tag().is_none() && line(entry.key) == line(entry.value)
    });
    on_one_line
        .map(|entry| Mistake { range: entry.value.range(), text: "null".to_owned(), line: line(entry.key) })
        .collect()
}

/// Leaves `Fn::Join` and others without their second argument.
pub(crate) fn dropped_argument(template: &Template<'_>) -> Vec<Mistake> {
    let names = [FunctionName::Join, FunctionName::Select, FunctionName::Split, FunctionName::Equals];
    let functions = template.tree().nodes().flat_map(Node::functions_here);
    let functions = functions.filter(|function| names.contains(&function.name));
    let dropped = functions.filter_map(|function| {
        let (first, second) = (function.argument.item(0)?, function.argument.item(1)?);
        let is_in_flow = function.argument.in_flow() || template.tree().format() == Format::Json;
        let range = first.range().cover(second.range()).after(first.range());
        let place = function.argument.key().unwrap_or(function.node);
        is_in_flow.then(|| Mistake { range, text: String::new(), line: line(place) })
    });
    dropped.collect()
}

/// Makes a condition name itself.
pub(crate) fn cycle_of_conditions(template: &Template<'_>) -> Vec<Mistake> {
    let conditions = template.conditions().iter().filter(|condition| {
        !condition.value.source_text().trim_end().contains('\n')
            && condition.value.function().is_some_and(|function| function.name == FunctionName::Equals)
    });
    let cycles = conditions.map(|condition| Mistake {
        range: condition.value.range(),
        text: format!("{{\"Fn::Not\": [{{\"Condition\": \"{}\"}}]}}", condition.name),
        line: line(condition.key),
    });
    cycles.collect()
}

fn misspelt(template: &Template<'_>, range: TextRange, text: &str) -> Mistake {
    Mistake { range, text: text.to_owned(), line: template.tree().source().line_index(range.start()) }
}
