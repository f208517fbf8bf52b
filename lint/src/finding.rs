//! Findings as plain values, and what identifies, accepts or suppresses them.

#[cfg(feature = "cli")]
pub mod baseline;
pub mod fingerprint;
pub mod suppress;

use cfn_ast::TextRange;

use crate::fix::Fix;
use crate::rule::Rule;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The template is correct and could be written better.
    Note,
    /// The template can be deployed, but may not do what was intended.
    Warning,
    /// CloudFormation rejects the template, or the template does something other than it appears to.
    Error,
}

impl Severity {
    /// Every severity, the least first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// Returns the name of the severity, as printed in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Another range that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The labelled bytes.
    pub range: TextRange,
    /// The text of the label: a few words.
    pub message: String,
}

/// One occurrence of a rule's pattern in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that reports it.
    pub rule: &'static Rule,
    /// The cfn-lint ID of the same finding.
    pub cfn_lint: Option<&'static str>,
    /// The byte offset at which cfn-lint reports it, often that of an enclosing key.
    pub cfn_lint_offset: Option<u32>,
    /// The severity of the finding.
    pub severity: Severity,
    /// The primary range, in bytes.
    pub range: TextRange,
    /// The problem, in one line without a full stop.
    pub message: String,
    /// What to do about it, in one line without a full stop.
    pub help: Option<String>,
    /// Whether the help says more than the fix, so that both are shown.
    pub help_adds_to_fix: bool,
    /// Other ranges that explain it.
    pub labels: Vec<Label>,
    /// The edits that remove the finding; `None` also if fixes of the rule were not asked for.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding of a rule, without help, labels and fix. Its cfn-lint ID is the first one that the rule declares.
    pub fn new(rule: &'static Rule, range: TextRange, message: impl Into<String>) -> Self {
        Self {
            rule,
            cfn_lint: rule.cfn_lint.first().copied(),
            cfn_lint_offset: None,
            severity: rule.severity,
            range,
            message: message.into(),
            help: None,
            help_adds_to_fix: false,
            labels: Vec::new(),
            fix: None,
        }
    }

    /// Says that it matters more or less than other findings of its rule.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Sets what to do about the finding.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets a help that says more than the fix, and is shown beside it.
    #[must_use]
    pub fn with_help_beside_fix(self, help: impl Into<String>) -> Self {
        Self { help_adds_to_fix: true, ..self.with_help(help) }
    }

    /// Sets the cfn-lint ID, one of those that the rule declares.
    #[must_use]
    pub fn with_cfn_lint(mut self, id: &'static str) -> Self {
        self.cfn_lint = Some(id);
        self
    }

    /// Says that cfn-lint does not report the finding, though it reports others of the rule.
    #[must_use]
    pub fn without_cfn_lint(mut self) -> Self {
        self.cfn_lint = None;
        self
    }

    /// Sets the byte offset at which cfn-lint reports the finding, if it is not that of the nearest enclosing key.
    #[must_use]
    pub fn with_cfn_lint_offset(mut self, offset: u32) -> Self {
        self.cfn_lint_offset = Some(offset);
        self
    }

    /// Adds a label.
    #[must_use]
    pub fn with_label(mut self, range: TextRange, message: impl Into<String>) -> Self {
        self.labels.push(Label { range, message: message.into() });
        self
    }

    /// Returns the message and the help on one line, for formats that have one field for both.
    pub fn with_help_text(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; {help}", self.message),
            None => self.message.clone(),
        }
    }

    /// Sorts findings into the order in which they are printed and fixed: by position, outer ones first.
    pub fn sort(findings: &mut [Self]) {
        findings.sort_by(|a, b| a.order().cmp(&b.order()));
    }

    fn order(&self) -> (u32, std::cmp::Reverse<u32>, &'static Rule, &str) {
        (self.range.start(), std::cmp::Reverse(self.range.end()), self.rule, &self.message)
    }
}
