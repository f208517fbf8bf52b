//! Parsing suppressions in comments.

use cfn_ast::{Source, TextRange, Tree};

use super::{Origin, Reach, Suppression, Word};
use crate::rule::Registry;

/// The prefix of a directive, after the `#`.
const PREFIX: &str = "cfn-tidy:";

/// Returns the text of a comment before its directive, if it has one.
pub fn without_directive(comment: &str) -> &str {
    directive(comment).map_or(comment, |at| &comment[..at]).trim_ascii_end()
}

/// Returns the byte offset of the `#` that begins the directive of a comment.
fn directive(comment: &str) -> Option<usize> {
    let hashes = comment.match_indices('#').map(|(at, _)| at);
    hashes
        .into_iter()
        .find(|&at| comment[at..].trim_start_matches('#').trim_ascii_start().starts_with(PREFIX))
}

pub(super) fn suppressions(tree: &Tree, registry: Registry) -> Vec<Suppression> {
    // Most templates have no directives, and their comments need not be parsed.
    if !tree.source().text().contains(PREFIX) {
        return Vec::new();
    }
    let comments: Vec<_> = tree.comments().iter().collect();
    let mut below = None;
    let comments = comments.into_iter().rev();
    let found = comments.filter_map(|comment| suppression(tree.source(), comment, registry, &mut below));
    let mut found: Vec<_> = found.collect();
    found.reverse();
    found
}

/// A comment on a line of its own, and the next line with content; both from 0.
#[derive(Clone, Copy)]
struct Above {
    own: u32,
    next: Option<u32>,
}

/// Returns the suppression of a comment. `below` is the nearest following comment on a line of its own.
fn suppression(
    source: &Source,
    comment: TextRange,
    registry: Registry,
    below: &mut Option<Above>,
) -> Option<Suppression> {
    let text = source.slice(comment).trim_ascii_end();
    let start = directive(text)?;
    let prefix = start + text[start..].find(PREFIX)? + PREFIX.len();
    let order = Order::read(text, prefix);
    let directive = source.range_of(&text[start..])?;
    let words = match &order.list {
        None if order.reach == OrderReach::Unknown => Vec::new(),
        None => vec![Word::new(registry, "ALL", directive)],
        Some(list) => {
            let words = words(text, list.clone()).into_iter().map(|range| &text[range]);
            words.filter_map(|word| Some(Word::new(registry, word, source.range_of(word)?))).collect()
        }
    };
    let list = order.list.and_then(|list| source.range_of(&text[list]));
    Some(Suppression {
        reach: match order.reach {
            OrderReach::File => Reach::File,
            OrderReach::Line | OrderReach::Unknown => line_reach(source, comment, below),
        },
        origin: Origin::Comment { directive, list },
        words,
    })
}

/// A parsed directive.
struct Order {
    reach: OrderReach,
    /// The bytes between the brackets.
    list: Option<std::ops::Range<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OrderReach {
    Line,
    File,
    Unknown,
}

impl Order {
    fn read(text: &str, from: usize) -> Self {
        let unknown = Self { reach: OrderReach::Unknown, list: None };
        let rest = text[from..].trim_ascii_start();
        let (reach, rest) = match (rest.strip_prefix("ignore-file"), rest.strip_prefix("ignore")) {
            (Some(rest), _) => (OrderReach::File, rest),
            (None, Some(rest)) => (OrderReach::Line, rest),
            (None, None) => return unknown,
        };
        // `ignored` is not `ignore` followed by a reason.
        if !rest.starts_with(['[', ' ', '\t']) && !rest.is_empty() {
            return unknown;
        }
        let Some(list) = rest.trim_ascii_start().strip_prefix('[') else { return Self { reach, list: None } };
        let start = text.len() - list.len();
        match list.find(']') {
            Some(length) => Self { reach, list: Some(start..start + length) },
            // Without the closing bracket, the selectors cannot be told from the reason.
            None => unknown,
        }
    }
}

/// Returns the ranges of the words of a list, without the whitespace around them.
fn words(text: &str, list: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
    let mut start = list.start;
    let mut words = Vec::new();
    for part in text[list].split(',') {
        let blank = part.len() - part.trim_ascii_start().len();
        let word = part.trim_ascii();
        if !word.is_empty() {
            words.push(start + blank..start + blank + word.len());
        }
        start += part.len() + 1;
    }
    words
}

fn line_reach(source: &Source, comment: TextRange, below: &mut Option<Above>) -> Reach {
    let own = source.line_index(comment.start());
    let line = source.line_range(own);
    let is_alone = source.slice(line.before(comment)).trim_ascii().is_empty();
    if !is_alone {
        return Reach::Line { own, next: None };
    }
    let is_content = |line: u32| {
        let text = source.line_text(line).trim_ascii_start();
        !text.is_empty() && !text.starts_with('#')
    };
    // What follows the next comment is known already; reading on would be quadratic in a long block of comments.
    let end = below.map_or(source.line_count(), |below| below.own);
    let next = (own + 1..end).find(|&line| is_content(line)).or_else(|| below.and_then(|below| below.next));
    *below = Some(Above { own, next });
    Reach::Line { own, next }
}
