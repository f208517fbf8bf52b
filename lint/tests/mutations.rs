//! One mistake in a template without any: is it found, and on the right line?
//!
//! Each kind of mistake is made at places that a fixed seed chooses, in the examples, in the fixtures without findings,
//! and in the corpus where there is one. `cargo test -p cfn-tidy --test mutations -- --nocapture` prints the counts.

#![allow(clippy::print_stdout, reason = "the counts are for people, and a test that is skipped says so")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cfn_ast::model::{Parameter, Resource, Section};
use cfn_ast::syntax::Format;
use cfn_ast::{FunctionName, Node, Source, Template, TextRange, Tree};
use cfn_tidy::check::{Scope, check};
use cfn_tidy::diagnostic::Severity;
use cfn_tidy::select::RuleSet;

/// A mistake: the text in a range becomes another one, and the line on which it has to be found.
struct Mistake {
    range: TextRange,
    text: String,
    /// Counted from 0, in the text with the mistake.
    line: u32,
}

/// Finds the places where one kind of mistake can be made.
type Kind = fn(&Template<'_>) -> Vec<Mistake>;

/// The kinds with the share of mistakes in a hundred that has to be found on the right line.
const KINDS: [(&str, Kind, usize); 11] = [
    ("reference renamed", renamed_reference, 95),
    ("key dropped", dropped_key, 98),
    ("cycle", cycle, 95),
    ("argument of another type", argument_of_another_type, 90),
    ("attribute misspelt", misspelt_attribute, 98),
    ("section misspelt", misspelt_section, 98),
    ("logical ID of a parameter", duplicate_logical_id, 98),
    ("logical ID too long", long_logical_id, 98),
    ("logical ID with other characters", invalid_logical_id, 98),
    ("value of another kind", value_of_another_kind, 98),
    ("key twice", key_twice, 98),
];

/// So many mistakes of one kind are made in one template.
const PLACES: usize = 3;

#[test]
fn one_mistake_is_found_on_its_line() {
    let texts: Vec<String> = templates().into_iter().filter(|text| errors(text).is_empty()).collect();
    assert!(texts.len() > 20, "there are templates without errors");
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (seed, text) in texts.iter().enumerate() {
        let tree = tree(text);
        let Some(template) = Template::new(&tree).filter(|template| !template.has_custom_macro()) else {
            continue;
        };
        for (name, places, _) in KINDS {
            for mistake in chosen(places(&template), seed) {
                let (made, found) = counts.entry(name).or_default();
                *made += 1;
                *found += usize::from(is_found(text, &mistake));
            }
        }
    }
    for (name, (made, found)) in &counts {
        println!("{name:34} {made:6} made {found:6} found on the line");
    }
    for (name, _, floor) in KINDS {
        let (made, found) = counts.get(name).copied().unwrap_or_default();
        assert!(made > 0 && found * 100 >= made * floor, "{name}: {found} of {made} found on the right line");
    }
}

fn is_found(text: &str, mistake: &Mistake) -> bool {
    let (before, after) = (&text[..mistake.range.start() as usize], &text[mistake.range.end() as usize..]);
    errors(&[before, &mistake.text, after].concat()).contains(&mistake.line)
}

/// The lines of the errors in a template, counted from 0.
fn errors(text: &str) -> Vec<u32> {
    let tree = tree(text);
    let rules = RuleSet::filtered(|rule| rule.default && rule.severity == Severity::Error);
    let fixable = RuleSet::default();
    let findings = check(&tree, Scope { rules: &rules, fixable: &fixable, accepted: None, neighbours: None });
    findings.iter().map(|finding| tree.source().line_index(finding.range.start())).collect()
}

fn tree(text: &str) -> Tree {
    Tree::parse(Source::new(text).expect("a template is small"))
}

fn templates() -> Vec<String> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = files_below(&home.join("../examples"));
    let is_clean =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("ok-"));
    files.extend(files_below(&home.join("tests/fixtures/rules")).into_iter().filter(is_clean));
    match std::env::var_os("CFN_CORPUS") {
        Some(corpus) => files.extend(files_below(&Path::new(&corpus).join("dev")).into_iter().step_by(9)),
        None => println!("without CFN_CORPUS only the examples and fixtures are looked at"),
    }
    let is_template = |path: &&PathBuf| {
        path.extension()
            .is_some_and(|end| ["yaml", "yml", "json", "template"].iter().any(|known| end == *known))
    };
    let texts = files.iter().filter(is_template).filter_map(|path| std::fs::read_to_string(path).ok());
    texts.filter(|text| text.len() < 60_000 && text.contains("Resources")).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let below = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    paths.into_iter().flat_map(below).collect()
}

