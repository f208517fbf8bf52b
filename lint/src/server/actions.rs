//! Code actions: fixes of findings, and suppressions.

use std::borrow::Cow;

use cfn_ast::meaning::same_meaning;
use cfn_ast::{Edit, EditSet, Source, TextRange, Tree};
use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, TextEdit, Uri, WorkspaceEdit};
use serde::{Deserialize, Serialize};

use super::diagnostics::diagnostic;
use super::edits::{replacement, text_edits, workspace_edit};
use super::requests::Open;
use crate::check::Scope;
use crate::finding::Finding;
use crate::finding::suppress::{ignore_in_file, ignore_on_line};
use crate::fix::{Applicability, Fix, fix, verify_offered};

/// The kind of the action that applies all safe fixes, for fixes on save.
const FIX_ALL: &str = "source.fixAll.cfn-tidy";

/// The kind of the actions that are offered at a finding.
const QUICK_FIX: &str = "quickfix";

/// What identifies an action whose edit is computed when it is chosen.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Deferred {
    pub(super) uri: Uri,
    pub(super) version: i32,
    /// The rule whose findings are fixed; `None` for all rules.
    pub(super) rule: Option<String>,
}

pub(super) fn fix_all_kind() -> CodeActionKind {
    CodeActionKind::Custom(Cow::Borrowed(FIX_ALL))
}

/// Returns the actions for a range of a template.
pub(super) fn actions(open: &Open<'_>, findings: &[Finding], params: &CodeActionParams) -> Vec<CodeAction> {
    let wanted = Wanted { only: params.context.only.as_deref() };
    let source = open.file.tree.source();
    let encoding = open.encoding();
    let start = encoding.offset(source, params.range.start);
    let end = encoding.offset(source, params.range.end).max(start);
    let mut actions = Vec::new();
    if wanted.has(QUICK_FIX) {
        let mut here: Vec<Finding> =
            findings.iter().filter(|finding| touches(finding.range, start, end)).cloned().collect();
        open.workspace.with_scope(open.file, |scope| verify_offered(&open.file.tree, &mut here, scope));
        let fixes = here.iter().filter_map(|finding| fix_action(open, finding));
        actions.extend(fixes);
        actions.extend(rule_actions(open, findings, &here));
        for finding in &here {
            actions.extend(ignore_actions(open, finding));
        }
    }
    if wanted.has(FIX_ALL) && findings.iter().any(has_safe_fix) {
        let title = "Apply all safe fixes".to_owned();
        let action = CodeAction { title, kind: Some(fix_all_kind()), ..CodeAction::default() };
        actions.extend(deferred(open, action, None));
    }
    actions
}

/// The kinds of action that the client asks for.
struct Wanted<'p> {
    only: Option<&'p [CodeActionKind]>,
}

impl Wanted<'_> {
    /// Whether actions of a kind are wanted: the kind itself, or one above it, such as `source` for `source.fixAll`.
    fn has(&self, kind: &str) -> bool {
        let Some(only) = self.only else { return true };
        only.iter().any(|wanted| {
            let wanted = String::from(wanted.clone());
            let rest = kind.strip_prefix(&*wanted);
            rest.is_some_and(|rest| wanted.is_empty() || rest.is_empty() || rest.starts_with('.'))
        })
    }
}

fn touches(range: TextRange, start: u32, end: u32) -> bool {
    range.start() <= end && start <= range.end()
}

fn has_safe_fix(finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.applicability() == Applicability::Safe)
}

/// The action that applies the fix of one finding. A safe one has been proven alone.
fn fix_action(open: &Open<'_>, finding: &Finding) -> Option<CodeAction> {
    let fix = finding.fix.as_ref()?;
    let note = match fix.applicability() {
        Applicability::Safe => "",
        Applicability::Unsafe => " (unsafe: may change the meaning)",
        Applicability::Suggestion => " (has a placeholder to fill in)",
    };
    let edits = text_edits(open.file.tree.source(), fix.edits(), open.encoding());
    Some(CodeAction {
        is_preferred: Some(has_safe_fix(finding)),
        ..quick_fix(open, finding, format!("{}{note}", sentence(fix)), edits)
    })
}

