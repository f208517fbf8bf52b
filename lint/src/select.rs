//! Which rules run: selectors, and how layers of them add up.

use std::collections::BTreeSet;

use crate::names::did_you_mean;
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
}

/// A word that names neither a rule nor a group.
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
        rule().or_else(group).or_else(all).ok_or_else(|| UnknownSelector {
            name: word.to_owned(),
            suggestion: did_you_mean(word, selector_names()),
        })
    }
}

impl Selector {
    /// Whether the word speaks of this rule.
    pub fn matches(self, rule: &Rule) -> bool {
        match self {
            Self::All => true,
            Self::Group(group) => rule.group == group,
            Self::Rule(name) => rule.name == name,
        }
    }

    fn specificity(self) -> u8 {
        match self {
            Self::All => 0,
            Self::Group(_) => 1,
            Self::Rule(_) => 2,
        }
    }
}

/// Every word that a selector can be.
pub fn selector_names() -> impl Iterator<Item = &'static str> {
    let rules = RULES.iter().map(|rule| rule.name);
    rules.chain(Group::ALL.into_iter().map(Group::name)).chain(["ALL"])
}

/// The rule of this name.
pub fn rule_named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// A set of rules, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSet(BTreeSet<&'static str>);

impl RuleSet {
    /// The rules that `keep` accepts.
    pub fn filtered(keep: impl Fn(&Rule) -> bool) -> Self {
        Self(RULES.iter().filter(|rule| keep(rule)).map(|rule| rule.name).collect())
    }

    /// Whether the rule of this name is in the set.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// The set without the rules that `drop` picks.
    #[must_use]
    pub fn without(&self, drop: impl Fn(&Rule) -> bool) -> Self {
        Self::filtered(|rule| self.contains(rule.name) && !drop(rule))
    }

    /// The names in the set, sorted.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
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
    /// The more specific word wins (rule before group before `ALL`); between equally specific ones a later layer
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
    RuleSet::filtered(|rule| {
        let about = words.iter().filter(|word| word.selector.matches(rule));
        let decisive = about.max_by_key(|word| (word.selector.specificity(), word.layer, word.exclude));
        decisive.map_or_else(|| restart.is_none() && default(rule), |word| !word.exclude)
    })
}
