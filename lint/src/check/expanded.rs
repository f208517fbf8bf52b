//! Findings in the expansion of a template, reported at their origin in the source.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use cfn_ast::expansion::{Expansion, ExpansionOptions, Snippets, SourceLocation};
use cfn_ast::{Node, Template, TextRange, Tree};

use super::{Scope, walk};
use crate::finding::{Finding, Label, Severity};
use crate::rule::context::{Subject, snippets};
use crate::rule::selection::RuleSet;
use crate::rule::{InExpansion, Rule};
use crate::rules::structure::invalid_name;

/// Adds the findings that only the rounds of loops and the content of snippets show.
pub(super) fn add_findings(subject: &Subject<'_>, scope: Scope<'_>, findings: &mut Vec<Finding>) {
    let snippets = snippets(scope.referenced_files);
    let repeated = subject.expansion(scope.referenced_files).ok().flatten();
    let with_snippets =
        Expansion::of(subject.template, ExpansionOptions { loops: false, snippets }).ok().flatten();
    if repeated.is_none() && with_snippets.is_none() {
        return;
    }
    let in_rounds: &[_] = &[InExpansion::Report, InExpansion::OutsideLoops];
    let mut known = Known::new(findings);
    for (expansion, kinds) in [(repeated, in_rounds), (with_snippets.as_ref(), &[InExpansion::SnippetsOnly])]
    {
        if let Some(expansion) = expansion {
            let search = Search { expansion, source: subject.template.tree(), snippets, kinds };
            let new = search.findings(scope).into_iter().filter(|found| known.add(found));
            findings.extend(new.map(|found| found.finding));
        }
    }
}

/// A finding of an expansion, at its origin.
struct Found {
    finding: Finding,
    provenance: Provenance,
    /// The round of the innermost loop around it.
    round: Option<u32>,
}

/// The file that a finding of an expansion comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Provenance {
    /// The template: the range of the finding is that of its own node.
    Template,
    /// A snippet: the range of the finding is that of the snippet's name in the template.
    Snippet,
}

/// The findings so far, to report each only once.
struct Known {
    /// With the round that the first finding in the range comes from; `None` outside of loops.
    ranges: BTreeMap<(&'static Rule, u32, u32), Option<u32>>,
    messages: BTreeSet<(&'static Rule, String, u32)>,
}

impl Known {
    fn new(findings: &[Finding]) -> Self {
        let messages = findings.iter().map(|found| (found.rule, found.message.clone(), found.range.start()));
        let ranges = findings.iter().map(|found| (range(found), None));
        Self { ranges: ranges.collect(), messages: messages.collect() }
    }

    /// Adds a finding and returns whether it is new: there must be none of its rule in the same range, except of the same
    /// round, and none with the same message that begins within its range.
    fn add(&mut self, found: &Found) -> bool {
        let finding = &found.finding;
        let message = |offset| (finding.rule, finding.message.clone(), offset);
        let within = message(finding.range.start())..=message(finding.range.end());
        let is_said = self.messages.range(within).next().is_some();
        let is_new = match self.ranges.entry(range(finding)) {
            Entry::Vacant(entry) => {
                entry.insert(found.round);
                true
            }
            Entry::Occupied(first) => found.round.is_some() && *first.get() == found.round,
        };
        // All findings in one snippet have the same range, so only their messages distinguish them.
        let is_new = is_new || found.provenance == Provenance::Snippet;
        if is_new && !is_said {
            self.messages.insert(message(finding.range.start()));
        }
        is_new && !is_said
    }
}

fn range(finding: &Finding) -> (&'static Rule, u32, u32) {
    (finding.rule, finding.range.start(), finding.range.end())
}

/// The search for findings in one expansion.
struct Search<'e> {
    expansion: &'e Expansion,
    source: &'e Tree,
    snippets: &'e Snippets,
    /// The kinds of rules that run.
    kinds: &'e [InExpansion],
}

impl Search<'_> {
    fn findings(&self, scope: Scope<'_>) -> Vec<Found> {
        let Some(template) = Template::new(self.expansion.tree()) else { return Vec::new() };
        let rules = scope.rules.only_rules(|rule| self.kinds.contains(&rule.in_expansion));
        // No fix is computed: an expansion is never written to a file.
        let scope = Scope { rules: &rules, fixable: &RuleSet::default(), ..scope };
        let mut found = walk(&Subject::of_expansion(&template, scope.catalog), scope);
        Finding::sort(&mut found);
        found.into_iter().filter_map(|finding| self.in_source(finding)).collect()
    }

