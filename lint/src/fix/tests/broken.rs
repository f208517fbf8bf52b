//! Rules that break their promises, for the tests of what happens then.

use cfn_ast::{Edit, Node};

use crate::finding::Severity;
use crate::fix::Fix;
use crate::rule::RuleContext;
use crate::rule::{DependsOn, FixKind, Group, Hook, InExpansion, NodeCheck, Rule};

const fn rule(name: &'static str, fix: FixKind, hooks: &'static [Hook]) -> Rule {
    let docs = " A rule for the tests.";
    Rule {
        name,
        group: Group::Tidy,
        severity: Severity::Note,
        fix,
        default: false,
        cfn_lint: &[],
        some_without_cfn_lint: false,
        docs,
        hooks,
        functions: &[],
        skips: &[],
        in_expansion: InExpansion::Skip,
        blocks_fixes: false,
        depends_on: DependsOn::Declaration,
    }
}

const fn node(check: NodeCheck) -> Hook {
    Hook::Node(check)
}

/// Every rule of this file.
pub(super) const RULES: [&Rule; 9] = [
    &BREAKS_SYNTAX,
    &BREAKS_SYNTAX_UNSAFELY,
    &CHANGES_MEANING,
    &CHANGES_MEANING_UNSAFELY,
    &COLLIDES,
    &CORRECTS_TOO_MUCH,
    &LOSES_COMMENT,
    &NEVER_ENDS,
    &REPEATS_KEY,
];

static CHANGES_MEANING: Rule = rule("changes-meaning", FixKind::Safe, &[node(changes_meaning)]);
static CHANGES_MEANING_UNSAFELY: Rule =
    rule("changes-meaning-unsafely", FixKind::Unsafe, &[node(changes_meaning_unsafely)]);
static LOSES_COMMENT: Rule = rule("loses-comment", FixKind::Safe, &[node(loses_comment)]);
static REPEATS_KEY: Rule = rule("repeats-key", FixKind::Safe, &[node(repeats_key)]);
static BREAKS_SYNTAX: Rule = rule("breaks-syntax", FixKind::Safe, &[node(breaks_syntax)]);
static BREAKS_SYNTAX_UNSAFELY: Rule =
    rule("breaks-syntax-unsafely", FixKind::Unsafe, &[node(breaks_syntax_unsafely)]);
static CORRECTS_TOO_MUCH: Rule = rule("corrects-too-much", FixKind::Safe, &[node(corrects_too_much)]);
static NEVER_ENDS: Rule = rule("never-ends", FixKind::Safe, &[node(never_ends)]);
static COLLIDES: Rule = rule("collides", FixKind::Safe, &[node(collides)]);

/// Reports the value of `Key` with a fix.
fn report(node: Node<'_>, cx: &mut RuleContext<'_, '_>, make: fn(Vec<Edit>) -> Fix, edit: Edit) {
    if node.key().and_then(Node::text) == Some("Key") {
        let finding = cx.finding(node.range(), "found");
        cx.report_with_fix(finding, || Some(make(vec![edit])));
    }
}

fn safe(edits: Vec<Edit>) -> Fix {
    Fix::safe_edits("change it", edits)
}

fn not_safe(edits: Vec<Edit>) -> Fix {
    Fix::unsafe_edits("change it", edits)
}

fn changes_meaning(node: Node<'_>, cx: &mut RuleContext<'_, '_>) {
    if node.text() == Some("before") {
        report(node, cx, safe, Edit::replace(node.range(), "after"));
    }
}

fn changes_meaning_unsafely(node: Node<'_>, cx: &mut RuleContext<'_, '_>) {
    if node.text() == Some("before") {
        report(node, cx, not_safe, Edit::replace(node.range(), "after"));
    }
}

fn corrects_too_much(node: Node<'_>, cx: &mut RuleContext<'_, '_>) {
    if node.text() == Some("before") {
        let make = |edits| Fix::correction("change it", edits);
        report(node, cx, make, Edit::replace(node.range(), "[after]"));
    }
}

fn loses_comment(node: Node<'_>, cx: &mut RuleContext<'_, '_>) {
    let line = cx.source().line_range(cx.source().line_index(node.range().end()));
    let rest = line.after(node.range());
    if cx.tree().comments().any_within(rest) {
        report(node, cx, safe, Edit::replace(rest, "\n"));
    }
}

/// Writes the entry twice, which means the same and is a mistake.
fn repeats_key(node: Node<'_>, cx: &mut RuleContext<'_, '_>) {
    if node.text() == Some("before")
        && cx.tree().nodes().filter(|other| other.text() == Some("Key")).count() < 2
    {
        report(node, cx, safe, Edit::insert(node.range().end(), "\nKey: before"));
    }
}

fn breaks_syntax(node: Node<'_>, cx: &mut RuleContext<'_, '_>) {
    report(node, cx, safe, Edit::replace(node.range(), "["));
}

fn breaks_syntax_unsafely(node: Node<'_>, cx: &mut RuleContext<'_, '_>) {
    report(node, cx, not_safe, Edit::replace(node.range(), "["));
}

fn never_ends(node: Node<'_>, cx: &mut RuleContext<'_, '_>) {
    let other = if node.source_text() == "before" { "'before'" } else { "before" };
    report(node, cx, safe, Edit::replace(node.range(), other));
}

/// Quotes the key `A` together with rewriting its value as it is written.
fn collides(node: Node<'_>, cx: &mut RuleContext<'_, '_>) {
    if node.is_key() && node.source_text() == "A" {
        let value =
            node.own_entry().map(|entry| Edit::replace(entry.value.range(), entry.value.source_text()));
        let edits = [Some(Edit::replace(node.range(), "\"A\"")), value];
        let finding = cx.finding(node.range(), "found");
        cx.report_with_fix(finding, || Some(Fix::safe_edits("quote it", edits.into_iter().flatten())));
    }
}
