//! Suppressions: comments and metadata that make cfn-tidy ignore findings.
//!
//! * `# cfn-tidy: ignore[rule, rule] reason` on a line of the finding, or on a line of its own above it
//! * `# cfn-tidy: ignore-file[rule] reason` anywhere, for the whole file
//! * `Metadata: {cfn-tidy: {ignore: [rule]}}` of the template or of one resource
//! * `Metadata: {cfn-lint: {config: {ignore_checks: [id]}}}` of the template or of one resource, by cfn-lint IDs
//!
//! Without brackets, all rules are ignored. Any selector can be used: a rule, a group, `ALL` or a cfn-lint ID.

mod add;
mod comment;
mod metadata;
mod places;
mod unused;

use std::cell::Cell;

use cfn_ast::{TextRange, Tree};

use crate::finding::Finding;
use crate::rule::selection::{RuleSet, Selector};
use crate::rule::{Registry, Rule, UnknownSelector};

use places::Places;
use unused::Ran;

pub use add::{WithIgnores, add_ignores, ignore_in_file, ignore_on_line};
pub use comment::without_directive;

/// The suppressions of one tree.
#[derive(Debug)]
pub struct Suppressions {
    registry: Registry,
    entries: Vec<Suppression>,
    places: Places,
}

/// A comment or list and the selectors in it.
#[derive(Debug)]
struct Suppression {
    reach: Reach,
    origin: Origin,
    words: Vec<Word>,
}

/// The part of the file in which a suppression applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    File,
    /// Findings that begin within a byte range.
    Within(TextRange),
    /// Findings that cover line `own`, and those that begin on line `next`; both from 0.
    Line {
        own: u32,
        next: Option<u32>,
    },
}

/// The kind of a suppression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// A comment: the range of its directive, from the `#` to the end of the line, and that between the brackets.
    Comment { directive: TextRange, list: Option<TextRange> },
    /// A list in `Metadata`.
    Metadata,
    /// A list for cfn-lint, whose entries may be useful to cfn-lint even if they are not to cfn-tidy.
    CfnLint,
}

/// One selector of a suppression.
#[derive(Debug)]
struct Word {
    range: TextRange,
    rules: Meant,
    used: Cell<bool>,
}

/// The meaning of a selector as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Meant {
    Rules(Selector),
    Nothing(UnknownSelector),
}

impl Word {
    fn new(registry: Registry, text: &str, range: TextRange) -> Self {
        let rules = registry.selector(text).map_or_else(Meant::Nothing, Meant::Rules);
        Self { range, rules, used: Cell::new(false) }
    }

    fn matches(&self, rule: &Rule, id: Option<&str>) -> bool {
        match &self.rules {
            Meant::Rules(selector) => selector.matches(rule, id),
            Meant::Nothing(_) => false,
        }
    }
}

impl Suppressions {
    /// Reads the suppressions of a tree, which may name the rules of a registry.
    pub fn of(tree: &Tree, registry: Registry) -> Self {
        let mut entries = comment::suppressions(tree, registry);
        entries.extend(metadata::suppressions(tree, registry));
        let places = Places::of(&entries);
        Self { registry, entries, places }
    }

    /// Drops the suppressed findings and marks the selectors that suppressed something as used.
    pub fn apply(&self, tree: &Tree, findings: &mut Vec<Finding>) {
        if !self.entries.is_empty() {
            findings.retain(|finding| !self.suppress(tree, finding));
        }
    }

    fn suppress(&self, tree: &Tree, finding: &Finding) -> bool {
        let mut suppressed = false;
        // All matching selectors are marked, not only the first: none of them is unused.
        for index in self.places.covering(tree, finding.range) {
            for word in
                self.entries[index].words.iter().filter(|word| word.matches(finding.rule, finding.cfn_lint))
            {
                word.used.set(true);
                suppressed = true;
            }
        }
        suppressed
    }

    /// Whether any selector of a comment suppressed nothing although its rules ran.
    pub fn has_unused_comments(&self, ran: &RuleSet) -> bool {
        let is_comment = |entry: &&Suppression| matches!(entry.origin, Origin::Comment { .. });
        self.entries.iter().filter(is_comment).any(|entry| unused::has_unused_word(entry, self.ran(ran)))
    }

    fn ran<'r>(&self, rules: &'r RuleSet) -> Ran<'r> {
        Ran { registry: self.registry, rules }
    }

    /// Returns the text with spaces instead of suppressing comments, so that byte offsets and lines do not change.
    ///
    /// Many rules skip a value with a comment inside, and would report it without the comment.
    pub fn blank_comments(&self, tree: &Tree) -> String {
        let source = tree.source();
        let mut text = String::with_capacity(source.text().len());
        let mut copied = 0;
        for entry in &self.entries {
            let Origin::Comment { directive, .. } = entry.origin else { continue };
            text.push_str(&source.text()[copied..directive.as_usize().start]);
            text.extend(std::iter::repeat_n(' ', directive.as_usize().len()));
            copied = directive.as_usize().end;
        }
        text.push_str(&source.text()[copied..]);
        text
    }

    /// Returns findings about the suppressions themselves: unknown selectors, and those that suppressed nothing although
    /// their rules ran.
    pub fn findings(&self, tree: &Tree, ran: &RuleSet) -> Vec<Finding> {
        self.entries.iter().flat_map(|entry| unused::findings(tree, entry, self.ran(ran))).collect()
    }
}

/// Returns the first and last line of a finding, from 0. A finding inside a multi-line scalar covers all lines of the
/// scalar, since there can be no comment between them.
pub fn lines(tree: &Tree, range: TextRange) -> (u32, u32) {
    let scalar = tree.node_at(range.start()).filter(|node| node.is_scalar());
    let range = scalar.map_or(range, |scalar| scalar.range().cover(range));
    let source = tree.source();
    let text = source.slice(range).trim_ascii_end();
    let end = range.start() + text.len() as u32;
    (source.line_index(range.start()), source.line_index(end.max(range.start())))
}
