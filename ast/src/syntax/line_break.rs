//! The three line breaks that only YAML 1.1 has: U+0085, U+2028 and U+2029.
//!
//! CloudFormation reads YAML 1.1. In quoted text they are folded as YAML 1.1 requires (section 4.2); elsewhere a file
//! would mean something different to each reader and is rejected.

use crate::range::TextRange;
use crate::source::Source;
use crate::syntax::build::Builder;
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::tree::{NodeKind, ScalarStyle};

const BREAKS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// Folds the line breaks in quoted scalars, and reports those elsewhere.
pub(super) fn fold(source: &Source, builder: &mut Builder) {
    // The first bytes of the three characters in UTF-8.
    if memchr::memchr2(0xc2, 0xe2, source.text().as_bytes()).is_none() {
        return;
    }
    let mut folded_to = 0;
    for (at, line_break) in source.text().match_indices(BREAKS) {
        let at = at as u32;
        if at < folded_to {
            continue;
        }
        if let Some(id) = quoted_around(builder, at).filter(|&id| fold_node(source, builder, id)) {
            folded_to = builder.nodes[id].range.end();
        } else {
            let range = TextRange::new(at, at + line_break.len() as u32);
            let character = line_break.chars().next().unwrap_or_default();
            builder.error(range, SyntaxErrorKind::AmbiguousLineBreak(character));
        }
    }
}

/// The quoted scalar that contains a byte. Scalars never overlap and are in the order of the source.
fn quoted_around(builder: &Builder, at: u32) -> Option<usize> {
    let is_quoted =
        |kind| matches!(kind, NodeKind::Scalar(ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted));
    let after = builder.nodes.partition_point(|node| node.range.start() <= at);
    let id = after.checked_sub(1)?;
    let node = &builder.nodes[id];
    (is_quoted(node.kind) && node.range.contains(at)).then_some(id)
}

/// Folds one scalar; returns false if it has escapes or other line breaks, with which folding would be a guess.
fn fold_node(source: &Source, builder: &mut Builder, id: usize) -> bool {
    let raw = source.slice(builder.nodes[id].range);
    let only_these = !raw.contains(['\\', '\n', '\r']);
    if only_these {
        let quote = &raw[..1];
        let text = raw[1..raw.len() - 1].replace(&quote.repeat(2), quote);
        builder.nodes[id].content = builder.decode(&folded(&text));
    }
    only_these
}

fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(BREAKS) {
        out.push_str(rest[..at].trim_end_matches([' ', '\t']));
        let tail = rest[at..].trim_start_matches([' ', '\t', BREAKS[0], BREAKS[1], BREAKS[2]]);
        let mut breaks = rest[at..rest.len() - tail.len()].chars().filter(|c| BREAKS.contains(c));
        // YAML 1.1 keeps U+2028 and U+2029, and folds U+0085 as it folds a line feed.
        let first = breaks.next().filter(|&c| c != BREAKS[0]);
        let others: String = breaks.map(|c| if c == BREAKS[0] { '\n' } else { c }).collect();
        match first {
            Some(kept) => out.push(kept),
            None if others.is_empty() => out.push(' '),
            None => {}
        }
        out.push_str(&others);
        rest = tail;
    }
    out.push_str(rest);
    out
}
