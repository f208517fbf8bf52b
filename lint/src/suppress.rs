//! Findings that the author of a template has decided to keep.
//!
//! * `# cfn-tidy: ignore[rule, rule] reason` on a line of the finding, or on a line of its own above it
//! * `# cfn-tidy: ignore-file[rule] reason` anywhere, for the whole file
//! * `Metadata: {cfn-tidy: {ignore: [rule]}}` of the template or of one resource
//! * `Metadata: {cfn-lint: {config: {ignore_checks: [id]}}}` of the template or of one resource, by cfn-lint's ids
//!
//! Where the brackets are missing, all rules are meant; a group or `ALL` may stand for its rules, an id of cfn-lint for
//! the findings that carry it.

mod add;
mod comment;
mod metadata;
mod places;
mod unused;

use std::cell::Cell;

use cfn_ast::{TextRange, Tree};

use crate::diagnostic::Diagnostic;
use crate::rule::Rule;
use crate::select::{RuleSet, Selector, UnknownSelector, rule_named};

use places::Places;

pub use add::{WithIgnores, add_ignores};
pub use comment::without_directive;

/// The suppressions of one tree.
#[derive(Debug, Default)]
pub struct Suppressions {
    entries: Vec<Suppression>,
    places: Places,
}

/// One comment or list with the words in it.
#[derive(Debug)]
struct Suppression {
    reach: Reach,
    origin: Origin,
    words: Vec<Word>,
}

/// The findings that are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    File,
    /// Those that begin in these bytes.
    Within(TextRange),
    /// Those with this line among theirs, and those that begin on the other one. Lines count from 0.
    Line {
        own: u32,
        next: Option<u32>,
    },
}

/// Where the words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// In a comment, from which place on, and the bytes between its brackets.
    Comment { comment: TextRange, directive: u32, list: Option<TextRange> },
    /// In a list of `Metadata`.
    Metadata,
    /// In cfn-lint's own list, which is not ours to judge.
    CfnLint,
}

/// One word of a suppression.
#[derive(Debug)]
struct Word {
    range: TextRange,
    rules: Meant,
    used: Cell<bool>,
}

/// What a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Meant {
    Rules(Selector),
    Nothing(UnknownSelector),
}

impl Word {
    fn new(text: &str, range: TextRange) -> Self {
        let rules = text.parse().map_or_else(Meant::Nothing, Meant::Rules);
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
    /// Reads the suppressions of a tree.
    pub fn of(tree: &Tree) -> Self {
        let mut entries = comment::suppressions(tree);
        entries.extend(metadata::suppressions(tree));
        let places = Places::of(&entries);
        Self { entries, places }
    }

    /// Drops the findings that are suppressed, and remembers which words were of use.
    pub fn apply(&self, tree: &Tree, findings: &mut Vec<Diagnostic>) {
        if !self.entries.is_empty() {
            findings.retain(|finding| !self.suppress(tree, finding));
        }
    }

    fn suppress(&self, tree: &Tree, finding: &Diagnostic) -> bool {
        let Some(rule) = rule_named(finding.rule) else { return false };
        let mut suppressed = false;
        for place in self.places.covering(tree, finding.range) {
            for word in self.entries[place].words.iter().filter(|word| word.matches(rule, finding.cfn_lint)) {
                word.used.set(true);
                suppressed = true;
            }
        }
        suppressed
    }

    /// Whether a word of a comment suppressed nothing although its rules ran.
    pub fn has_unused_comments(&self, ran: &RuleSet) -> bool {
        let is_comment = |entry: &&Suppression| matches!(entry.origin, Origin::Comment { .. });
        self.entries.iter().filter(is_comment).any(|entry| unused::has_unused_word(entry, ran))
    }

    /// The text with blanks in the place of what comments say to cfn-tidy, so that all byte offsets and lines stay.
    ///
    /// Many rules pass over what holds a comment, and would report it without one.
    pub fn blank_comments(&self, tree: &Tree) -> String {
        let source = tree.source();
        let mut text = String::with_capacity(source.text().len());
        let mut copied = 0;
        for entry in &self.entries {
            let Origin::Comment { comment, directive, .. } = entry.origin else { continue };
            let said =
                source.slice(TextRange::new(directive, comment.end())).trim_end_matches(['\r', '\n']).len();
            text.push_str(source.slice(TextRange::new(copied, directive)));
            text.extend(std::iter::repeat_n(' ', said));
            copied = directive + said as u32;
        }
        text.push_str(&source.text()[copied as usize..]);
        text
    }

    /// Findings about the suppressions themselves: words that mean nothing, and words that were of no use although
    /// their rules ran.
    pub fn findings(&self, tree: &Tree, ran: &RuleSet) -> Vec<Diagnostic> {
        self.entries.iter().flat_map(|entry| unused::findings(tree, entry, ran)).collect()
    }
}

/// The first and last line of a finding, counted from 0. No comment can stand inside a text of several lines, so a
/// finding in one has all of its lines.
pub fn lines(tree: &Tree, range: TextRange) -> (u32, u32) {
    let scalar = tree.node_at(range.start()).filter(|node| node.is_scalar());
    let range = scalar.map_or(range, |scalar| scalar.range().cover(range));
    let source = tree.source();
    let text = source.slice(range).trim_end();
    let end = range.start() + text.len() as u32;
    (source.line_index(range.start()), source.line_index(end.max(range.start())))
}
