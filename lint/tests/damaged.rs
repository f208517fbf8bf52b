//! Fixes of damaged templates: no panic, no refusal, no lost comment, and nothing that PyYAML cannot read.
//!
//! Every kind of damage is done to the examples, the fixtures, generated templates and, where there is a corpus, to real
//! ones. PyYAML judges each fix that changes a text.
//!
//! `DAMAGE=200000 SEED=1 cargo test -p cfn-tidy --test damaged -- --nocapture` damages more templates, and others.

#![allow(clippy::print_stdout, reason = "the counts are for people")]

#[allow(dead_code, reason = "only the inputs are damaged")]
mod cases;
mod damage;
#[allow(dead_code, reason = "only whole templates are damaged")]
mod spelled;
mod support;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use cfn_ast::Tree;
use cfn_tidy::check::{Scope, check};
use cfn_tidy::fix::{FixError, Fixed, fix};
use cfn_tidy::rules::REGISTRY;
use damage::characters::widened_everywhere;
use damage::judge::{Judge, Verdict};
use damage::{KINDS, damaged, parse};
use support::{Project, Random, files_below, hash};

/// So many templates are damaged where nothing else is asked for.
const COUNT: usize = 1_200;

/// The most bytes of a template that is damaged.
const LONGEST: usize = 6_000;

/// So many examples are made small and printed for each law and rule.
const EXAMPLES: usize = 4;

/// A law that was broken, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    law: &'static str,
    rule: String,
    detail: String,
}

impl Violation {
    /// Whether the same law is broken, by a rule that could also be at fault here.
    fn is_like(&self, other: &Self) -> bool {
        self.law == other.law
            && self.rule.split(", ").any(|rule| other.rule.split(", ").any(|name| name == rule))
    }
}

#[test]
fn fixes_of_damaged_templates_keep_the_laws() {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse::<usize>().ok());
    let count = number("DAMAGE").unwrap_or(COUNT);
    let first = number("SEED").unwrap_or_default() as u64;
    let mut templates = templates();
    // Two of three templates are real or written for a test.
    templates.extend((0..templates.len() as u64 / 2).map(spelled::template));
    let mut report = Report { judge: Judge::start(), ..Report::default() };
    for (turn, text) in templates.iter().cycle().take(count).enumerate() {
        // Only the text decides, so that another fixture does not change what is done to all others.
        let seed = hash(text) ^ (first + (turn / templates.len()) as u64);
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let kind = random.below(KINDS.len());
        if let Some((text, kinds)) = damaged(text, kind, &mut random) {
            report.add(&text, &kinds);
        }
    }
    report.print();
    assert!(report.fixed * 4 > report.damaged, "{} of {} were changed", report.fixed, report.damaged);
    report.assert_clean();
}

#[test]
fn every_kind_of_damage_can_be_done() {
    let mut random = Random(1);
    let templates = templates();
    for (kind, damage) in KINDS {
        let is_done = templates.iter().any(|text| damage(text, &mut random).is_some_and(|new| new != *text));
        assert!(is_done, "{kind} finds no place");
    }
}

#[test]
fn fixes_of_templates_with_wide_characters_keep_the_laws() {
    let mut random = Random(1);
    let mut report = Report { judge: Judge::start(), ..Report::default() };
    for template in templates().iter().step_by(if std::env::var_os("DAMAGE").is_some() { 1 } else { 4 }) {
        for text in widened_everywhere(template, &mut random) {
            report.add(&text, &[]);
        }
    }
    report.print();
    assert!(report.fixed * 4 > report.damaged, "{} of {} were changed", report.fixed, report.damaged);
    report.assert_clean();
}

#[test]
fn findings_with_wide_characters_can_be_printed_in_every_format() {
    let mut random = Random(2);
    let project = Project::new();
    let mut files = 0;
    for template in templates().iter().step_by(8) {
        for text in widened_everywhere(template, &mut random) {
            project.file(&format!("ü{files}.yaml"), text);
            files += 1;
        }
    }
    for format in ["full", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit"] {
        let run = project.run(&["check", "--isolated", "--select", "ALL", "--output-format", format, "."]);
        let errors = run.stderr();
        assert!(run.code() < 2 && !errors.contains("panicked"), "{format}: {errors}");
        assert!(run.stdout().len() > 10_000, "{format}");
    }
}

/// What is damaged: the examples, the fixtures, the cases of the rewrite rules and the smaller ones of the corpus.
fn templates() -> Vec<String> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = files_below(&home.join("../examples"));
    files.extend(files_below(&home.join("tests/fixtures/rules")));
    if let Some(corpus) = end_to_end::corpus() {
        files.extend(files_below(&corpus.join("dev")));
    }
    let is_template = |path: &std::path::PathBuf| {
        let ends = ["yaml", "yml", "json", "template"];
        path.extension().is_some_and(|end| ends.iter().any(|known| end == *known))
    };
    let texts = files.into_iter().filter(is_template).filter_map(|path| std::fs::read_to_string(path).ok());
    let cases = cases::FILES.into_iter().flat_map(cases::cases).map(|case| case.input);
    texts.chain(cases).filter(|text| text.len() < LONGEST).collect()
}

