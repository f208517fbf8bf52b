//! One letter wrong in a name, a value in or out of a list of one, a reference to another value of a resource: `--fix`
//! puts it back, or leaves it alone. It never writes anything else.
//!
//! `cargo test -p cfn-tidy --test corrections -- --nocapture` prints the counts.

#![allow(clippy::print_stdout, reason = "the counts are for people")]

mod support;

use std::path::{Path, PathBuf};

use cfn_ast::meaning::same_meaning;
use cfn_ast::model::{Form, Intrinsic, Reference, References, Resource};
use cfn_ast::{Edit, EditSet, Node, Source, Template, TextRange, Tree};
use cfn_schema::Table;
use cfn_tidy::check::{Scope, check};
use cfn_tidy::finding::Severity;
use cfn_tidy::fix::{FixError, fix};
use cfn_tidy::rule::selection::RuleSet;
use cfn_tidy::rule::{FixKind, Rule};
use cfn_tidy::rules::REGISTRY;
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
        let mut random = Random::of(tree.source().text());
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
            match fixed(&self::tree([before, "AnotherThing", after].concat()), is_about_names) {
                Ok(None) => counts.left_alone += 1,
                _ => counts.wrong.push(format!("{}: {}", path.display(), tree.source().slice(declaration))),
            }
        }
    }
    println!("{} left alone", counts.left_alone);
    assert_eq!(counts.wrong, [""; 0]);
    assert!(counts.left_alone > 10, "{counts:?}");
}

#[test]
fn a_list_of_one_that_is_written_as_its_item_is_put_back_or_left_alone() {
    let counts = tried(&list_as_item);
    // The examples have few lists that one item is enough for.
    assert!(counts.put_back > 0 && counts.left_alone > 10, "{counts:?}");
}

#[test]
fn a_value_that_is_written_as_a_list_of_one_is_put_back_or_left_alone() {
    let counts = tried(&value_as_list);
    assert!(counts.put_back > 5 && counts.left_alone > 10, "{counts:?}");
}

#[test]
fn a_reference_to_another_value_is_put_back_or_left_alone() {
    let counts = tried(&other_reference);
    assert!(counts.put_back > 5 && counts.left_alone > 10, "{counts:?}");
}

/// The text of a template in which a value is written as another one, if it can be.
type Rewrite = dyn Fn(&Template<'_>, Node<'_>) -> Option<Vec<Edit>>;

/// Rewrites values inside of properties, and compares the meaning of what the fixes write with that of the template.
fn tried(rewrite: &Rewrite) -> Counts {
    let mut counts = Counts::default();
    for (path, tree) in clean_templates() {
        let Some(template) = Template::new(&tree) else { continue };
        let mut random = Random::of(tree.source().text());
        let properties = template.resources().iter().filter_map(Resource::properties);
        let mut rewritten: Vec<Vec<Edit>> =
            properties.flat_map(Node::descendants).filter_map(|node| rewrite(&template, node)).collect();
        for _ in 0..NAMES.min(rewritten.len()) {
            let edits = rewritten.swap_remove(random.below(rewritten.len()));
            counts.add(&tree, edits, &path);
        }
    }
    println!("{} put back, {} left alone", counts.put_back, counts.left_alone);
    assert_eq!(counts.wrong, [""; 0]);
    counts
}

impl Counts {
    /// Fixes the template after some edits, unless it means the same afterwards.
    fn add(&mut self, before: &Tree, edits: Vec<Edit>, path: &Path) {
        let mut set = EditSet::new();
        set.add_all(edits).expect("the edits are disjoint");
        let wrong = tree(set.apply(before.source().text()));
        if !wrong.errors().is_empty() || same_meaning(before, &wrong).is_ok() {
            return;
        }
        match fixed(&wrong, is_error) {
            Ok(None) => self.left_alone += 1,
            Ok(Some(fixed)) if same_meaning(&wrong, &tree(fixed.clone())).is_ok() => self.left_alone += 1,
            Ok(Some(fixed)) if same_meaning(before, &tree(fixed.clone())).is_ok() => self.put_back += 1,
            Ok(Some(_)) => self.wrong.push(format!("{}: {set:?}", path.display())),
            Err(error) => self.wrong.push(format!("{}: {set:?}: {error}", path.display())),
        }
    }
}

fn is_plain(node: Node<'_>) -> bool {
    !node.is_key() && !node.is_alias() && node.anchor_range().is_none() && !node.range().is_empty()
}

/// Writes the item of a list of one without its brackets, or without its hyphen.
fn list_as_item(_: &Template<'_>, list: Node<'_>) -> Option<Vec<Edit>> {
    let item = list.item(0).filter(|_| list.child_count() == 1 && list.tag().is_none() && is_plain(list))?;
    let (before, after) = (list.range().before(item.range()), list.range().after(item.range()));
    // The item stays at its column, and may go on in further lines.
    let indent = if list.in_flow() { String::new() } else { " ".repeat(before.len() as usize) };
    Some(vec![Edit::replace(before, indent), Edit::replace(after, "")])
}

/// Writes a value on one line as a list of one.
fn value_as_list(_: &Template<'_>, node: Node<'_>) -> Option<Vec<Edit>> {
    let is_value =
        is_plain(node) && (node.is_scalar() || node.in_flow()) && !node.source_text().contains('\n');
    let range = node.range();
    is_value.then(|| vec![Edit::insert(range.start(), "["), Edit::insert(range.end(), "]")])
}

/// Refers to another value of the same resource: by `Ref` instead of an attribute, or by an attribute instead.
fn other_reference(template: &Template<'_>, node: Node<'_>) -> Option<Vec<Edit>> {
    let function = node.function().filter(|function| function.form == Form::Short && is_plain(node))?;
    let text = match function.view().ok()? {
        Intrinsic::GetAtt(attribute) => format!("!Ref {}", attribute.logical_id),
        Intrinsic::Ref(name) => {
            let resource_type = Table::aws().resource_type(template.resource_type(name.text()?)?)?;
            format!("!GetAtt {}.{}", name.text()?, resource_type.attributes().first()?.name)
        }
        _ => return None,
    };
    Some(vec![Edit::replace(node.range(), text)])
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
    match fixed(&self::tree([before, &wrong, after].concat()), is_about_names) {
        Ok(None) => counts.left_alone += 1,
        Ok(Some(fixed)) if fixed == text => counts.put_back += 1,
        Ok(Some(_)) => counts.wrong.push(format!("{}: {wrong}", path.display())),
        Err(error) => counts.wrong.push(format!("{}: {wrong}: {error}", path.display())),
    }
}

/// The text after the fixes; `None` where there are none.
fn fixed(tree: &Tree, is_fixable: fn(&Rule) -> bool) -> Result<Option<String>, FixError> {
    let rules = error_rules();
    let fixable = REGISTRY.filtered(|rule| rule.fix == FixKind::Safe && is_fixable(rule));
    let scope = Scope::new(REGISTRY, &rules, &fixable);
    Ok(fix(tree, scope, false)?.tree.map(|tree| tree.source().text().to_owned()))
}

fn is_about_names(rule: &Rule) -> bool {
    rule.name.starts_with("undefined-") || rule.name.starts_with("unknown-")
}

fn is_error(rule: &Rule) -> bool {
    rule.default && rule.severity == Severity::Error
}

fn errors(tree: &Tree) -> Vec<String> {
    let (rules, fixable) = (error_rules(), RuleSet::default());
    check(tree, Scope::new(REGISTRY, &rules, &fixable)).into_iter().map(|finding| finding.message).collect()
}

fn error_rules() -> RuleSet {
    REGISTRY.filtered(is_error)
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
