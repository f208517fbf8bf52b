//! Errors that a fix brings with it.

use std::collections::BTreeMap;

use cfn_ast::Tree;

use crate::check::{Scope, check_unsuppressed};
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rules::correctness::{conditional_reference, limit_exceeded};
use crate::select::RuleSet;

/// What is wrong in a template, by rule and message, and how often: errors except those about sizes, and references to
/// what may not exist. What is selected, suppressed or in a baseline makes no difference.
#[derive(Debug)]
pub(super) struct Errors(BTreeMap<(&'static str, String), usize>);

impl Errors {
    pub(super) fn of(tree: &Tree, scope: Scope<'_>) -> Self {
        let rules = RuleSet::filtered(is_about_errors);
        let scope = Scope { rules: &rules, fixable: &RuleSet::default(), accepted: None, ..scope };
        let mut errors = BTreeMap::new();
        for finding in check_unsuppressed(tree, scope) {
            *errors.entry((finding.rule, finding.message)).or_default() += 1;
        }
        Self(errors)
    }

    /// The rule and the message of an error in `after` that is new, or that is there more often.
    pub(super) fn first_new<'a>(&self, after: &'a Self) -> Option<(&'static str, &'a str)> {
        let mut new = after.0.iter().filter(|(error, count)| self.0.get(error) < Some(count));
        new.next().map(|((rule, message), _)| (*rule, message.as_str()))
    }
}

fn is_about_errors(rule: &Rule) -> bool {
    let is_error = rule.severity == Severity::Error && rule.name != limit_exceeded::RULE.name;
    rule.default && (is_error || rule.name == conditional_reference::RULE.name)
}