/// What was tried, and what went wrong.
#[derive(Default)]
struct Report {
    judge: Option<Judge>,
    damaged: usize,
    readable: usize,
    fixed: usize,
    judged: usize,
    broken: BTreeMap<(&'static str, String), Vec<String>>,
}

impl Report {
    fn add(&mut self, text: &str, kinds: &[&'static str]) {
        self.damaged += 1;
        if self.damaged.is_multiple_of(1_000) {
            self.print();
        }
        let tree = parse(text);
        self.readable += usize::from(tree.errors().is_empty());
        for violation in self.broken_laws(&tree) {
            let count = self.broken.get(&(violation.law, violation.rule.clone())).map_or(0, Vec::len);
            let example = if count < EXAMPLES {
                let (small, detail) = self.smallest(text, &violation);
                println!("===== {} {}: {kinds:?}: {detail}\n{small}", violation.law, violation.rule);
                format!("{kinds:?}: {detail}\n{small}")
            } else {
                String::new()
            };
            self.broken.entry((violation.law, violation.rule)).or_default().push(example);
        }
    }

    fn broken_laws(&mut self, before: &Tree) -> Vec<Violation> {
        let work = catch_unwind(AssertUnwindSafe(|| fix_in_both_ways(before)));
        let Ok((safe, with_unsafe)) = work else {
            return vec![Violation { law: "panic", rule: String::new(), detail: String::new() }];
        };
        let mut violations = Vec::new();
        for (outcome, is_safe) in [(safe, true), (with_unsafe, false)] {
            match outcome {
                Ok(fixed) => {
                    violations.extend(fixed.refused.iter().map(refusal));
                    self.fixed += usize::from(is_safe && fixed.tree.is_some());
                    violations.extend(fixed.tree.and_then(|after| self.broken_by(before, &after, is_safe)));
                }
                Err(FixError::Undetermined(_)) => {}
                Err(error) => violations.push(refusal(&error)),
            }
        }
        // The unsafe fixes come after the safe ones, whose violations are not repeated.
        violations.sort();
        violations.dedup();
        violations
    }

    fn broken_by(&mut self, before: &Tree, after: &Tree, is_safe: bool) -> Option<Violation> {
        let violation = |law, detail| Some(Violation { law, rule: String::new(), detail });
        if let Some(comment) = lost_comment(before, after).filter(|_| is_safe) {
            return violation("comment lost", comment);
        }
        match catch_unwind(AssertUnwindSafe(|| run_fix(after, false))) {
            Ok(Ok(again)) if !again.refused.is_empty() => {
                return violation("refused again", again.refused[0].to_string());
            }
            Ok(Ok(again)) if again.tree.is_none() || !is_safe => {}
            Ok(Ok(again)) => return violation("not idempotent", format!("{:?}", again.applied)),
            Ok(Err(error)) => return violation("refused again", error.to_string()),
            Err(_) => return violation("panic again", String::new()),
        }
        let judge = self.judge.as_mut()?;
        self.judged += 1;
        match judge.judge(before, after) {
            Verdict::Fine => None,
            Verdict::Unreadable(reason) => violation("unreadable", reason),
            Verdict::Disagreement(difference) => violation("disagreement", difference),
        }
    }

    /// The template with as few lines as break the same law by one of the same rules, and the detail of that.
    fn smallest(&mut self, text: &str, violation: &Violation) -> (String, String) {
        let mut detail = violation.detail.clone();
        let mut lines: Vec<&str> = text.split_inclusive(['\n', '\r']).collect();
        let mut size = lines.len() / 2;
        while size > 0 {
            let mut start = 0;
            while start < lines.len() {
                let end = lines.len().min(start + size);
                let shorter = [&lines[..start], &lines[end..]].concat();
                let broken = self.broken_laws(&parse(&shorter.concat()));
                match broken.into_iter().find(|other| other.is_like(violation)) {
                    Some(other) => (lines, detail) = (shorter, other.detail),
                    None => start += size,
                }
            }
            size /= 2;
        }
        (lines.concat(), detail)
    }

    fn print(&self) {
        let Self { damaged, readable, fixed, judged, .. } = self;
        println!(
            "{damaged} templates were damaged, {readable} could be read, {fixed} changed, {judged} fixes judged"
        );
        for ((law, rule), examples) in &self.broken {
            println!("{law} {rule}: {}", examples.len());
        }
    }

    fn assert_clean(&self) {
        let examples = self.broken.iter().flat_map(|((law, rule), examples)| {
            let told = examples.iter().filter(|example| !example.is_empty());
            told.map(move |example| format!("===== {law} {rule}: {example}"))
        });
        assert!(self.broken.is_empty(), "{}", examples.collect::<Vec<_>>().join("\n"));
    }
}

type Outcome = Result<Fixed, FixError>;

/// Fixes the template without and with unsafe fixes.
fn fix_in_both_ways(before: &Tree) -> (Outcome, Outcome) {
    (run_fix(before, false), run_fix(before, true))
}

fn run_fix(before: &Tree, also_unsafe: bool) -> Outcome {
    let rules = REGISTRY.filtered(|_| true);
    let scope = Scope::new(REGISTRY, &rules, &rules);
    if before.errors().is_empty() {
        return fix(before, scope, also_unsafe);
    }
    let remaining = check(before, scope);
    let (applied, refused) = (Vec::new(), Vec::new());
    Ok(Fixed { found: remaining.len(), tree: None, applied, remaining, refused })
}

fn refusal(error: &FixError) -> Violation {
    let rule = error.rules().join(", ");
    Violation { law: "refused", rule, detail: error.bug_report().unwrap_or_default() }
}

/// A comment that the result has less often than the original; a directive to cfn-tidy may go.
fn lost_comment(before: &Tree, after: &Tree) -> Option<String> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for range in after.comments().iter() {
        *left.entry(after.source().slice(range).trim_end()).or_default() += 1;
    }
    let texts = before.comments().iter().map(|range| before.source().slice(range).trim_end());
    let mut lost = texts.filter(|text| !text.contains("cfn-tidy:")).filter(|text| {
        let count = left.entry(text).or_default();
        *count = count.wrapping_sub(1);
        *count == usize::MAX
    });
    lost.next().map(str::to_owned)
}
