//! Templates with random damage: no rule panics, and no fix has to be refused.
//!
//! `MANGLED=100000 cargo test -p cfn-tidy --test mangled` tries more of them.

#![allow(clippy::print_stdout, reason = "the counts are for people")]

mod support;

use std::path::Path;

use cfn_ast::{Source, Tree};
use cfn_tidy::check::Scope;
use cfn_tidy::fix::{FixError, fix};
use cfn_tidy::rules::REGISTRY;
use support::{Random, files_below};

/// So many templates are damaged where nothing else is asked for.
const COUNT: usize = 1000;

/// What is put somewhere into a text.
const PIECES: [&str; 32] = [
    "${",
    "}",
    "&{",
    "!Ref ",
    "!Sub ",
    "!If ",
    "!Join ",
    "!GetAtt ",
    "!Select [0, ",
    "!FindInMap [a, b]",
    "[",
    "]",
    "{",
    "}",
    ":",
    "*a",
    "&a ",
    "- ",
    "\"",
    "'",
    "\n",
    "\n  ",
    "<<: *a",
    "null",
    "Fn::Transform",
    "Fn::Sub: ",
    "Join",
    "DependsOn",
    "# c\n",
    "|",
    "\t",
    "Fn::ForEach::X",
];

#[test]
fn damage_breaks_no_rule_and_no_fix() {
    let count = std::env::var("MANGLED").ok().and_then(|count| count.parse().ok()).unwrap_or(COUNT);
    let texts = texts();
    assert!(texts.len() > 20, "there are templates");
    let mut random = Random(count as u64);
    let (mut read, mut fixed) = (0, 0);
    for _ in 0..count {
        let text = mangled(&texts[random.below(texts.len())], &mut random);
        let Ok(source) = Source::new(text.as_str()) else { continue };
        let tree = Tree::parse(source);
        for also_unsafe in [false, true] {
            match fix_all(&tree, also_unsafe) {
                Ok(changed) => fixed += usize::from(changed),
                Err(FixError::Undetermined(_)) => {}
                Err(error) => panic!("{}", error.bug_report().unwrap_or_default()),
            }
        }
        read += usize::from(tree.errors().is_empty());
    }
    println!("{count} templates, {read} of them could be read, {fixed} were changed");
    assert!(read > count / 10 && fixed > count / 10, "{read} could be read, {fixed} were changed");
}

fn fix_all(tree: &Tree, also_unsafe: bool) -> Result<bool, FixError> {
    let rules = REGISTRY.filtered(|_| true);
    let scope = Scope::new(REGISTRY, &rules, &rules);
    if !tree.errors().is_empty() {
        cfn_tidy::check::check(tree, scope);
        return Ok(false);
    }
    fix(tree, scope, also_unsafe).map(|fixed| fixed.tree.is_some())
}

fn mangled(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(3) {
        let place = boundary(&text, random.below(text.len() + 1));
        match random.below(5) {
            0 => text.insert_str(place, PIECES[random.below(PIECES.len())]),
            1 => {
                let end = boundary(&text, text.len().min(place + 1 + random.below(20)));
                text.replace_range(place..end, "");
            }
            2 => {
                let end = boundary(&text, text.len().min(place + random.below(300)));
                let (part, target) =
                    (text[place..end].to_owned(), boundary(&text, random.below(text.len() + 1)));
                text.insert_str(target, &part);
            }
            3 => move_line(&mut text, random, true),
            _ => move_line(&mut text, random, false),
        }
    }
    text
}

/// Takes a line out, or puts a copy of it elsewhere.
fn move_line(text: &mut String, random: &mut Random, keep: bool) {
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.is_empty() {
        return;
    }
    let place = random.below(lines.len());
    let line = if keep { lines[place] } else { lines.remove(place) };
    if keep {
        lines.insert(random.below(lines.len() + 1), line);
    }
    *text = lines.join("\n");
}

fn boundary(text: &str, place: usize) -> usize {
    (0..=place.min(text.len())).rev().find(|&place| text.is_char_boundary(place)).unwrap_or_default()
}

fn texts() -> Vec<String> {
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
    texts.filter(|text| text.len() < 8_000).collect()
}
