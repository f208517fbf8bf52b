//! Laws that every fix keeps, tried on templates made by chance and on real ones.
//!
//! 1. No fix is refused, and fixing ends.
//! 2. A second run has nothing to do.
//! 3. There is no error afterwards that was not there before.
//! 4. Each safe fix keeps the first three laws alone, too, and loses no comment.
//! 5. The first three hold whatever findings are kept: by comments, by a baseline, or as not fixable.
//!
//! `FIX_LAWS=20000 SEED=1 cargo test -p cfn-tidy --test fix_laws -- --nocapture` tries more templates, and others; then
//! all of the real ones that are small.

#![allow(clippy::print_stdout, reason = "the counts are for people")]

mod spelled;
mod support;

use std::collections::{BTreeMap, BTreeSet};

use cfn_ast::meaning::same_meaning;
use cfn_ast::{EditSet, Source, Tree};
use cfn_tidy::check::{Scope, check};
use cfn_tidy::finding::fingerprint::{Fingerprint, fingerprints};
use cfn_tidy::finding::suppress::{Suppressions, add_ignores};
use cfn_tidy::finding::{Finding, Severity};
use cfn_tidy::fix::{Applicability, Fix, FixError, fix};
use cfn_tidy::rule::Rule;
use cfn_tidy::rules::REGISTRY;
use support::{Random, files_below};

/// So many templates are made where nothing else is asked for.
const COUNT: usize = 400;

/// A law that was broken: which, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    law: &'static str,
    rule: String,
    detail: String,
}

#[test]
fn fixes_of_generated_templates_keep_the_laws() {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse().ok());
    let count: u64 = number("FIX_LAWS").unwrap_or(COUNT as u64);
    let first = number("SEED").unwrap_or_default() * 1_000_000;
    let mut report = Report::default();
    for seed in first..first + count {
        report.add(&spelled::template(seed), &format!("seed {seed}"));
    }
    report.print();
    assert!(report.read * 100 >= count as usize * 85, "{} of {count} could be read", report.read);
    assert!(report.fixed * 2 > report.read, "{} of {} were changed", report.fixed, report.read);
    report.assert_clean();
}

#[test]
fn fixes_of_real_templates_keep_the_laws() {
    let Some(corpus) = end_to_end::corpus() else { return };
    let mut report = Report::default();
    let files = files_below(&corpus.join("dev"));
    let step = if std::env::var_os("FIX_LAWS").is_some() { 1 } else { 5 };
    for path in files.into_iter().step_by(step) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if text.len() < 12_000 {
            report.add(&text, &path.display().to_string());
        }
    }
    report.print();
    report.assert_clean();
}

/// What was tried, and what went wrong.
#[derive(Default)]
struct Report {
    read: usize,
    fixed: usize,
    alone: usize,
    broken: BTreeMap<(&'static str, String), Vec<String>>,
}

impl Report {
    fn add(&mut self, text: &str, name: &str) {
        let tree = parse(text);
        if !tree.errors().is_empty() {
            return;
        }
        self.read += 1;
        let outcome = broken_laws(&tree);
        self.fixed += usize::from(outcome.is_changed);
        self.alone += outcome.alone;
        for violation in outcome.violations {
            let examples = self.broken.entry((violation.law, violation.rule.clone())).or_default();
            if examples.len() < 3 {
                let small = smallest(text, &violation);
                examples.push(format!("{name}: {}\n{small}", violation.detail));
            } else {
                examples.push(String::new());
            }
        }
    }

