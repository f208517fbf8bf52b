//! The three line breaks that YAML 1.1 has and YAML 1.2 has not: U+0085, U+2028 and U+2029.
//!
//! CloudFormation reads YAML 1.1. In quoted text they fold as YAML 1.1 says (section 4.2); elsewhere a file would mean
//! something different to each reader and is refused.

use crate::range::TextRange;
use crate::source::Source;
use crate::syntax::build::Builder;
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::tree::{NodeKind, ScalarStyle};

const BREAKS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

pub(super) fn fold(source: &Source, builder: &mut Builder) {
    if memchr::memchr2(0xc2, 0xe2, source.text().as_bytes()).is_none() {
        return;
    }
    let mut folded_to = 0;
    for (at, found) in source.text().match_indices(BREAKS) {
        let at = at as u32;
        if at < folded_to {
            continue;
        }
        if let Some(id) = quoted_around(builder, at).filter(|&id| fold_node(source, builder, id)) {
            folded_to = builder.nodes[id].range.end();
        } else {
            let range = TextRange::new(at, at + found.len() as u32);
            let character = found.chars().next().unwrap_or_default();
            builder.error(range, SyntaxErrorKind::AmbiguousLineBreak(character));
        }
    }
}

/// The quoted scalar that holds a byte. Scalars never overlap and stand in the order of the source.
fn quoted_around(builder: &Builder, at: u32) -> Option<usize> {
    let is_quoted =
        |kind| matches!(kind, NodeKind::Scalar(ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted));
    let behind = builder.nodes.partition_point(|node| node.range.start() <= at);
    let id = behind.checked_sub(1)?;
    let node = &builder.nodes[id];
    (is_quoted(node.kind) && node.range.contains(at)).then_some(id)
}

/// Folds one scalar; false when escapes leave open which characters were line breaks.
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
