//! One mistake in a template without any: is it found, and on the right line?
//!
//! Each kind of mistake is made at places that a fixed seed chooses, in the examples, in the fixtures without findings,
//! and in the corpus where there is one. `cargo test -p cfn-tidy --test mutations -- --nocapture` prints the counts.

#![allow(clippy::print_stdout, reason = "the counts are for people")]

mod mistakes;
mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cfn_ast::{Source, Template, Tree};
use cfn_tidy::check::{Scope, check};
use cfn_tidy::finding::Severity;
use cfn_tidy::rule::Rule;
use cfn_tidy::rule::selection::RuleSet;
use cfn_tidy::rules::REGISTRY;
use cfn_tidy::rules::resources::read_only_property;
use support::files_below;

use mistakes::{KINDS, Mistake};

/// So many mistakes of one kind are made in one template.
const PLACES: usize = 3;

#[test]
fn one_mistake_is_found_on_its_line() {
    let is_clean = |text: &String| lines_found(text, is_error).is_empty();
    let texts: Vec<String> = templates().into_iter().filter(is_clean).collect();
    assert!(texts.len() > 20, "there are templates without errors");
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (seed, text) in texts.iter().enumerate() {
        let tree = tree(text);
        let Some(template) = Template::new(&tree).filter(|template| !template.has_custom_macro()) else {
            continue;
        };
        for (name, places, _) in KINDS {
            for mistake in chosen(places(&template), seed) {
                let Some(is_found) = is_found(text, &mistake) else { continue };
                let (made, found) = counts.entry(name).or_default();
                *made += 1;
                *found += usize::from(is_found);
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

/// Whether a mistake is found; `None` if it would be one of the syntax, which is not the one that is meant.
fn is_found(text: &str, mistake: &Mistake) -> Option<bool> {
    let (before, after) = (&text[..mistake.range.start() as usize], &text[mistake.range.end() as usize..]);
    let text = [before, &mistake.text, after].concat();
    tree(&text).errors().is_empty().then(|| lines_found(&text, is_about_mistakes).contains(&mistake.line))
}

fn is_error(rule: &Rule) -> bool {
    rule.default && rule.severity == Severity::Error
}

/// Whether a rule is about mistakes that are made here. Some read-only properties can be set, so that they are no errors.
fn is_about_mistakes(rule: &Rule) -> bool {
    is_error(rule) || *rule == read_only_property::RULE
}

/// The lines of the findings in a template, counted from 0.
fn lines_found(text: &str, is_wanted: fn(&Rule) -> bool) -> Vec<u32> {
    let tree = tree(text);
    let (rules, fixable) = (REGISTRY.filtered(is_wanted), RuleSet::default());
    let findings = check(&tree, Scope::new(REGISTRY, &rules, &fixable));
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
    if let Some(corpus) = end_to_end::corpus() {
        files.extend(files_below(&corpus.join("dev")).into_iter().step_by(9));
    }
    let is_template = |path: &&PathBuf| {
        path.extension()
            .is_some_and(|end| ["yaml", "yml", "json", "template"].iter().any(|known| end == *known))
    };
    let texts = files.iter().filter(is_template).filter_map(|path| std::fs::read_to_string(path).ok());
    texts.filter(|text| text.len() < 60_000 && text.contains("Resources")).collect()
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
