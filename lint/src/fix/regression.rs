//! Regressions: errors that a fix introduces.

use std::collections::BTreeSet;

use cfn_ast::Tree;

use crate::check::{Scope, check_unsuppressed};
use crate::finding::Severity;
use crate::rule::selection::RuleSet;

/// The findings that a fix must not introduce, by rule and message, whether or not they are selected, suppressed or in a
/// baseline. How often one occurs makes no difference: a value that is used twice has its errors twice once it is
/// written in both places.
#[derive(Debug)]
pub(super) struct Errors(BTreeSet<(&'static str, String, Severity)>);

impl Errors {
    pub(super) fn of(tree: &Tree, scope: Scope<'_>) -> Self {
        // Rules that are off by default are a matter of policy, which must not decide whether a fix is correct.
        let rules = scope.registry.filtered(|rule| rule.default && rule.blocks_fixes);
        let scope = Scope { rules: &rules, fixable: &RuleSet::default(), accepted: None, ..scope };
        let findings = check_unsuppressed(tree, scope).into_iter();
        Self(findings.map(|finding| (finding.rule.name, finding.message, finding.severity)).collect())
    }

    /// Returns the rule and the message of a finding of at least this severity that occurs in `after` and not in `self`.
    pub(super) fn first_new<'a>(
        &self,
        after: &'a Self,
        severity: Severity,
    ) -> Option<(&'static str, &'a str)> {
        let mut new = after.0.iter().filter(|error| error.2 >= severity && !self.0.contains(*error));
        new.next().map(|(rule, message, _)| (*rule, message.as_str()))
    }
}
