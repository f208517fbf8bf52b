//! Which rules run: selectors, and how layers of them add up.

use std::collections::{BTreeMap, BTreeSet};

use crate::names;
use crate::rule::{Group, Rule};
use crate::rules::RULES;

/// One word of `--select`, `--ignore` and their like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Selector {
    /// `ALL`: every rule.
    All,
    /// The name of a group: each of its rules.
    Group(Group),
    /// The name of one rule.
    Rule(&'static str),
    /// An id of cfn-lint, or the beginning of ids: the findings that carry it.
    CfnLint(&'static str),
}

/// A word that names neither a rule nor a group, and is no id of cfn-lint that a rule stands for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown rule or group `{name}`{suggestion}")]
pub struct UnknownSelector {
    /// The word as it was written.
    pub name: String,
    /// The nearest name, as the end of the sentence, or nothing.
    pub suggestion: String,
}

impl std::str::FromStr for Selector {
    type Err = UnknownSelector;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let rule = || rule_named(word).map(|rule| Self::Rule(rule.name));
        let group = || Group::ALL.into_iter().find(|group| group.name() == word).map(Self::Group);
        let all = || (word == "ALL").then_some(Self::All);
        let id = || cfn_lint_prefix(word).map(Self::CfnLint);
        rule().or_else(group).or_else(all).or_else(id).ok_or_else(|| UnknownSelector {
            name: word.to_owned(),
            suggestion: names::suggestion(word, selector_names()),
        })
    }
}

impl Selector {
    /// Whether the word speaks of the findings of this rule that carry this id of cfn-lint.
    pub fn matches(self, rule: &Rule, cfn_lint: Option<&str>) -> bool {
        match self {
            Self::All => true,
            Self::Group(group) => rule.group == group,
            Self::Rule(name) => rule.name == name,
            Self::CfnLint(start) => cfn_lint.is_some_and(|id| id.starts_with(start)),
        }
    }

    fn specificity(self) -> u8 {
        match self {
            Self::All => 0,
            Self::Group(_) => 1,
            Self::Rule(_) => 2,
            Self::CfnLint(_) => 3,
        }
    }
}

/// The word as the beginning of an id of cfn-lint that a rule stands for.
fn cfn_lint_prefix(word: &str) -> Option<&'static str> {
    let mut ids = RULES.iter().flat_map(|rule| rule.cfn_lint).filter(|_| !word.is_empty());
    ids.find(|id| id.starts_with(word)).map(|id| &id[..word.len()])
}

/// The ids of cfn-lint that rules stand for, and the beginnings of them, sorted.
pub fn cfn_lint_selectors() -> BTreeSet<&'static str> {
    let ids = RULES.iter().flat_map(|rule| rule.cfn_lint);
    ids.flat_map(|id| (1..=id.len()).map(|end| &id[..end])).collect()
}

/// Every name that a selector can be.
pub fn selector_names() -> impl Iterator<Item = &'static str> {
    let rules = RULES.iter().map(|rule| rule.name);
    rules.chain(Group::ALL.into_iter().map(Group::name)).chain(["ALL"])
}

/// The rule of this name.
pub fn rule_named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// A set of rules, by name, each with the ids of cfn-lint for which it is in the set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSet(BTreeMap<&'static str, BTreeSet<Option<&'static str>>>);

impl RuleSet {
    /// The rules that `keep` accepts.
    pub fn filtered(keep: impl Fn(&Rule) -> bool) -> Self {
        Self::of_findings(|rule, _| keep(rule))
    }

    /// The rules of which `keep` accepts any findings, by their ids of cfn-lint.
    fn of_findings(keep: impl Fn(&Rule, Option<&str>) -> bool) -> Self {
        let kept = |rule: &'static Rule| -> BTreeSet<Option<&'static str>> {
            let ids = rule.cfn_lint.iter().copied().map(Some);
            let none = rule.cfn_lint.is_empty().then_some(None);
            ids.chain(none).filter(|&id| keep(rule, id)).collect()
        };
        let rules = RULES.iter().map(|rule| (rule.name, kept(rule)));
        Self(rules.filter(|(_, ids)| !ids.is_empty()).collect())
    }

