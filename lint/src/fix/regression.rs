//! Regressions: errors that a fix introduces.

use std::collections::BTreeSet;

use cfn_ast::Tree;

use crate::check::{Scope, check_unsuppressed};
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rules::correctness::{conditional_reference, limit_exceeded};
use crate::select::RuleSet;

/// The errors in a template by rule and message, except those about sizes, and including references to what may not exist.
/// What is selected, suppressed or in a baseline makes no difference, nor does how often an error occurs: a value that
/// is used twice has its errors twice once it is written in both places.
#[derive(Debug)]
pub(super) struct Errors(BTreeSet<(&'static str, String)>);

impl Errors {
    pub(super) fn of(tree: &Tree, scope: Scope<'_>) -> Self {
        let rules = RuleSet::filtered(is_about_errors);
        let scope = Scope { rules: &rules, fixable: &RuleSet::default(), accepted: None, ..scope };
        let findings = check_unsuppressed(tree, scope).into_iter();
        Self(findings.map(|finding| (finding.rule.name, finding.message)).collect())
    }

    /// Returns the rule and the message of an error that occurs in `after` and not in `self`.
    pub(super) fn first_new<'a>(&self, after: &'a Self) -> Option<(&'static str, &'a str)> {
        let mut new = after.0.iter().filter(|error| !self.0.contains(*error));
        new.next().map(|(rule, message)| (*rule, message.as_str()))
    }
}

fn is_about_errors(rule: &Rule) -> bool {
    let is_error = rule.severity == Severity::Error && rule.name != limit_exceeded::RULE.name;
    rule.default && (is_error || rule.name == conditional_reference::RULE.name)
}
