//! Which rules run: `include_checks`, `ignore_checks`, `mandatory_checks`, `configure_rules` and the level that fails.
//!
//! cfn-lint runs a rule if one of `E`, `W` and `include_checks` is the beginning of its ID, and none of `ignore_checks` is,
//! unless one of `mandatory_checks` is as well.

use cfn_ast::Node;

use super::super::ConfigProblem;
use super::values::{Word, flag, is_empty, line};
use crate::cfn_lint::coverage::{IDS, WITHOUT_RULE};
use crate::rule::Registry;
use crate::suggest::suggestion;

/// The ID of hard-coded partitions, regions and accounts, three rules of cfn-tidy that are switched on by its options.
const PORTABILITY: &str = "I3042";

/// The options of [`PORTABILITY`]: the rules that they switch on, and whether that is the default.
const PORTABILITY_OPTIONS: [(&str, &str, bool); 3] = [
    ("partition", "hard-coded-partition", true),
    ("region", "hard-coded-region", false),
    ("accountId", "hard-coded-account", false),
];

/// What the configuration says of rules.
#[derive(Default)]
pub(super) struct Checks<'t> {
    pub(super) ignored: Vec<Word>,
    pub(super) included: Vec<Word>,
    pub(super) mandatory: Vec<Word>,
    pub(super) fail_level: Option<&'static str>,
    portability: Option<Node<'t>>,
}

/// The words of `cfn-tidy.toml`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Selected {
    pub(super) extend_select: Vec<Word>,
    pub(super) ignore: Vec<Word>,
}

impl<'t> Checks<'t> {
    /// Reads the options of rules, or says why not.
    pub(super) fn configure(&mut self, options: Node<'t>, remarks: &mut Vec<ConfigProblem>) {
        if !options.resolved().is_mapping() && !is_empty(options) {
            let message = "`configure_rules` is not translated: expected the options of each rule".to_owned();
            remarks.push(ConfigProblem { line: Some(line(options)), message });
        }
        for entry in options.resolved().entries() {
            let id = entry.name().unwrap_or_default();
            if id == PORTABILITY {
                self.portability = Some(entry.value.resolved());
            } else if !is_empty(entry.value) {
                remarks.push(ConfigProblem { line: Some(line(entry.key)), message: without_option(id) });
            }
        }
    }

    /// Returns the severity from which findings fail a run, if it is not the default. cfn-lint's default is
    /// `informational`, which only matters if such rules are included.
    pub(super) fn level(&self) -> Option<&'static str> {
        let has_notes = self.included.iter().any(|word| word.text.starts_with('I'));
        match self.fail_level {
            None | Some("note") if has_notes => Some("note"),
            Some("error") => Some("error"),
            _ => None,
        }
    }

    /// Returns the words that select the same rules.
    pub(super) fn selection(&self, registry: Registry, remarks: &mut Vec<ConfigProblem>) -> Selected {
        let mut selected = Selected::default();
        for word in &self.included {
            // What cfn-lint runs anyway: cfn-tidy has its own opinion which of these are on by default.
            if !matches!(word.text.as_str(), "E" | "W") && is_known(registry, word, "include_checks", remarks)
            {
                self.include(registry, word, &mut selected.extend_select);
            }
        }
        for word in &self.mandatory {
            if is_known(registry, word, "mandatory_checks", remarks) {
                remarks.push(ConfigProblem {
                    line: Some(word.line),
                    message: format!(
                        "`{}` of `mandatory_checks` runs, but a template can still suppress its findings",
                        word.text
                    ),
                });
            }
        }
        for word in &self.ignored {
            if is_known(registry, word, "ignore_checks", remarks) {
                self.ignore(registry, word, &mut selected.ignore);
            }
        }
        selected
    }

    /// Adds an included word. One that means hard-coded names as well is replaced by its IDs and the rules that the options
    /// switch on.
    fn include(&self, registry: Registry, word: &Word, words: &mut Vec<Word>) {
        if !PORTABILITY.starts_with(&word.text) {
            words.push(word.clone());
            return;
        }
        let options: Vec<(&str, bool)> = self.portability_options().collect();
        if options.iter().all(|(_, is_on)| *is_on) {
            words.push(word.clone());
            return;
        }
        let others = ids(registry, &word.text).filter(|id| *id != PORTABILITY);
        let rules = options.iter().filter(|(_, is_on)| *is_on).map(|(rule, _)| *rule);
        words.extend(others.chain(rules).map(|text| Word { text: text.to_owned(), ..word.clone() }));
    }

    /// Returns the rules of [`PORTABILITY`], and whether each runs.
    fn portability_options(&self) -> impl Iterator<Item = (&'static str, bool)> {
        PORTABILITY_OPTIONS.into_iter().map(|(option, rule, default)| {
            let value = self.portability.and_then(|options| options.get(option));
            (rule, value.and_then(flag).unwrap_or(default))
        })
    }

    /// Adds an ignored word. One that means mandatory rules as well is replaced by its other IDs.
    fn ignore(&self, registry: Registry, word: &Word, words: &mut Vec<Word>) {
        let is_mandatory = |id: &str| self.mandatory.iter().any(|mandatory| id.starts_with(&mandatory.text));
        if !ids(registry, &word.text).any(is_mandatory) {
            words.push(word.clone());
            return;
        }
        let others = ids(registry, &word.text).filter(|id| !is_mandatory(id));
        words.extend(others.map(|text| Word { text: text.to_owned(), ..word.clone() }));
    }
}

/// Returns the IDs with a rule that begin with a word.
fn ids(registry: Registry, start: &str) -> impl Iterator<Item = &'static str> {
    let known = registry.cfn_lint_selectors();
    IDS.into_iter().filter(move |id| id.starts_with(start) && known.contains(id))
}

/// Whether a word is the beginning of an ID that has a rule; otherwise adds a remark that says why there is none.
fn is_known(registry: Registry, word: &Word, key: &str, remarks: &mut Vec<ConfigProblem>) -> bool {
    if registry.cfn_lint_selectors().contains(word.text.as_str()) {
        return true;
    }
    let mut without = WITHOUT_RULE.iter().filter(|(id, _)| id.starts_with(&word.text));
    let message = match (without.next(), without.next()) {
        (Some((_, reason)), None) => format!("`{}` of `{key}` is not needed: {reason}", word.text),
        (Some(_), Some(_)) => format!("`{}` of `{key}` is not needed: no rule has these IDs", word.text),
        _ => {
            let near = suggestion(&word.text, IDS);
            format!("`{}` of `{key}` is not translated: cfn-lint 1.58 has no such rule{near}", word.text)
        }
    };
    remarks.push(ConfigProblem { line: Some(word.line), message });
    false
}

/// Why the options of a rule are not translated.
fn without_option(id: &str) -> String {
    let reason = match id {
        "E3012" => {
            "a number or a Boolean value in the place of a string is accepted, as CloudFormation accepts it"
        }
        "E1029" => "list the text under `ignore`, or suppress the finding in its place",
        _ => "rules have no options; suppress what you accept in its place",
    };
    format!("options of `{id}` are not translated: {reason}")
}