/// A few of the places, each with the same chance, always the same ones for a seed.
fn chosen(mut places: Vec<Mistake>, seed: usize) -> Vec<Mistake> {
    let mut state = seed as u64 ^ 0x9E37_79B9_7F4A_7C15;
    let mut chosen = Vec::new();
    while !places.is_empty() && chosen.len() < PLACES {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        chosen.push(places.swap_remove((state >> 33) as usize % places.len()));
    }
    chosen
}

fn line(node: Node<'_>) -> u32 {
    node.tree().source().line_index(node.range().start())
}

/// The mistake of another text in the place of a scalar's.
fn rewritten(node: Node<'_>, text: impl Into<String>, line: u32) -> Option<Mistake> {
    Some(Mistake { range: node.verbatim_text_range()?, text: text.into(), line })
}

/// SAM makes other resources of these, and drops what it does not know of them without an error.
fn is_serverless(resource: Node<'_>) -> bool {
    resource.get("Type").and_then(Node::text).is_some_and(|name| name.starts_with("AWS::Serverless::"))
}

fn resource_values<'t>(template: &Template<'t>) -> impl Iterator<Item = Node<'t>> {
    let values: Vec<Node<'t>> = template.resources().iter().map(Resource::value).collect();
    values.into_iter().filter(|value| value.is_mapping())
}

fn renamed_reference(template: &Template<'_>) -> Vec<Mistake> {
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

/// Drops what a resource, parameter or output cannot do without, where it stands on a line of its own.
fn dropped_key(template: &Template<'_>) -> Vec<Mistake> {
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
fn cycle(template: &Template<'_>) -> Vec<Mistake> {
    let resources = template.resources().iter().filter(|resource| !is_serverless(resource.value()));
    let cycles = resources.filter_map(|resource| {
        let entry =
            resource.value().entry("Type").filter(|_| resource.value().entry("DependsOn").is_none())?;
        let name = resource.logical_id();
        let text = match template.tree().format() {
            Format::Json => format!("\"DependsOn\": \"{name}\", "),
            Format::Yaml if resource.value().in_flow() => format!("DependsOn: {name}, "),
            Format::Yaml => {
                let column = template.tree().source().line_range(line(entry.key)).start();
                format!("DependsOn: {name}\n{}", " ".repeat((entry.key.range().start() - column) as usize))
            }
        };
        let start = entry.key.range().start();
        Some(Mistake { range: TextRange::empty(start), text, line: line(resource.key()) })
    });
    cycles.collect()
}

fn argument_of_another_type(template: &Template<'_>) -> Vec<Mistake> {
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

fn misspelt_attribute(template: &Template<'_>) -> Vec<Mistake> {
    let resources = resource_values(template).filter(|value| !is_serverless(*value));
    let entries = resources.flat_map(Node::entries).filter(|entry| entry.name() != Some("Type"));
    entries.filter_map(|entry| rewritten(entry.key, format!("{}s", entry.name()?), line(entry.key))).collect()
}

fn misspelt_section(template: &Template<'_>) -> Vec<Mistake> {
    let sections = Section::all().filter(|&section| section != Section::Transform);
    let entries = sections.filter_map(|section| template.section(section));
    entries.filter_map(|entry| rewritten(entry.key, format!("{}x", entry.name()?), line(entry.key))).collect()
}

fn long_logical_id(template: &Template<'_>) -> Vec<Mistake> {
    let keys = template.resources().iter().map(Resource::key);
    keys.filter_map(|key| rewritten(key, "a".repeat(256), line(key))).collect()
}

/// Gives a parameter the name of a resource.
fn duplicate_logical_id(template: &Template<'_>) -> Vec<Mistake> {
    let Some(resource) = template.resources().iter().last() else { return Vec::new() };
    let parameters =
        template.parameters().iter().filter(|parameter| line(parameter.key()) < line(resource.key()));
    let keys = parameters.map(Parameter::key);
    keys.filter_map(|key| rewritten(key, resource.logical_id(), line(resource.key()))).collect()
}

fn invalid_logical_id(template: &Template<'_>) -> Vec<Mistake> {
    let keys = template.resources().iter().map(Resource::key);
    keys.filter_map(|key| rewritten(key, format!("{}-1", key.text()?), line(key))).collect()
}

/// A list where a string has to be.
fn value_of_another_kind(template: &Template<'_>) -> Vec<Mistake> {
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

fn key_twice(template: &Template<'_>) -> Vec<Mistake> {
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