    fn print(&self) {
        let (read, fixed, alone) = (self.read, self.fixed, self.alone);
        println!("{read} templates could be read, {fixed} were changed, {alone} fixes were applied alone");
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

/// What fixing a template did.
struct Outcome {
    is_changed: bool,
    /// How many fixes were applied alone.
    alone: usize,
    violations: Vec<Violation>,
}

fn broken_laws(before: &Tree) -> Outcome {
    let rules = REGISTRY.filtered(|_| true);
    let scope = Scope::new(REGISTRY, &rules, &rules);
    let mut violations = Vec::new();
    let is_changed = match fix(before, scope, false) {
        Ok(fixed) => {
            violations.extend(fixed.refused.iter().map(refusal));
            fixed.tree.is_some_and(|after| {
                violations.extend(broken_by_result(&after, scope));
                true
            })
        }
        Err(FixError::Undetermined(_)) => {
            return Outcome { is_changed: false, alone: 0, violations };
        }
        Err(error) => {
            violations.push(refusal(&error));
            false
        }
    };
    violations.extend(broken_with_kept(before));
    let findings = check(before, scope);
    violations.extend(error_of_result(before, &findings, scope));
    let safe: Vec<&Finding> = findings.iter().filter(|finding| safe_fix(finding).is_some()).collect();
    for finding in &safe {
        violations.extend(broken_alone(before, finding, &findings, scope));
    }
    Outcome { is_changed, alone: safe.len(), violations }
}

/// Fixes the template while a part of its findings, drawn by chance, is kept in each of the three ways.
fn broken_with_kept(before: &Tree) -> Option<Violation> {
    let rules = REGISTRY.filtered(|_| true);
    let scope = Scope::new(REGISTRY, &rules, &rules);
    let mut random = Random::of(before.source().text());
    let mut some = |findings: &[Finding]| -> Vec<Finding> {
        findings.iter().filter(|_| random.below(4) == 0).cloned().collect()
    };
    let findings = check(before, scope);
    let commented = parse(&add_ignores(before, REGISTRY, &some(&findings)).text);
    let findings = check(&commented, scope);
    let accepted: BTreeSet<Fingerprint> = fingerprints(&commented, &some(&findings)).into_iter().collect();
    let unfixable = some(&findings);
    let is_fixable = |rule: &Rule| unfixable.iter().all(|finding| finding.rule != rule);
    let fixable = REGISTRY.filtered(is_fixable);
    let kept = Scope { fixable: &fixable, accepted: Some(&accepted), ..scope };
    match fix(&commented, kept, false) {
        Ok(fixed) => {
            if let Some(error) = fixed.refused.first() {
                return Some(Violation { law: "refused with kept findings", ..refusal(error) });
            }
            let after = fixed.tree?;
            let (old, new) =
                (check(&without_ignores(&commented), scope), check(&without_ignores(&after), scope));
            let error = new_error(&old, &new).map(|detail| Violation {
                law: "new error with kept findings",
                rule: String::new(),
                detail,
            });
            error.or_else(|| broken_by_result(&after, kept))
        }
        Err(FixError::Undetermined(_)) => None,
        Err(error) => Some(Violation { law: "refused with kept findings", ..refusal(&error) }),
    }
}

/// The template without what its comments ask of cfn-tidy, so that no error is hidden.
fn without_ignores(tree: &Tree) -> Tree {
    parse(&Suppressions::of(tree, REGISTRY).blank_comments(tree))
}

fn refusal(error: &FixError) -> Violation {
    let rule = error.rules().join(", ");
    Violation { law: "refused", rule, detail: error.bug_report().unwrap_or_default() }
}

fn broken_by_result(after: &Tree, scope: Scope<'_>) -> Option<Violation> {
    let violation = |law, detail| Violation { law, rule: String::new(), detail };
    match fix(after, scope, false) {
        Ok(again) if !again.refused.is_empty() => {
            Some(violation("refused again", again.refused[0].to_string()))
        }
        Ok(again) if again.tree.is_none() => None,
        Ok(again) => Some(violation("not idempotent", format!("{:?}", again.applied))),
        Err(error) => Some(violation("refused again", error.to_string())),
    }
}

fn error_of_result(before: &Tree, findings: &[Finding], scope: Scope<'_>) -> Option<Violation> {
    let fixed = fix(before, scope, false).ok()?;
    let detail = new_error(findings, &fixed.remaining)?;
    Some(Violation { law: "new error", rule: String::new(), detail })
}

/// A fix that is offered as safe and keeps the meaning.
fn safe_fix(finding: &Finding) -> Option<&Fix> {
    let is_safe = |fix: &&Fix| fix.applicability() == Applicability::Safe && !fix.is_correction();
    finding.fix.as_ref().filter(is_safe)
}

fn broken_alone(
    before: &Tree,
    finding: &Finding,
    findings: &[Finding],
    scope: Scope<'_>,
) -> Option<Violation> {
    let mut edits = EditSet::new();
    let violation = |law, detail| Some(Violation { law, rule: finding.rule.name.to_owned(), detail });
    if let Err(overlap) = edits.add_all(safe_fix(finding)?.edits().iter().cloned()) {
        return violation("overlap", overlap.to_string());
    }
    let after = parse(&edits.apply(before.source().text()));
    if let Err(changed) = same_meaning(before, &after) {
        return violation("alone", format!("{changed}\n{}", shown(&edits)));
    }
    if comments(before) != comments(&after) {
        return violation("comments", shown(&edits));
    }
    let error = new_error(findings, &check(&after, scope))?;
    violation("new error alone", error)
}

fn shown(edits: &EditSet) -> String {
    let edits: Vec<_> = edits.iter().map(|edit| format!("{:?} -> {:?}", edit.range(), edit.text())).collect();
    edits.join("\n")
}

/// The comments, sorted: a fix moves none, and loses none.
fn comments(tree: &Tree) -> Vec<&str> {
    let is_directive = |text: &&str| text.contains("cfn-tidy:");
    let texts = tree.comments().iter().map(|range| tree.source().slice(range).trim_end());
    let mut texts: Vec<&str> = texts.filter(|text| !is_directive(text)).collect();
    texts.sort_unstable();
    texts
}

/// An error that was not there before; one fault may be reported once more, where a value is used twice that is written
/// twice afterwards.
fn new_error(before: &[Finding], after: &[Finding]) -> Option<String> {
    let before = errors(before);
    let new = errors(after).into_iter().find(|error| !before.contains(error));
    new.map(|(rule, message)| format!("{rule}: {message}"))
}

/// The errors that block fixes. Others were there before and are only seen more clearly, such as the runtime that two
/// joined strings make.
fn errors(findings: &[Finding]) -> BTreeSet<(&str, &str)> {
    let errors =
        findings.iter().filter(|finding| finding.severity == Severity::Error && finding.rule.blocks_fixes);
    errors.map(|finding| (finding.rule.name, finding.message.as_str())).collect()
}

/// The template with as few lines as break the same law by the same rule.
fn smallest(text: &str, violation: &Violation) -> String {
    let is_broken = |text: &str| {
        let tree = parse(text);
        let is_same = |other: &Violation| other.law == violation.law && other.rule == violation.rule;
        tree.errors().is_empty() && broken_laws(&tree).violations.iter().any(is_same)
    };
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut size = lines.len() / 2;
    while size > 0 {
        let mut start = 0;
        while start < lines.len() {
            let end = lines.len().min(start + size);
            let shorter = [&lines[..start], &lines[end..]].concat();
            if is_broken(&shorter.concat()) {
                lines = shorter;
            } else {
                start += size;
            }
        }
        size /= 2;
    }
    lines.concat()
}

fn parse(text: &str) -> Tree {
    Tree::parse(Source::new(text).expect("a template is small"))
}