    /// Whether the rule of this name is in the set.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether the findings of this rule that carry this id of cfn-lint are in the set.
    pub fn contains_findings(&self, name: &str, cfn_lint: Option<&str>) -> bool {
        self.0.get(name).is_some_and(|ids| ids.contains(&cfn_lint))
    }

    /// The set without what any of these words speaks of.
    #[must_use]
    pub fn without(&self, words: &[Selector]) -> Self {
        Self::of_findings(|rule, id| {
            self.contains_findings(rule.name, id) && !words.iter().any(|word| word.matches(rule, id))
        })
    }

    /// What is in both sets.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self::of_findings(|rule, id| {
            self.contains_findings(rule.name, id) && other.contains_findings(rule.name, id)
        })
    }

    /// The words that select the set: the names of the rules, or ids of cfn-lint where a rule is in it for some only.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().flat_map(|(&name, ids)| {
            let all = rule_named(name).is_some_and(|rule| rule.cfn_lint.len() <= ids.len());
            let some = ids.iter().copied().flatten().filter(move |_| !all);
            all.then_some(name).into_iter().chain(some)
        })
    }
}

/// What one place (a configuration file, the command line) says about the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these, instead of the rules that are on by default.
    pub select: Option<Vec<Selector>>,
    /// These too.
    pub extend_select: Vec<Selector>,
    /// Not these.
    pub ignore: Vec<Selector>,
    /// Only their findings may be fixed.
    pub fixable: Option<Vec<Selector>>,
    /// Their findings may not be fixed.
    pub unfixable: Vec<Selector>,
}

impl Selection {
    /// The rules that run after `layers` in order, a later one outweighing the earlier ones.
    ///
    /// The more specific word wins (id of cfn-lint before rule before group before `ALL`); between equally specific ones a later layer
    /// wins, and within a layer the exclusion.
    pub fn rules(layers: &[Self]) -> RuleSet {
        let choice = |layer: &'_ Self| Choice {
            only: layer.select.clone(),
            also: layer.extend_select.clone(),
            not: layer.ignore.clone(),
        };
        resolve(&layers.iter().map(choice).collect::<Vec<_>>(), |rule| rule.default)
    }

    /// The rules whose findings may be fixed after `layers` in order.
    pub fn fixable_rules(layers: &[Self]) -> RuleSet {
        let choice = |layer: &'_ Self| Choice {
            only: layer.fixable.clone(),
            also: Vec::new(),
            not: layer.unfixable.clone(),
        };
        resolve(&layers.iter().map(choice).collect::<Vec<_>>(), |_| true)
    }
}

struct Choice {
    only: Option<Vec<Selector>>,
    also: Vec<Selector>,
    not: Vec<Selector>,
}

struct Word {
    selector: Selector,
    layer: usize,
    exclude: bool,
}

impl Choice {
    fn words(&self, layer: usize, included: bool) -> impl Iterator<Item = Word> {
        let chosen = self.only.iter().flatten().chain(&self.also).filter(move |_| included);
        let chosen = chosen.map(move |&selector| Word { selector, layer, exclude: false });
        chosen.chain(self.not.iter().map(move |&selector| Word { selector, layer, exclude: true }))
    }
}

fn resolve(layers: &[Choice], default: impl Fn(&Rule) -> bool) -> RuleSet {
    // `select` forgets what earlier layers chose, but not what they ignored.
    let restart = layers.iter().rposition(|layer| layer.only.is_some());
    let words: Vec<Word> = layers
        .iter()
        .enumerate()
        .flat_map(|(index, layer)| layer.words(index, restart.is_none_or(|restart| index >= restart)))
        .collect();
    RuleSet::of_findings(|rule, id| {
        let about = words.iter().filter(|word| word.selector.matches(rule, id));
        let decisive = about.max_by_key(|word| (word.selector.specificity(), word.layer, word.exclude));
        decisive.map_or_else(|| restart.is_none() && default(rule), |word| !word.exclude)
    })
}
