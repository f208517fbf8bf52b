//! The selection of rules: selectors, sets of rules, and the precedence of configuration and command line.

use std::collections::{BTreeMap, BTreeSet};

use crate::rule::{Group, GroupAlias, Rule};
use crate::rules::RULES;
use crate::suggest;

/// A word of `--select`, `--ignore` and the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Selector {
    /// `ALL`: every rule.
    All,
    /// A name for several groups: each of their rules.
    Alias(GroupAlias),
    /// The name of a group: each of its rules.
    Group(Group),
    /// The name of one rule.
    Rule(&'static str),
    /// A cfn-lint ID or a prefix of such IDs: the findings that have it.
    CfnLint(&'static str),
}

/// A word that is neither a rule, nor a group, nor the cfn-lint ID of a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown rule or group `{name}`{suggestion}")]
pub struct UnknownSelector {
    /// The word, as it was written.
    pub name: String,
    /// The question whether a similar name was meant, or nothing; it follows the message.
    pub suggestion: String,
}

impl std::str::FromStr for Selector {
    type Err = UnknownSelector;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let rule = || rule_named(word).map(|rule| Self::Rule(rule.name));
        let group = || Group::ALL.into_iter().find(|group| group.name() == word).map(Self::Group);
        let alias = || GroupAlias::ALL.into_iter().find(|alias| alias.name() == word).map(Self::Alias);
        let all = || (word == "ALL").then_some(Self::All);
        let id = || cfn_lint_prefix(word).map(Self::CfnLint);
        let known = rule().or_else(group).or_else(alias).or_else(all).or_else(id);
        known.ok_or_else(|| UnknownSelector {
            name: word.to_owned(),
            suggestion: suggest::suggestion(word, selector_names()),
        })
    }
}

impl Selector {
    /// Whether the selector matches findings of a rule with a cfn-lint ID.
    pub fn matches(self, rule: &Rule, cfn_lint: Option<&str>) -> bool {
        match self {
            Self::All => true,
            Self::Alias(alias) => alias.contains(rule.group),
            Self::Group(group) => rule.group == group,
            Self::Rule(name) => rule.name == name,
            Self::CfnLint(start) => cfn_lint.is_some_and(|id| id.starts_with(start)),
        }
    }

    fn specificity(self) -> u8 {
        match self {
            Self::All => 0,
            Self::Alias(_) => 1,
            Self::Group(_) => 2,
            Self::Rule(_) => 3,
            Self::CfnLint(_) => 4,
        }
    }
}

/// Returns the word if it is a prefix of a rule's cfn-lint ID.
fn cfn_lint_prefix(word: &str) -> Option<&'static str> {
    // An empty word, as in `--select E1,`, would be a prefix of every ID.
    let mut ids = RULES.iter().flat_map(|rule| rule.cfn_lint).filter(|_| !word.is_empty());
    ids.find(|id| id.starts_with(word)).map(|id| &id[..word.len()])
}

/// Returns the cfn-lint IDs of all rules and the prefixes of them, sorted.
pub fn cfn_lint_selectors() -> BTreeSet<&'static str> {
    let ids = RULES.iter().flat_map(|rule| rule.cfn_lint);
    ids.flat_map(|id| (1..=id.len()).map(|end| &id[..end])).collect()
}

/// Returns the names of all rules and groups, those of several groups, and `ALL`.
pub fn selector_names() -> impl Iterator<Item = &'static str> {
    let rules = RULES.iter().map(|rule| rule.name);
    let groups = Group::ALL.into_iter().map(Group::name);
    rules.chain(groups).chain(GroupAlias::ALL.into_iter().map(GroupAlias::name)).chain(["ALL"])
}

/// Returns the rule with a name.
pub fn rule_named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// A set of findings: rules by name, each with the cfn-lint IDs whose findings are in the set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSet(BTreeMap<&'static str, BTreeSet<Option<&'static str>>>);

impl RuleSet {
    /// The set of all findings of the rules that `keep` accepts.
    pub fn filtered(keep: impl Fn(&Rule) -> bool) -> Self {
        Self::of_findings(|rule, _| keep(rule))
    }

    /// The set of the findings that `keep` accepts, by rule and cfn-lint ID.
    fn of_findings(keep: impl Fn(&Rule, Option<&str>) -> bool) -> Self {
        let kept = |rule: &'static Rule| -> BTreeSet<Option<&'static str>> {
            rule.possible_ids().filter(|&id| keep(rule, id)).collect()
        };
        let rules = RULES.iter().map(|rule| (rule.name, kept(rule)));
        Self(rules.filter(|(_, ids)| !ids.is_empty()).collect())
    }

    /// Whether any findings of the rule with a name are in the set.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether findings of a rule with a cfn-lint ID are in the set.
    pub fn contains_findings(&self, name: &str, cfn_lint: Option<&str>) -> bool {
        self.0.get(name).is_some_and(|ids| ids.contains(&cfn_lint))
    }

    /// Returns the set without all findings of the rules with these names.
    #[must_use]
    pub fn without_rules(&self, names: &[&str]) -> Self {
        Self::of_findings(|rule, id| self.contains_findings(rule.name, id) && !names.contains(&rule.name))
    }

    /// Returns the set without the findings that any of the selectors matches.
    #[must_use]
    pub fn without(&self, words: &[Selector]) -> Self {
        Self::of_findings(|rule, id| {
            self.contains_findings(rule.name, id) && !words.iter().any(|word| word.matches(rule, id))
        })
    }

    /// Returns the intersection of two sets.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self::of_findings(|rule, id| {
            self.contains_findings(rule.name, id) && other.contains_findings(rule.name, id)
        })
    }

    /// Returns words that select the set: the names of rules, or cfn-lint IDs if only some findings of a rule are in it.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().flat_map(|(&name, ids)| {
            let all = rule_named(name).is_some_and(|rule| rule.possible_ids().count() == ids.len());
            let some = ids.iter().copied().flatten().filter(move |_| !all);
            all.then_some(name).into_iter().chain(some)
        })
    }
}

/// The selectors of one source, such as a configuration file or the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Run only these instead of the default rules.
    pub select: Option<Vec<Selector>>,
    /// Also run these.
    pub extend_select: Vec<Selector>,
    /// Do not run these.
    pub ignore: Vec<Selector>,
    /// Fix findings of these only.
    pub fixable: Option<Vec<Selector>>,
    /// Do not fix findings of these.
    pub unfixable: Vec<Selector>,
}

impl Selection {
    /// Returns the rules that run according to `layers`, of which later ones take precedence.
    ///
    /// The most specific selector wins: a cfn-lint ID over a rule over a group over a name for several groups over `ALL`.
    /// Among equally specific ones the one of the last layer wins, and within a layer the exclusion.
    pub fn rules(layers: &[Self]) -> RuleSet {
        let choice = |layer: &'_ Self| Choice {
            only: layer.select.clone(),
            also: layer.extend_select.clone(),
            not: layer.ignore.clone(),
        };
        resolve(&layers.iter().map(choice).collect::<Vec<_>>(), |rule| rule.default)
    }

    /// Returns the rules whose findings may be fixed according to `layers`.
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
    // `select` replaces what earlier layers selected. What they ignored remains ignored, so that `--select correctness`
    // does not bring back a rule that the configuration disables.
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
