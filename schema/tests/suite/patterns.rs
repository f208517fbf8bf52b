//! The patterns of all schemas, translated.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use cfn_schema::Table;
use cfn_schema::pattern::translate;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::string::string_regex;
use proptest::test_runner::TestRunner;

use crate::support::all_schemas;

fn patterns() -> BTreeSet<String> {
    let table = Table::aws();
    let mut patterns = BTreeSet::new();
    for schema in all_schemas(table) {
        let keywords = schema.keywords();
        patterns.extend(keywords.pattern.map(|pattern| table.text(pattern)));
        patterns.extend(keywords.pattern_properties.iter().map(|(pattern, _)| table.text(pattern)));
    }
    patterns
}

#[test]
fn patterns_that_stay_unknown() {
    let patterns = patterns();
    let mut unknown = String::new();
    let mut widened = 0;
    for pattern in &patterns {
        match translate(pattern) {
            Ok(translated) => widened += usize::from(translated.is_widened()),
            Err(reason) => writeln!(unknown, "{reason}: {pattern}").expect("a string can be written to"),
        }
    }
    let unknown_count = unknown.lines().count();
    insta::assert_snapshot!(
        "unknown_patterns",
        format!("{} patterns, {widened} widened, {unknown_count} unknown\n\n{unknown}", patterns.len())
    );
}

/// Strings near the pattern: one that matches the translation, and the same with one character changed. They are short if
/// a repetition of a group could make the original backtrack for long.
fn strings_near(pattern: &str, expression: &str, runner: &mut TestRunner) -> Vec<String> {
    let mut found = Vec::new();
    // Not every expression can be sampled: some are anchored in the middle.
    let Ok(strategy) = string_regex(&expression.replace(['^', '$'], "")) else { return found };
    if let Ok(tree) = strategy.new_tree(runner) {
        let repeats_groups = [")*", ")+", "){"].iter().any(|repeated| pattern.contains(repeated));
        let text: String = tree.current().chars().take(if repeats_groups { 8 } else { 30 }).collect();
        for change in ["", "é", "/", "A", "-", "0", "_"] {
            let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
            found.push(format!("{}{change}{}", &text[..middle], &text[middle..]));
            let rest: String = text[middle..].chars().skip(1).collect();
            found.push(format!("{}{change}{rest}", &text[..middle]));
        }
        found.push(format!("{text}\n"));
        found.push(String::new());
        found.push(text);
    }
    found
}

/// A value that the original accepts must be accepted, and if nothing was widened, also the other way round.
#[test]
fn a_translation_is_never_narrower() {
    let mut runner = TestRunner::deterministic();
    let (mut compared, mut problems) = (0, Vec::new());
    for pattern in patterns() {
        // Java's anchors, which ECMAScript reads as letters.
        if pattern.contains("\\A") || pattern.contains("\\Z") {
            continue;
        }
        let Ok(translated) = translate(&pattern) else { continue };
        let Ok(original) =
            regress::Regex::with_flags(&pattern, "u").or_else(|_| regress::Regex::new(&pattern))
        else {
            continue;
        };
        for text in strings_near(&pattern, translated.as_str(), &mut runner) {
            let expected = original.find(&text).is_some();
            let found = translated.is_match(&text);
            compared += 1;
            let has_space = text.contains(char::is_whitespace);
            if expected && !found || found && !expected && !translated.is_widened() && !has_space {
                problems
                    .push(format!("{pattern} on {text:?}: {expected}, translated {found} by {translated:?}"));
            }
        }
    }
    assert!(problems.is_empty(), "{} of {compared}\n{}", problems.len(), problems.join("\n"));
    assert!(compared > 30_000, "{compared} comparisons");
}

#[test]
fn lookaheads_at_the_beginning_are_conditions() {
    let pattern = translate("^(?!aws:)(?=.{3,5}$)[a-z:]+$").expect("a pattern");
    for (text, expected) in
        [("abc", true), ("aws:", false), ("ab", false), ("abcdef", false), ("xaws:", true), ("äbc", false)]
    {
        assert_eq!(pattern.is_match(text), expected, "{text}");
    }
    assert!(!pattern.is_widened());
}

#[test]
fn what_cannot_be_known_is_accepted() {
    for (pattern, accepted, refused) in [
        (r"^[\p{L}]+$", "aÄ中", "a1"),
        (r"^[^\p{L}]+$", "1-Ä", "1a"),
        (r"^.*$", "one\ntwo", ""),
        (r"^a(?!b)c?b$", "ab", "ac"),
        (r"^[\uD83C\uDF00-\uD83D\uDDFF]$", "🌍", "x"),
        (r"^[a-z]{2,5000}$", "abc", "a"),
        (r"^\$\{x{1}\}$", "${x}", "$"),
    ] {
        let translated = translate(pattern).expect("a pattern");
        assert!(translated.is_match(accepted), "{pattern} on {accepted}");
        assert!(refused.is_empty() || !translated.is_match(refused), "{pattern} on {refused}");
    }
}

proptest! {
    #[test]
    fn no_pattern_panics(pattern in r"[\\\[\](){}^$.|*+?a-c0-9,:=!<>puxPé-]{0,40}") {
        if let Ok(translated) = translate(&pattern) {
            translated.is_match("abcé");
        }
    }
}
