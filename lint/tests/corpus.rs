//! Fixing real templates: nothing is refused, nothing is lost, and a second run has nothing to do.
//!
//! The templates are found through the environment variable `CFN_CORPUS`.

#![allow(clippy::print_stdout, reason = "the counts are for people")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cfn_ast::value::{Typing, Value};
use cfn_ast::{Source, Tree};
use cfn_tidy::check::Scope;
use cfn_tidy::finding::Severity;
use cfn_tidy::fix::{Applied, fix};
use cfn_tidy::rule::selection::RuleSet;
use cfn_tidy::rules::REGISTRY;

#[test]
fn fixing_real_templates_converges_and_loses_nothing() {
    let Some(corpus) = end_to_end::corpus() else { return };
    let mut failures = Vec::new();
    let (mut read, mut fixed) = (0, 0);
    for path in files(&corpus.join("dev")) {
        let Some(tree) = parse(&path).filter(|tree| tree.errors().is_empty()) else { continue };
        read += 1;
        match fix_twice(&tree) {
            Ok(changed) => fixed += usize::from(changed),
            Err(problem) => failures.push(format!("{}: {problem}", path.display())),
        }
    }
    println!("{read} templates read, {fixed} fixed");
    assert!(read > 3000, "the corpus is incomplete: {read} templates");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn twins_in_json_and_yaml_stay_twins() {
    let Some(corpus) = end_to_end::corpus() else { return };
    let list = std::fs::read_to_string(corpus.join("twins-dev.tsv")).expect("the corpus lists its twins");
    let mut compared = 0;
    for line in list.lines().skip(1) {
        let mut names = line.split('\t').map(|name| corpus.join("dev").join(name));
        let (Some(json), Some(yaml)) = (names.next(), names.next()) else { continue };
        let (json, yaml) = (fixed_text(&json), fixed_text(&yaml));
        let (json, yaml) = (tree(json), tree(yaml));
        let meaning = |tree: &Tree| format!("{:?}", cfn_ast::meaning::meaning(tree));
        assert_eq!(meaning(&json), meaning(&yaml), "{line}");
        compared += 1;
    }
    assert!(compared > 100, "the corpus is incomplete: {compared} twins");
}

/// Fixes, checks the result, and fixes again; tells whether anything changed.
fn fix_twice(before: &Tree) -> Result<bool, String> {
    let rules = default_rules();
    let scope = Scope::new(REGISTRY, &rules, &rules);
    let fixed = fix(before, scope, false).map_err(|error| error.to_string())?;
    let Some(after) = fixed.tree else { return Ok(false) };
    lost_comments(before, &after)?;
    // A correction may bring a section that was there under no name of CloudFormation's.
    let is_correction = |applied: &Applied| applied.rule.severity == Severity::Error;
    if !fixed.applied.iter().any(is_correction) {
        untouched_sections(before, &after)?;
    }
    let again = fix(&after, scope, false).map_err(|error| error.to_string())?;
    if again.tree.is_some() { Err("a second run finds something to fix".to_owned()) } else { Ok(true) }
}

fn lost_comments(before: &Tree, after: &Tree) -> Result<(), String> {
    let comments = |tree: &Tree| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for range in tree.comments().iter() {
            *counts.entry(tree.source().slice(range).trim_end().to_owned()).or_default() += 1;
        }
        counts
    };
    if comments(before) == comments(after) { Ok(()) } else { Err("comments differ".to_owned()) }
}

/// What no function is near must not change at all, by a reading of its own; mappings that nothing uses may go.
fn untouched_sections(before: &Tree, after: &Tree) -> Result<(), String> {
    for name in ["Description", "Parameters", "Mappings"] {
        let (before, after) = (section(before, name), section(after, name));
        let is_kept = |key: &String| after.contains_key(key) || name == "Mappings";
        let is_same =
            after.iter().all(|(key, value)| before.get(key) == Some(value)) && before.keys().all(is_kept);
        if !is_same {
            return Err(format!("the section {name} differs"));
        }
    }
    Ok(())
}

/// The entries of a section with their values; a scalar is one entry without a name.
fn section(tree: &Tree, name: &str) -> BTreeMap<String, String> {
    let node = tree.root().and_then(|root| root.get(name));
    match node.map(|node| Value::of(node, Typing::Typed)) {
        Some(Ok(Value::Map(entries))) => {
            entries.iter().map(|(key, value)| (key.to_string(), format!("{value:?}"))).collect()
        }
        Some(other) => BTreeMap::from([(String::new(), format!("{other:?}"))]),
        None => BTreeMap::new(),
    }
}

fn default_rules() -> RuleSet {
    REGISTRY.filtered(|rule| rule.default)
}

fn fixed_text(path: &Path) -> String {
    let before = parse(path).expect("twins can be read");
    let rules = default_rules();
    let fixed = fix(&before, Scope::new(REGISTRY, &rules, &rules), false).expect("twins can be fixed");
    fixed.tree.unwrap_or(before).source().text().to_owned()
}

fn tree(text: String) -> Tree {
    Tree::parse(Source::new(text).expect("the text is small"))
}

fn parse(path: &Path) -> Option<Tree> {
    let bytes = std::fs::read(path).expect("the corpus can be read");
    Source::from_bytes(bytes).ok().map(Tree::parse)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the corpus can be listed").flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}
