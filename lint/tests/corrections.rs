//! One letter wrong in a name: `--fix` puts the name back, or leaves it alone. It never writes another one.
//!
//! `cargo test -p cfn-tidy --test corrections -- --nocapture` prints the counts.

#![allow(clippy::print_stdout, reason = "the counts are for people")]

mod support;

use std::path::{Path, PathBuf};

use cfn_ast::model::{Reference, References};
use cfn_ast::{Node, Source, Template, TextRange, Tree};
use cfn_tidy::check::{Scope, check};
use cfn_tidy::finding::Severity;
use cfn_tidy::fix::{FixError, fix};
use cfn_tidy::rule::FixKind;
use cfn_tidy::rule::selection::RuleSet;
use support::{Random, files_below};

/// So many names are misspelt in one template.
const NAMES: usize = 12;

#[derive(Debug, Default)]
struct Counts {
    put_back: usize,
    left_alone: usize,
    wrong: Vec<String>,
}

#[test]
fn a_misspelt_name_is_put_back_or_left_alone() {
    let mut counts = Counts::default();
    for (path, tree) in clean_templates() {
        let Some(template) = Template::new(&tree) else { continue };
        let mut random = Random(path.as_os_str().len() as u64);
        for _ in 0..NAMES {
            let names = names(&template);
            if let Some(&name) = names.get(random.below(names.len().max(1))) {
                misspell(&tree, name, &mut random, &path, &mut counts);
            }
        }
    }
    println!("{} put back, {} left alone", counts.put_back, counts.left_alone);
    assert_eq!(counts.wrong, [""; 0]);
    assert!(counts.put_back > 20 && counts.left_alone > 10, "{counts:?}");
}

#[test]
fn a_name_that_nothing_declares_is_left_alone() {
    let mut counts = Counts::default();
    for (path, tree) in clean_templates() {
        let Some(template) = Template::new(&tree) else { continue };
        for declaration in declarations(&template) {
            let text = tree.source().text();
            let (before, after) =
                (&text[..declaration.start() as usize], &text[declaration.end() as usize..]);
            match fixed(&self::tree([before, "AnotherThing", after].concat())) {
                Ok(None) => counts.left_alone += 1,
                _ => counts.wrong.push(format!("{}: {}", path.display(), tree.source().slice(declaration))),
            }
        }
    }
    println!("{} left alone", counts.left_alone);
    assert_eq!(counts.wrong, [""; 0]);
    assert!(counts.left_alone > 10, "{counts:?}");
}

/// The keys of parameters, resources, conditions and mappings that are used once: then the use is no slip.
fn declarations(template: &Template<'_>) -> Vec<TextRange> {
    let references = References::of(template);
    let sections = ["Parameters", "Conditions", "Mappings", "Resources"];
    let entries = sections.into_iter().filter_map(|name| template.root().get(name)).flat_map(Node::entries);
    let uses = |name: &str| references.iter().filter(|reference| reference.name == name).count();
    entries
        .filter(|entry| entry.name().is_some_and(|name| uses(name) == 1))
        .filter_map(|entry| entry.key.verbatim_text_range())
        .collect()
}

fn misspell(tree: &Tree, name: TextRange, random: &mut Random, path: &Path, counts: &mut Counts) {
    let text = tree.source().text();
    let Some(wrong) = with_a_slip(tree.source().slice(name), random) else { return };
    let (before, after) = (&text[..name.start() as usize], &text[name.end() as usize..]);
    match fixed(&self::tree([before, &wrong, after].concat())) {
        Ok(None) => counts.left_alone += 1,
        Ok(Some(fixed)) if fixed == text => counts.put_back += 1,
        Ok(Some(_)) => counts.wrong.push(format!("{}: {wrong}", path.display())),
        Err(error) => counts.wrong.push(format!("{}: {wrong}: {error}", path.display())),
    }
}

/// The text after the corrections; none where there are none.
fn fixed(tree: &Tree) -> Result<Option<String>, FixError> {
    let rules = error_rules();
    let fixable = RuleSet::filtered(|rule| {
        rule.fix == FixKind::Safe
            && (rule.name.starts_with("undefined-") || rule.name.starts_with("unknown-"))
    });
    let scope = Scope::new(&rules, &fixable);
    Ok(fix(tree, scope, false)?.tree.map(|tree| tree.source().text().to_owned()))
}

fn errors(tree: &Tree) -> Vec<String> {
    let (rules, fixable) = (error_rules(), RuleSet::default());
    check(tree, Scope::new(&rules, &fixable)).into_iter().map(|finding| finding.message).collect()
}

fn error_rules() -> RuleSet {
    RuleSet::filtered(|rule| rule.default && rule.severity == Severity::Error)
}

/// The names that are used, the attributes of resources, and the functions.
fn names(template: &Template<'_>) -> Vec<TextRange> {
    let references = References::of(template);
    let used = references.iter().map(Reference::range);
    let attributes = template.resources().iter().flat_map(|resource| resource.value().entries());
    let functions = template.tree().nodes().filter_map(Node::function);
    let keys =
        functions.filter_map(|function| function.key.or(function.node.tag_range().map(|_| function.node)));
    let keys = keys.filter_map(|node| node.tag_range().or(node.verbatim_text_range()));
    used.chain(attributes.filter_map(|entry| entry.key.verbatim_text_range())).chain(keys).collect()
}

/// The name with one letter too many, too few, or of another kind, or with two that changed places.
fn with_a_slip(name: &str, random: &mut Random) -> Option<String> {
    let mut letters: Vec<char> = name.chars().collect();
    let places: Vec<usize> =
        (0..letters.len()).filter(|&place| letters[place].is_ascii_alphanumeric()).collect();
    let place = *places.get(random.below(places.len().max(1)))?;
    let other = char::from(b'a' + random.below(26) as u8);
    match random.below(7) {
        0 => letters[place] = other,
        1 => letters.insert(place, other),
        2 => letters.insert(place, letters[place]),
        3 => drop(letters.remove(place)),
        4 if place + 1 < letters.len() => letters.swap(place, place + 1),
        5 if letters[place].is_ascii_lowercase() => letters[place] = letters[place].to_ascii_uppercase(),
        _ => letters.push(char::from(b'0' + random.below(10) as u8)),
    }
    let wrong: String = letters.into_iter().collect();
    (wrong != name && !wrong.is_empty()).then_some(wrong)
}

fn tree(text: String) -> Tree {
    Tree::parse(Source::new(text).expect("a template is small"))
}

/// The templates without errors.
fn clean_templates() -> impl Iterator<Item = (PathBuf, Tree)> {
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).ok().filter(|text| text.len() < 60_000)?;
        let tree = tree(text);
        (tree.errors().is_empty() && errors(&tree).is_empty()).then_some((path, tree))
    };
    templates().into_iter().filter_map(read)
}

fn templates() -> Vec<PathBuf> {
    let mut files = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples"));
    if let Some(corpus) = end_to_end::corpus() {
        files.extend(files_below(&corpus.join("dev")).into_iter().step_by(4));
    }
    files
}
