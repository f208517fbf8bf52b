//! What a rule found, as a plain value.

use cfn_ast::TextRange;

use crate::fix::Fix;
use crate::rule::Rule;

/// How much a finding matters.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The template is right as it is and could be written better.
    Note,
    /// The template deploys, but may not do what was meant.
    Warning,
    /// CloudFormation refuses the template, or does something else than it says.
    Error,
}

impl Severity {
    /// Every severity, the least first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The word that outputs print.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The bytes it points at.
    pub range: TextRange,
    /// What is to be seen there, in a few words.
    pub message: String,
}

/// One finding in one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of the rule that found it.
    pub rule: &'static str,
    /// The id under which cfn-lint reports the same.
    pub cfn_lint: Option<&'static str>,
    /// The byte offset of the place at which cfn-lint reports it, which is often a key above.
    pub cfn_lint_offset: Option<u32>,
    /// How much it matters.
    pub severity: Severity,
    /// The bytes it is about.
    pub range: TextRange,
    /// What is wrong, in one line without a full stop.
    pub message: String,
    /// What to do about it, in one line without a full stop.
    pub help: Option<String>,
    /// Whether the help says more than the fix does, so that people are shown both.
    pub help_adds_to_fix: bool,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// The edits that put it right; absent too when nobody asked for them.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding of a rule, without help, labels and fix; its id of cfn-lint is the first one of the rule.
    pub fn of(rule: &Rule, range: TextRange, message: impl Into<String>) -> Self {
        let finding = Self::new(rule.name, rule.severity, range, message);
        Self { cfn_lint: rule.cfn_lint.first().copied(), ..finding }
    }

    /// A finding without an id of cfn-lint, help, labels and fix.
    pub fn new(rule: &'static str, severity: Severity, range: TextRange, message: impl Into<String>) -> Self {
        Self {
            rule,
            cfn_lint: None,
            cfn_lint_offset: None,
            severity,
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

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what to do about it where that is more than what the fix does.
    #[must_use]
    pub fn with_help_beside_fix(self, help: impl Into<String>) -> Self {
        Self { help_adds_to_fix: true, ..self.with_help(help) }
    }

    /// Says which of the rule's ids of cfn-lint is the right one.
    #[must_use]
    pub fn with_cfn_lint(mut self, id: &'static str) -> Self {
        self.cfn_lint = Some(id);
        self
    }

    /// Says where cfn-lint reports it, where that is not the place above the finding that has a name.
    #[must_use]
    pub fn with_cfn_lint_offset(mut self, offset: u32) -> Self {
        self.cfn_lint_offset = Some(offset);
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn with_label(mut self, range: TextRange, message: impl Into<String>) -> Self {
        self.labels.push(Label { range, message: message.into() });
        self
    }

    /// The message and the help on one line, for outputs that have one place for both.
    pub fn with_help_text(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; {help}", self.message),
            None => self.message.clone(),
        }
    }

    /// Puts findings into the order in which they are printed and fixed: by place, the outer one first.
    pub fn sort(diagnostics: &mut [Self]) {
        diagnostics.sort_by(|a, b| a.order().cmp(&b.order()));
    }

    fn order(&self) -> (u32, std::cmp::Reverse<u32>, &'static str, &str) {
        (self.range.start(), std::cmp::Reverse(self.range.end()), self.rule, &self.message)
    }
}
