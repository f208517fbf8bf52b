//! Registries: the rules that can be selected, of cfn-tidy, of another program or of a test.

use std::collections::BTreeSet;

use super::selection::{RuleSet, Selector};
use super::{Group, GroupAlias, Rule};
use crate::suggest;

/// The rules that can be selected and run, each with a name of its own.
///
/// Those of cfn-tidy are [`REGISTRY`](crate::rules::REGISTRY).
#[derive(Clone, Copy, Debug)]
pub struct Registry(&'static [&'static Rule]);

/// A word that is neither a rule, nor a group, nor the cfn-lint ID of a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown rule or group `{name}`{suggestion}")]
pub struct UnknownSelector {
    /// The word, as it was written.
    pub name: String,
    /// The question whether a similar name was meant, or nothing; it follows the message.
    pub suggestion: String,
}

impl Registry {
    /// The registry of some rules, whose names must be unique; they are listed in this order.
    pub const fn new(rules: &'static [&'static Rule]) -> Self {
        Self(rules)
    }

    /// Returns the rules.
    pub const fn rules(self) -> &'static [&'static Rule] {
        self.0
    }

    /// Returns the rule with a name.
    pub fn rule(self, name: &str) -> Option<&'static Rule> {
        self.0.iter().copied().find(|rule| rule.name == name)
    }

    /// Returns the set of all findings of the rules that `keep` accepts.
    pub fn filtered(self, keep: impl Fn(&Rule) -> bool) -> RuleSet {
        RuleSet::of_findings(self, |rule, _| keep(rule))
    }

    /// Parses a word of `--select`, `--ignore` and the like.
    ///
    /// # Errors
    /// [`UnknownSelector`], with a similar word if there is one.
    pub fn selector(self, word: &str) -> Result<Selector, UnknownSelector> {
        let rule = || self.rule(word).map(Selector::Rule);
        let group = || Group::ALL.into_iter().find(|group| group.name() == word).map(Selector::Group);
        let alias = || GroupAlias::ALL.into_iter().find(|alias| alias.name() == word).map(Selector::Alias);
        let all = || (word == "ALL").then_some(Selector::All);
        let id = || self.cfn_lint_prefix(word).map(Selector::CfnLint);
        let known = rule().or_else(group).or_else(alias).or_else(all).or_else(id);
        known.ok_or_else(|| UnknownSelector {
            name: word.to_owned(),
            suggestion: suggest::suggestion(word, self.selector_names()),
        })
    }

    /// Returns the names of the rules and of all groups, those of several groups, and `ALL`.
    pub fn selector_names(self) -> impl Iterator<Item = &'static str> {
        let rules = self.0.iter().map(|rule| rule.name);
        let groups = Group::ALL.into_iter().map(Group::name);
        rules.chain(groups).chain(GroupAlias::ALL.into_iter().map(GroupAlias::name)).chain(["ALL"])
    }

    /// Returns the cfn-lint IDs of the rules and the prefixes of them, sorted.
    pub fn cfn_lint_selectors(self) -> BTreeSet<&'static str> {
        self.cfn_lint_ids().flat_map(|id| (1..=id.len()).map(move |end| &id[..end])).collect()
    }

    /// Returns the word if it is a prefix of a rule's cfn-lint ID.
    fn cfn_lint_prefix(self, word: &str) -> Option<&'static str> {
        // An empty word, as in `--select E1,`, would be a prefix of every ID.
        let mut ids = self.cfn_lint_ids().filter(|_| !word.is_empty());
        ids.find(|id| id.starts_with(word)).map(|id| &id[..word.len()])
    }

    fn cfn_lint_ids(self) -> impl Iterator<Item = &'static str> {
        self.0.iter().flat_map(|rule| rule.cfn_lint).copied()
    }
}