/// Returns what a fix does, as the title of an action.
fn sentence(fix: &Fix) -> String {
    let mut characters = fix.message().chars();
    let first = characters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(characters).collect()
}

fn quick_fix(open: &Open<'_>, finding: &Finding, title: String, edits: Vec<TextEdit>) -> CodeAction {
    let source = open.file.tree.source();
    CodeAction {
        title,
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostic(finding, source, &open.uri, open.encoding())]),
        edit: Some(workspace_edit(&open.uri, edits)),
        ..CodeAction::default()
    }
}

/// The actions that apply all safe fixes of a rule, for the rules with one here and others elsewhere.
fn rule_actions(open: &Open<'_>, findings: &[Finding], here: &[Finding]) -> Vec<CodeAction> {
    let mut rules: Vec<&str> =
        here.iter().filter(|finding| has_safe_fix(finding)).map(|finding| finding.rule.name).collect();
    rules.sort_unstable();
    rules.dedup();
    let fixable =
        |rule: &str| findings.iter().filter(|other| other.rule.name == rule && has_safe_fix(other)).count();
    rules.retain(|rule| fixable(rule) > 1);
    let action = |rule: &str| {
        let title = format!("Fix all findings of {rule} in this file");
        let action = CodeAction { title, kind: Some(CodeActionKind::QuickFix), ..CodeAction::default() };
        deferred(open, action, Some(rule))
    };
    rules.into_iter().filter_map(action).collect()
}

/// Returns an action with the edit of [`fix_all`], or with what is needed to compute the edit later if the client can ask
/// for it.
fn deferred(open: &Open<'_>, action: CodeAction, rule: Option<&str>) -> Option<CodeAction> {
    if open.client.resolves_edits {
        let data = Deferred { uri: open.uri.clone(), version: open.version, rule: rule.map(str::to_owned) };
        return Some(CodeAction { data: serde_json::to_value(data).ok(), ..action });
    }
    Some(CodeAction { edit: Some(fix_all(open, rule)?), ..action })
}

/// Returns the edit that applies all safe fixes, or those of one rule, with the proof of the command line; `None` if
/// nothing can be fixed.
pub(super) fn fix_all(open: &Open<'_>, rule: Option<&str>) -> Option<WorkspaceEdit> {
    let tree = &open.file.tree;
    if !tree.errors().is_empty() {
        return None;
    }
    let fixed = open.workspace.with_scope(open.file, |scope| {
        let fixable = scope.fixable.only_rules(|other| rule.is_none_or(|rule| rule == other.name));
        fix(tree, Scope { fixable: &fixable, ..scope }, false)
    });
    let after = fixed.ok()?.tree?;
    let edit = replacement(tree.source(), after.source())?;
    Some(workspace_edit(&open.uri, text_edits(tree.source(), &[edit], open.encoding())))
}

/// The actions that suppress a finding, on its line and in the file.
fn ignore_actions(open: &Open<'_>, finding: &Finding) -> Vec<CodeAction> {
    let (tree, registry, rule) = (&open.file.tree, open.workspace.registry, finding.rule.name);
    let on_line =
        ignore_on_line(tree, registry, finding).map(|edit| (format!("Ignore {rule} on this line"), edit));
    let in_file =
        ignore_in_file(tree, registry, finding).map(|edit| (format!("Ignore {rule} in this file"), edit));
    let edits = [on_line, in_file].into_iter().flatten();
    let harmless = edits.filter(|(_, edit)| keeps_meaning(tree, edit));
    let action =
        |(title, edit)| quick_fix(open, finding, title, text_edits(tree.source(), &[edit], open.encoding()));
    harmless.map(action).collect()
}

/// Whether a comment changes nothing else. In a text with syntax errors this cannot be proven.
fn keeps_meaning(tree: &Tree, edit: &Edit) -> bool {
    let mut edits = EditSet::new();
    if !tree.errors().is_empty() || edits.add_all([edit.clone()]).is_err() {
        return false;
    }
    let Ok(source) = Source::new(edits.apply(tree.source().text())) else { return false };
    same_meaning(tree, &tree.parse_version(source)).is_ok()
}
