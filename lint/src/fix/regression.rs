//! Regressions: errors that a fix introduces.

use std::collections::BTreeSet;

use cfn_ast::Tree;

use crate::check::{Scope, check_unsuppressed};
use crate::select::RuleSet;

/// The findings that a fix must not introduce: their numbers by rule and message. They are counted whether or not they
/// are selected, suppressed or in a baseline.
#[derive(Debug)]
pub(super) struct Errors(BTreeSet<(&'static str, String)>);

impl Errors {
    pub(super) fn of(tree: &Tree, scope: Scope<'_>) -> Self {
        // Rules that are off by default are a matter of policy, which must not decide whether a fix is correct.
        let rules = RuleSet::filtered(|rule| rule.default && rule.blocks_fixes);
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
