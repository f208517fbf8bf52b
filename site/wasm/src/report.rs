//! What JavaScript is told. Offsets are in UTF-16 code units, lines and columns start at 1.

use cfn_ast::{TextRange, Tree};
use cfn_tidy::finding::{Finding, Severity};
use cfn_tidy::fix::Applicability;
use cfn_tidy::rule::{FixKind, Group, Rule};
use diffy::DiffOptions;
use serde::Serialize;

mod offsets;

use offsets::Offsets;

/// Why there is no result.
#[derive(Debug, Serialize)]
pub struct Failed {
    /// The messages; at least one.
    pub errors: Vec<String>,
}

impl Failed {
    /// A failure with one message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { errors: vec![message.into()] }
    }
}

/// The findings in a template.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// The findings, in the order of the source.
    pub findings: Vec<WebFinding>,
}

impl Checked {
    /// The findings of a tree.
    pub fn new(tree: &Tree, findings: &[Finding]) -> Self {
        let offsets = Offsets::new(tree.source().text());
        Self { findings: findings.iter().map(|finding| WebFinding::new(tree, &offsets, finding)).collect() }
    }
}

/// One finding.
#[derive(Debug, Serialize)]
pub struct WebFinding {
    rule: &'static str,
    cfn_lint: Option<&'static str>,
    severity: Severity,
    message: String,
    help: Option<String>,
    #[serde(flatten)]
    place: Place,
    line: u32,
    column: u32,
    labels: Vec<WebLabel>,
    fix: Option<WebFix>,
}

impl WebFinding {
    fn new(tree: &Tree, offsets: &Offsets<'_>, finding: &Finding) -> Self {
        let start = tree.source().line_column_utf16(finding.range.start());
        let label = |label: &cfn_tidy::finding::Label| WebLabel {
            message: label.message.clone(),
            place: Place::new(offsets, label.range),
        };
        Self {
            rule: finding.rule.name,
            cfn_lint: finding.cfn_lint,
            severity: finding.severity,
            message: finding.message.clone(),
            help: finding.help.clone(),
            place: Place::new(offsets, finding.range),
            line: start.line,
            column: start.column,
            labels: finding.labels.iter().map(label).collect(),
            fix: finding.fix.as_ref().map(|fix| WebFix::new(offsets, fix)),
        }
    }
}

/// A part of the template.
#[derive(Debug, Serialize)]
pub struct Place {
    from: usize,
    to: usize,
}

impl Place {
    fn new(offsets: &Offsets<'_>, range: TextRange) -> Self {
        Self { from: offsets.utf16(range.start()), to: offsets.utf16(range.end()) }
    }
}

/// Another place that explains a finding.
#[derive(Debug, Serialize)]
pub struct WebLabel {
    message: String,
    #[serde(flatten)]
    place: Place,
}

/// Edits that remove a finding.
#[derive(Debug, Serialize)]
pub struct WebFix {
    applicability: Applicability,
    message: String,
    edits: Vec<WebEdit>,
}

impl WebFix {
    fn new(offsets: &Offsets<'_>, fix: &cfn_tidy::fix::Fix) -> Self {
        let edit = |edit: &cfn_ast::Edit| WebEdit {
            place: Place::new(offsets, edit.range()),
            text: edit.text().to_owned(),
        };
        Self {
            applicability: fix.applicability(),
            message: fix.message().to_owned(),
            edits: fix.edits().iter().map(edit).collect(),
        }
    }
}

/// The replacement of a part of the template.
#[derive(Debug, Serialize)]
pub struct WebEdit {
    #[serde(flatten)]
    place: Place,
    text: String,
}

/// A template with fixes applied.
#[derive(Debug, Serialize)]
pub struct Fixed {
    /// The new text; the old one if nothing was fixed.
    pub text: String,
    /// The changes, as [`diff`] returns them.
    pub diff: String,
    /// The names of the rules whose findings were fixed, once for each fix.
    pub applied: Vec<&'static str>,
    /// Why fixes of some rules are not among them.
    pub refused: Vec<String>,
    /// The number of findings that remain.
    pub remaining: usize,
}

impl Fixed {
    /// The result of fixing a tree.
    pub fn new(tree: &Tree, fixed: &cfn_tidy::fix::Fixed) -> Self {
        let before = tree.source().text();
        let text = fixed.tree.as_ref().map_or(before, |tree| tree.source().text());
        Self {
            text: text.to_owned(),
            diff: diff(before, text),
            applied: fixed.applied.iter().map(|applied| applied.rule.name).collect(),
            refused: fixed.refused.iter().map(ToString::to_string).collect(),
            remaining: fixed.remaining.len(),
        }
    }
}

/// Returns the lines of a unified diff, without those that name the files; empty if nothing differs.
pub fn diff(before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let patch = DiffOptions::new().create_patch(before, after).to_string();
    patch.split_once("\n@@").map_or_else(String::new, |(_, changes)| format!("@@{changes}"))
}

/// A rule and its documentation.
#[derive(Debug, Serialize)]
pub struct RulePage {
    name: &'static str,
    group: Group,
    severity: Severity,
    fix: FixKind,
    default: bool,
    summary: String,
    why: Option<String>,
    fix_safety: Option<String>,
}

impl RulePage {
    /// The page of a rule.
    pub fn new(rule: &Rule) -> Self {
        Self {
            name: rule.name,
            group: rule.group,
            severity: rule.severity,
            fix: rule.fix,
            default: rule.default,
            summary: rule.summary(),
            why: rule.section("Why"),
            fix_safety: rule.section("Fix safety"),
        }
    }
}