    /// Returns the finding at its origin; `None` if it is not taken over.
    fn in_source(&self, mut finding: Finding) -> Option<Found> {
        let location = self.location(finding.range)?;
        // Whatever the section, the transform says that such a key "should be alphanumeric".
        if *finding.rule == invalid_name::RULE && location.round.is_some() {
            finding.severity = Severity::Error;
        }
        if !self.is_taken_over(&finding, &location) {
            return None;
        }
        let mut labels: Vec<_> = finding.labels.iter().filter_map(|label| self.label(label)).collect();
        // A node of a round that conflicts with itself is one node, repeated by the loop around it.
        if location.round.is_some() && labels.iter().any(|label| label.range == location.range) {
            return None;
        }
        labels.extend(self.round(&location));
        labels.dedup();
        let Some(included) = location.snippet else {
            let cfn_lint_offset = finding.cfn_lint_offset.and_then(|offset| self.offset(offset));
            let finding = Finding { range: location.range, labels, fix: None, cfn_lint_offset, ..finding };
            return Some(Found { finding, provenance: Provenance::Template, round: location.round });
        };
        let line = self.snippets.get(&included.path)?.source().line_column(location.range.start()).line;
        let message = format!("in `{}`, line {line}: {}", included.path, finding.message);
        let range = self.source.node(included.location).range();
        let finding = Finding { range, message, labels, fix: None, cfn_lint_offset: None, ..finding };
        Some(Found { finding, provenance: Provenance::Snippet, round: location.round })
    }

    fn is_taken_over(&self, finding: &Finding, location: &SourceLocation<'_>) -> bool {
        let is_wanted = match finding.rule.in_expansion {
            InExpansion::Skip => false,
            // That a comparison is always true in one round is what loops are for.
            InExpansion::Report => finding.severity == Severity::Error,
            InExpansion::SnippetsOnly => true,
            InExpansion::OutsideLoops => location.round.is_none(),
        };
        // If a collection depends on parameters, the rounds of other stacks may be different, and a finding outside of
        // loops may not exist for them. Within a round, the label names the value that it applies to.
        is_wanted && (location.round.is_some() || self.expansion.is_certain())
    }

    fn location(&self, range: TextRange) -> Option<SourceLocation<'_>> {
        self.expansion.location(range, self.source, self.snippets)
    }

    fn offset(&self, offset: u32) -> Option<u32> {
        let location = self.location(TextRange::empty(offset))?;
        location.snippet.is_none().then(|| location.range.start())
    }

    /// Returns a label at its origin. Labels can only be shown in the file of the template.
    fn label(&self, label: &Label) -> Option<Label> {
        let location = self.location(label.range)?;
        let message = label.message.clone();
        location.snippet.is_none().then_some(Label { range: location.range, message })
    }

    /// Returns a label with the value of the loop variable.
    fn round(&self, location: &SourceLocation<'_>) -> Option<Label> {
        let round = self.expansion.round(location.round?);
        let item: Node<'_> = self.source.node(round.item.node);
        let origin = if round.is_certain { "" } else { " by default" };
        let message = format!("where `{}` is `{}`{origin}", round.variable, round.value);
        round.item.snippet.is_none().then(|| Label { range: item.range(), message })
    }
}
