//! Half-typed templates: a syntax error must not make findings that the template without it does not have.
//!
//! `DAMAGE=100000 SEED=1 cargo test -p cfn-tidy --test half_typed -- --nocapture` breaks more templates, in other places.

#![allow(clippy::print_stdout, reason = "the counts are for people")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cfn_ast::{Source, Tree};
use cfn_tidy::check::{Scope, check};
use cfn_tidy::rule::selection::RuleSet;
use cfn_tidy::rules::REGISTRY;
use cfn_tidy::rules::syntax::syntax_error;
use support::{Random, files_below};

/// The number of templates that are broken unless `DAMAGE` is set.
const COUNT: usize = 6_000;

/// The rule, the message and the line, from 0, of a finding.
type Found = (&'static str, String, u32);

/// Breaks the text at a byte offset without moving the lines before and after it.
type Break = fn(&str, usize) -> String;

const BREAKS: [(&str, Break); 14] = [
    ("double quote", |text, at| inserted(text, at, "\"")),
    ("single quote", |text, at| inserted(text, at, "'")),
    ("bracket", |text, at| inserted(text, at, "[")),
    ("brace", |text, at| inserted(text, at, "{")),
    ("closing bracket", |text, at| inserted(text, at, "]")),
    ("closing brace", |text, at| inserted(text, at, "}")),
    ("comma", |text, at| inserted(text, at, ",")),
    ("colon", |text, at| inserted(text, at, ": ")),
    ("alias", |text, at| inserted(text, at, "*")),
    ("reserved indicator", |text, at| inserted(text, at, "@")),
    ("tab at the line's start", |text, at| inserted(text, line_start(text, at), "\t")),
    ("blank at the line's start", |text, at| inserted(text, line_start(text, at), " ")),
    ("character removed", |text, at| {
        let width = text[at..].chars().next().map_or(0, char::len_utf8);
        let is_line_break = text[at..].starts_with(['\n', '\r']);
        text[..at].to_owned() + &text[at + if is_line_break { 0 } else { width }..]
    }),
    ("cut off", |text, at| text[..at].to_owned()),
];

fn inserted(text: &str, at: usize, new: &str) -> String {
    [&text[..at], new, &text[at..]].concat()
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

#[test]
fn a_syntax_error_adds_no_finding() {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse::<usize>().ok());
    let count = number("DAMAGE").unwrap_or(COUNT);
    let mut random = Random(number("SEED").unwrap_or_default() as u64);
    let templates = templates();
    let (mut broken, mut kept) = (0, 0);
    let mut new: BTreeMap<&str, String> = BTreeMap::new();
    for (text, known) in templates.iter().cycle().take(count) {
        let mut at = random.below(text.len());
        while !text.is_char_boundary(at) || text[..at].ends_with('\r') {
            at -= 1;
        }
        let (name, damage) = BREAKS[random.below(BREAKS.len())];
        let damaged = damage(text, at);
        let Some(found) = findings_beside_error(&damaged).filter(|_| is_json(text) == is_json(&damaged))
        else {
            continue;
        };
        broken += 1;
        kept += found.len();
        for found in found.difference(known) {
            let example = new.entry(found.0).or_insert_with(|| format!("{name}: {found:?}\n{damaged}"));
            if damaged.len() < example.len() {
                *example = format!("{name}: {found:?}\n{damaged}");
            }
        }
    }
    println!("{broken} of {count} templates have a syntax error; beside it, {kept} findings were made");
    assert!(broken * 3 > count && kept * 2 > broken, "{broken} were broken, {kept} findings");
    let examples = new.into_values().collect::<Vec<_>>().join("\n=====\n");
    assert!(examples.is_empty(), "findings that the template itself does not have:\n{examples}");
}

/// Whether a text is read as JSON; some rules are about YAML alone.
fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// The findings besides syntax errors; `None` for a text without these.
fn findings_beside_error(text: &str) -> Option<BTreeSet<Found>> {
    let tree = Tree::parse(Source::new(text).expect("a template is small"));
    (!tree.errors().is_empty()).then(|| found(&tree))
}

fn found(tree: &Tree) -> BTreeSet<Found> {
    let (rules, fixable) = (REGISTRY.filtered(|_| true), RuleSet::default());
    let findings = check(tree, Scope::new(REGISTRY, &rules, &fixable));
    let findings = findings.into_iter().filter(|finding| *finding.rule != syntax_error::RULE);
    let line = |offset| tree.source().line_index(offset);
    findings.map(|finding| (finding.rule.name, finding.message, line(finding.range.start()))).collect()
}

/// The templates without syntax errors, each with its findings.
fn templates() -> Vec<(String, BTreeSet<Found>)> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = files_below(&home.join("../examples"));
    files.extend(files_below(&home.join("tests/fixtures/rules")));
    if let Some(corpus) = end_to_end::corpus() {
        files.extend(files_below(&corpus.join("dev")).into_iter().step_by(3));
    }
    let is_template = |path: &&std::path::PathBuf| {
        let ends = ["yaml", "yml", "json", "template"];
        path.extension().is_some_and(|end| ends.iter().any(|known| end == *known))
    };
    let texts = files.iter().filter(is_template).filter_map(|path| std::fs::read_to_string(path).ok());
    // A byte-order mark elsewhere is a name, and a merge of something else than a mapping is an error beside the mistake.
    let is_suitable =
        |text: &String| text.len() < 20_000 && !text.contains("<<:") && !text.contains('\u{feff}');
    let readable = texts.filter(is_suitable).filter_map(|text| {
        let tree = Tree::parse(Source::new(text.as_str()).ok()?);
        let found = tree.errors().is_empty().then(|| found(&tree))?;
        (!text.is_empty()).then_some((text, found))
    });
    readable.collect()
}
