//! Findings about suppressions: unknown selectors, and suppressions that suppress nothing.

use cfn_ast::{Edit, Source, TextRange, Tree};

use super::{Meant, Origin, Suppression, Word};
use crate::finding::Finding;
use crate::fix::Fix;
use crate::rule::selection::{RuleSet, Selector};
use crate::rule::{Registry, Rule};
use crate::rules::tidy::{invalid_suppression, unused_suppression};

/// The rules that ran, among all that suppressions may name.
#[derive(Clone, Copy)]
pub(super) struct Ran<'r> {
    pub(super) registry: Registry,
    pub(super) rules: &'r RuleSet,
}

pub(super) fn findings(tree: &Tree, entry: &Suppression, ran: Ran<'_>) -> Vec<Finding> {
    if entry.origin == Origin::CfnLint {
        return Vec::new();
    }
    let mut findings = invalid(entry);
    findings.extend(unused(tree.source(), entry, ran));
    findings.retain(|finding| ran.rules.contains(finding.rule));
    findings
}

fn invalid(entry: &Suppression) -> Vec<Finding> {
    let rule = &invalid_suppression::RULE;
    if let (Origin::Comment { directive, .. }, []) = (entry.origin, entry.words.as_slice()) {
        let help = "write `ignore[rule]`, or `ignore-file[rule]` for the whole file";
        let message = "invalid cfn-tidy directive".to_owned();
        return vec![Finding::new(rule, directive, message).with_help(help)];
    }
    let unknown = |word: &Word| match &word.rules {
        Meant::Nothing(error) => Some(Finding::new(rule, word.range, error.to_string())),
        Meant::Rules(_) => None,
    };
    entry.words.iter().filter_map(unknown).collect()
}

fn unused(source: &Source, entry: &Suppression, ran: Ran<'_>) -> Option<Finding> {
    let (useless, useful): (Vec<&Word>, Vec<&Word>) =
        entry.words.iter().partition(|word| is_unused(word, ran));
    let first = useless.first()?;
    let range = useless.iter().fold(first.range, |range, word| range.cover(word.range));
    let names: Vec<String> = useless.iter().map(|word| format!("`{}`", source.slice(word.range))).collect();
    let message = match entry.origin {
        Origin::Comment { list: None, .. } => "unused suppression".to_owned(),
        _ => format!("unused suppression of {}", names.join(", ")),
    };
    let mut finding = Finding::new(&unused_suppression::RULE, range, message);
    if let Origin::Comment { directive, list } = entry.origin {
        let edit = match list.filter(|_| !useful.is_empty()) {
            Some(list) => Some(keep_words(source, list, &useful)),
            None => remove(source, directive),
        };
        finding.fix = edit.map(|edit| Fix::safe_edits("remove the unused suppression", [edit]));
    }
    Some(finding)
}

/// Whether a selector suppressed nothing although its rules ran.
pub(super) fn has_unused_word(entry: &Suppression, ran: Ran<'_>) -> bool {
    entry.words.iter().any(|word| is_unused(word, ran))
}

fn speaks_of(selector: Selector, rule: &Rule) -> bool {
    selector.matches(rule, None) || rule.cfn_lint.iter().any(|id| selector.matches(rule, Some(id)))
}

fn is_unused(word: &Word, ran: Ran<'_>) -> bool {
    let Meant::Rules(selector) = &word.rules else { return false };
    // A suppression of a rule that did not run may be needed when it does.
    let ran_all = match selector {
        Selector::Rule(rule) => ran.rules.contains(rule),
        Selector::CfnLint(_) | Selector::Group(_) | Selector::Alias(_) | Selector::All => {
            let meant = ran.registry.rules().iter().filter(|rule| speaks_of(*selector, rule));
            meant.filter(|rule| rule.default).all(|rule| ran.rules.contains(rule))
        }
    };
    ran_all && !word.used.get()
}

fn keep_words(source: &Source, list: TextRange, useful: &[&Word]) -> Edit {
    let kept: Vec<&str> = useful.iter().map(|word| source.slice(word.range)).collect();
    Edit::replace(list, kept.join(", "))
}

/// Removes the directive and the whitespace before it, or the whole line if nothing else is on it.
fn remove(source: &Source, directive: TextRange) -> Option<Edit> {
    let line = source.line_range(source.line_index(directive.start()));
    let before = source.slice(line.before(directive)).trim_start_matches('\u{feff}');
    let kept = before.trim_ascii_end();
    if kept.is_empty() {
        return Some(Edit::delete(source.range_of(before)?.cover(line.after(directive))));
    }
    Some(Edit::delete(source.range_of(&before[kept.len()..])?.cover(directive)))
}
