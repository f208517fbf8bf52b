//! `--add-ignore`: adding comments that suppress the current findings.

use std::collections::{BTreeMap, BTreeSet};

use cfn_ast::syntax::{Format, ScalarStyle};
use cfn_ast::{Edit, EditSet, TextRange, Tree};

use super::{Origin, Reach, comment, lines};
use crate::finding::Finding;
use crate::rule::{Group, Registry};

/// A text with added suppressions.
#[derive(Debug)]
pub struct WithIgnores {
    /// The text.
    pub text: String,
    /// The number of findings that the added comments suppress.
    pub suppressed: usize,
    /// The number of findings on lines where a comment is not possible.
    pub left: usize,
}

/// Adds `# cfn-tidy: ignore[rule]` to a line of each finding, except for findings about suppressions.
///
/// # Panics
/// Never: each line is edited once, before its end.
pub fn add_ignores(tree: &Tree, registry: Registry, findings: &[Finding]) -> WithIgnores {
    let mut wanted: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
    let (mut suppressed, mut left) = (0, 0);
    for finding in findings.iter().filter(|finding| is_suppressible(finding)) {
        match line_for(tree, finding.range) {
            Some(line) => {
                wanted.entry(line).or_default().insert(finding.rule.name);
                suppressed += 1;
            }
            None => left += 1,
        }
    }
    let mut edits = EditSet::new();
    for (line, rules) in wanted {
        edits.add_all([edit(tree, registry, line, rules)]).expect("each line is edited once, before its end");
    }
    WithIgnores { text: edits.apply(tree.source().text()), suppressed, left }
}

/// Returns the edit that suppresses a finding with a comment on its line, and others of its rule there; `None` where a
/// comment is not possible, and for findings about suppressions.
pub fn ignore_on_line(tree: &Tree, registry: Registry, finding: &Finding) -> Option<Edit> {
    let line = line_for(tree, finding.range).filter(|_| is_suppressible(finding))?;
    Some(edit(tree, registry, line, BTreeSet::from([finding.rule.name])))
}

/// Returns the edit that suppresses all findings of a finding's rule with a comment for the file; `None` in JSON, which
/// has no comments, and for findings about suppressions.
pub fn ignore_in_file(tree: &Tree, registry: Registry, finding: &Finding) -> Option<Edit> {
    if tree.format() == Format::Json || !is_suppressible(finding) {
        return None;
    }
    let source = tree.source();
    let own = comment::suppressions(tree, registry).into_iter().find_map(|entry| {
        match (entry.origin, entry.reach) {
            (Origin::Comment { list, .. }, Reach::File) => list,
            _ => None,
        }
    });
    let mut rules = BTreeSet::from([finding.rule.name]);
    let Some(list) = own else {
        let newline = source.newline().as_str();
        let text = format!("# cfn-tidy: ignore-file[{}]{newline}", finding.rule.name);
        return Some(Edit::insert(source.bom_len(), text));
    };
    rules.extend(words_of(source.slice(list)));
    Some(Edit::replace(list, joined(&rules)))
}

/// Whether the finding is about the template; findings about suppressions are not suppressed, but acted upon.
fn is_suppressible(finding: &Finding) -> bool {
    finding.rule.group != Group::Tidy
}

/// Returns the first line of a finding that a comment can be appended to.
fn line_for(tree: &Tree, range: TextRange) -> Option<u32> {
    let (first, last) = lines(tree, range);
    (first..=last).find(|&line| can_end_with_comment(tree, line))
}

fn can_end_with_comment(tree: &Tree, line: u32) -> bool {
    let end = line_end(tree, line);
    let text = tree.source().line_text(line);
    // JSON has no comments, and on an empty line a comment would apply to the next one.
    if tree.format() == Format::Json || text.trim_ascii().is_empty() {
        return false;
    }
    let Some(node) = tree.node_at(end.saturating_sub(1)).filter(|node| node.is_scalar()) else { return true };
    let content = node.content_range();
    // Inside a scalar, `#` is text: a comment is possible on the header of a block scalar and after the end of others.
    match node.scalar_style() {
        Some(ScalarStyle::Literal | ScalarStyle::Folded) => tree.source().line_index(content.start()) == line,
        _ => content.end() <= end,
    }
}

/// Returns the byte offset of the end of a line, without trailing whitespace.
fn line_end(tree: &Tree, line: u32) -> u32 {
    let range = tree.source().line_range(line);
    range.start() + tree.source().slice(range).trim_ascii_end().len() as u32
}

fn edit<'t>(tree: &'t Tree, registry: Registry, line: u32, mut rules: BTreeSet<&'t str>) -> Edit {
    let source = tree.source();
    let own = comment::suppressions(tree, registry).into_iter().find_map(|entry| {
        match (entry.origin, entry.reach) {
            (Origin::Comment { list, .. }, Reach::Line { own, .. }) if own == line => list,
            _ => None,
        }
    });
    // A line can only end with one comment, so an existing list of rules is extended.
    let Some(list) = own else {
        let end = line_end(tree, line);
        return Edit::insert(end, format!(" # cfn-tidy: ignore[{}]", joined(&rules)));
    };
    rules.extend(words_of(source.slice(list)));
    Edit::replace(list, joined(&rules))
}

/// The words of a list of rules.
fn words_of(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim_ascii).filter(|word| !word.is_empty())
}

fn joined(rules: &BTreeSet<&str>) -> String {
    rules.iter().copied().collect::<Vec<_>>().join(", ")
}
