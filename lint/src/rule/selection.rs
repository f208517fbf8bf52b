//! The selection of rules: selectors, sets of rules, and the precedence of configuration and command line.

use std::collections::{BTreeMap, BTreeSet};

use crate::rule::{Group, GroupAlias, Registry, Rule};

/// A word of `--select`, `--ignore` and the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Selector {
    /// `ALL`: every rule.
    All,
    /// A name for several groups: each of their rules.
    Alias(GroupAlias),
    /// The name of a group: each of its rules.
    Group(Group),
    /// The name of a rule.
    Rule(&'static Rule),
    /// A cfn-lint ID or a prefix of such IDs: the findings that have it.
    CfnLint(&'static str),
}

impl Selector {
    /// Whether the selector matches findings of a rule with a cfn-lint ID.
    pub fn matches(self, rule: &Rule, cfn_lint: Option<&str>) -> bool {
        match self {
            Self::All => true,
            Self::Alias(alias) => alias.contains(rule.group),
            Self::Group(group) => rule.group == group,
            Self::Rule(this) => *this == *rule,
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

/// A set of findings: rules, each with the cfn-lint IDs whose findings are in the set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSet(BTreeMap<&'static Rule, BTreeSet<Option<&'static str>>>);

impl RuleSet {
    /// The set of the findings that `keep` accepts, by rule and cfn-lint ID.
    pub(super) fn of_findings(registry: Registry, keep: impl Fn(&Rule, Option<&str>) -> bool) -> Self {
        let kept = |rule: &'static Rule| -> BTreeSet<Option<&'static str>> {
            rule.possible_ids().filter(|&id| keep(rule, id)).collect()
        };
        let rules = registry.rules().iter().map(|&rule| (rule, kept(rule)));
        Self(rules.filter(|(_, ids)| !ids.is_empty()).collect())
    }

    /// Returns the set of those of its findings that `keep` accepts, by rule and cfn-lint ID.
    fn retaining(&self, keep: impl Fn(&Rule, Option<&str>) -> bool) -> Self {
        let mut set = self.clone();
        set.0.retain(|&rule, ids| {
            ids.retain(|&id| keep(rule, id));
            !ids.is_empty()
        });
        set
    }

    /// Returns the rules of which any findings are in the set, by name.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        self.0.keys().copied()
    }

    /// Whether any findings of a rule are in the set.
    pub fn contains(&self, rule: &Rule) -> bool {
        self.0.contains_key(rule)
    }

    /// Whether findings of a rule with a cfn-lint ID are in the set.
    pub fn contains_findings(&self, rule: &Rule, cfn_lint: Option<&str>) -> bool {
        self.0.get(rule).is_some_and(|ids| ids.contains(&cfn_lint))
    }

    /// Returns the set without the findings of the rules that `keep` does not accept.
    #[must_use]
    pub fn only_rules(&self, keep: impl Fn(&Rule) -> bool) -> Self {
        self.retaining(|rule, _| keep(rule))
    }

    /// Returns the set without the findings that any of the selectors matches.
    #[must_use]
    pub fn without(&self, words: &[Selector]) -> Self {
        self.retaining(|rule, id| !words.iter().any(|word| word.matches(rule, id)))
    }

    /// Returns the intersection of two sets.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.retaining(|rule, id| other.contains_findings(rule, id))
    }

    /// Returns words that select the set: the names of rules, or cfn-lint IDs if only some findings of a rule are in it.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().flat_map(|(&rule, ids)| {
            let all = rule.possible_ids().count() == ids.len();
            let some = ids.iter().copied().flatten().filter(move |_| !all);
            all.then_some(rule.name).into_iter().chain(some)
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
    /// Returns the rules of a registry that run according to `layers`, of which later ones take precedence.
    ///
    /// The most specific selector wins: a cfn-lint ID over a rule over a group over a name for several groups over `ALL`.
    /// Among equally specific ones the one of the last layer wins, and within a layer the exclusion.
    pub fn rules(registry: Registry, layers: &[Self]) -> RuleSet {
        let choice = |layer: &'_ Self| Choice {
            only: layer.select.clone(),
            also: layer.extend_select.clone(),
            not: layer.ignore.clone(),
        };
        resolve(registry, &layers.iter().map(choice).collect::<Vec<_>>(), |rule| rule.default)
    }

    /// Returns the rules of a registry whose findings may be fixed according to `layers`.
    pub fn fixable_rules(registry: Registry, layers: &[Self]) -> RuleSet {
        let choice = |layer: &'_ Self| Choice {
            only: layer.fixable.clone(),
            also: Vec::new(),
            not: layer.unfixable.clone(),
        };
        resolve(registry, &layers.iter().map(choice).collect::<Vec<_>>(), |_| true)
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

fn resolve(registry: Registry, layers: &[Choice], default: impl Fn(&Rule) -> bool) -> RuleSet {
    // `select` replaces what earlier layers selected. What they ignored remains ignored, so that `--select correctness`
    // does not bring back a rule that the configuration disables.
    let restart = layers.iter().rposition(|layer| layer.only.is_some());
    let words: Vec<Word> = layers
        .iter()
        .enumerate()
        .flat_map(|(index, layer)| layer.words(index, restart.is_none_or(|restart| index >= restart)))
        .collect();
    RuleSet::of_findings(registry, |rule, id| {
        let about = words.iter().filter(|word| word.selector.matches(rule, id));
        let decisive = about.max_by_key(|word| (word.selector.specificity(), word.layer, word.exclude));
        decisive.map_or_else(|| restart.is_none() && default(rule), |word| !word.exclude)
    })
}
