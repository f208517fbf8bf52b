//! Findings in what CloudFormation's own transforms make of a template, at the places that they come from.

use std::collections::BTreeSet;

use cfn_ast::expansion::{Expand, Expansion, Snippets, SourceLocation};
use cfn_ast::{Node, Template, TextRange, Tree};

use super::{Scope, walk};
use crate::context::{Subject, snippets};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::rule::{Group, Rule};
use crate::rules::correctness::{conditional_reference, duplicate_key, invalid_name, malformed_loop};
use crate::select::RuleSet;

/// How the message of a finding in a snippet begins.
const IN_SNIPPET: &str = "in `";

/// Adds what the template itself does not show: rounds of loops, and snippets.
pub(super) fn add_findings(subject: &Subject<'_>, scope: Scope<'_>, findings: &mut Vec<Diagnostic>) {
    let snippets = snippets(scope.neighbours);
    let repeated = subject.expansion(scope.neighbours).ok().flatten();
    // A loop uses what the template names for it; only snippets can make something used, or unused.
    let with_snippets = Expansion::of(subject.template, Expand { loops: false, snippets }).ok().flatten();
    if repeated.is_none() && with_snippets.is_none() {
        return;
    }
    let mut known = Known::new(findings);
    for (expansion, group) in [(repeated, Group::Correctness), (with_snippets.as_ref(), Group::Unused)] {
        if let Some(expansion) = expansion {
            let search = Search { expansion, source: subject.template.tree(), snippets, group };
            findings.extend(search.findings(scope).into_iter().filter(|finding| known.add(finding)));
        }
    }
}

/// The findings that there are.
struct Known {
    places: BTreeSet<(&'static Rule, u32, u32)>,
    messages: BTreeSet<(&'static Rule, String, u32)>,
}

impl Known {
    fn new(findings: &[Diagnostic]) -> Self {
        let messages = findings.iter().map(|found| (found.rule, found.message.clone(), found.range.start()));
        Self { places: findings.iter().map(place).collect(), messages: messages.collect() }
    }

    /// Adds a finding, unless it is there: at the same place, or with the same message somewhere in its place.
    fn add(&mut self, finding: &Diagnostic) -> bool {
        let message = |offset| (finding.rule, finding.message.clone(), offset);
        let within = message(finding.range.start())..=message(finding.range.end());
        let is_said = self.messages.range(within).next().is_some();
        // All findings in one snippet stand at its name.
        let is_in_snippet = finding.message.starts_with(IN_SNIPPET);
        let is_new = self.places.insert(place(finding)) || is_in_snippet;
        if is_new && !is_said {
            self.messages.insert(message(finding.range.start()));
        }
        is_new && !is_said
    }
}

fn place(finding: &Diagnostic) -> (&'static Rule, u32, u32) {
    (finding.rule, finding.range.start(), finding.range.end())
}

struct Search<'e> {
    expansion: &'e Expansion,
    source: &'e Tree,
    snippets: &'e Snippets,
    group: Group,
}

impl Search<'_> {
    fn findings(&self, scope: Scope<'_>) -> Vec<Diagnostic> {
        let Some(template) = Template::new(self.expansion.tree()) else { return Vec::new() };
        // Loops that are left are those that cannot be repeated, with some texts replaced.
        let looks_at_result =
            |rule: &Rule| rule.group == self.group && rule.name != malformed_loop::RULE.name;
        let rules = scope.rules.and(&RuleSet::filtered(looks_at_result));
        let scope = Scope { rules: &rules, fixable: &RuleSet::filtered(|_| false), ..scope };
        let mut found = walk(&Subject::of_expansion(&template), scope);
        Diagnostic::sort(&mut found);
        found.into_iter().filter_map(|finding| self.in_source(finding)).collect()
    }

    /// The finding at the place that it comes from; none where it depends on rounds that not every stack has.
    fn in_source(&self, mut finding: Diagnostic) -> Option<Diagnostic> {
        let location = self.location(finding.range)?;
        // Whatever the section, the transform says that such a key "should be alphanumeric".
        if *finding.rule == invalid_name::RULE && location.round.is_some() {
            finding.severity = Severity::Error;
        }
        if !self.counts(&finding, &location) {
            return None;
        }
        let labels = finding.labels.iter().filter_map(|label| self.label(label));
        let mut labels: Vec<_> = labels.chain(self.round(&location)).collect();
        labels.dedup();
        // A loop that is left stands there once for each round of the loop around it.
        if *finding.rule == duplicate_key::RULE
            && labels.iter().any(|label| label.range == location.range)
        {
            return None;
        }
        let Some(included) = location.snippet else {
            let cfn_lint_offset = finding.cfn_lint_offset.and_then(|offset| self.offset(offset));
            return Some(Diagnostic { range: location.range, labels, fix: None, cfn_lint_offset, ..finding });
        };
        let line = self.snippets.get(&included.path)?.source().line_column(location.range.start()).line;
        let message = format!("{IN_SNIPPET}{}`, line {line}: {}", included.path, finding.message);
        let range = self.source.node(included.location).range();
        Some(Diagnostic { range, message, labels, fix: None, cfn_lint_offset: None, ..finding })
    }

    /// Only errors count: that a comparison is always true in one round is what loops are for, and the notation of a
    /// text says nothing here. Outside of loops, what is found depends on all their rounds.
    fn counts(&self, finding: &Diagnostic, location: &SourceLocation<'_>) -> bool {
        let is_between_resources =
            *finding.rule == conditional_reference::RULE && location.round.is_none();
        let is_wanted = self.group == Group::Unused || finding.severity == Severity::Error;
        (is_wanted || is_between_resources) && (location.round.is_some() || self.expansion.is_certain())
    }

    fn location(&self, range: TextRange) -> Option<SourceLocation<'_>> {
        self.expansion.location(range, self.source, self.snippets)
    }

    fn offset(&self, offset: u32) -> Option<u32> {
        let location = self.location(TextRange::empty(offset))?;
        location.snippet.is_none().then(|| location.range.start())
    }

    fn label(&self, label: &Label) -> Option<Label> {
        let location = self.location(label.range)?;
        let message = label.message.clone();
        location.snippet.is_none().then_some(Label { range: location.range, message })
    }

    /// What the variable of the loop is.
    fn round(&self, location: &SourceLocation<'_>) -> Option<Label> {
        let round = self.expansion.round(location.round?);
        let item: Node<'_> = self.source.node(round.item.node);
        let origin = if round.is_certain { "" } else { ", as by default" };
        let message = format!("where `{}` is `{}`{origin}", round.variable, round.value);
        round.item.snippet.is_none().then(|| Label { range: item.range(), message })
    }
}
