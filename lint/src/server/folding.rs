//! The parts of a template that an editor can fold: collections, blocks of text, and blocks of comments.

use cfn_ast::{Source, TextRange};
use gen_lsp_types::{FoldingRange, FoldingRangeKind};

use super::requests::Open;

/// Returns the foldable parts, in the order of the source.
pub(super) fn ranges(open: &Open<'_>) -> Vec<FoldingRange> {
    let tree = &open.file.tree;
    let source = tree.source();
    let mut ranges: Vec<FoldingRange> = Vec::new();
    for node in tree.nodes().filter(|node| !node.is_key()) {
        let whole = node.own_entry().map_or(node.range(), |entry| entry.range());
        // The root has no line of its own that would remain visible.
        if node.parent().is_some() {
            ranges.extend(range(source, whole, None));
        }
    }
    ranges.extend(comment_blocks(open));
    ranges.sort_by_key(|range| (range.start_line, std::cmp::Reverse(range.end_line)));
    // Of the parts that begin on one line an editor folds one.
    ranges.dedup_by_key(|range| range.start_line);
    ranges
}

fn range(source: &Source, part: TextRange, kind: Option<FoldingRangeKind>) -> Option<FoldingRange> {
    let text = source.slice(part).trim_ascii_end();
    let start_line = source.line_index(part.start());
    let end_line = source.line_index(part.start() + text.len() as u32);
    (end_line > start_line).then_some(FoldingRange {
        start_line,
        start_character: None,
        end_line,
        end_character: None,
        kind,
        collapsed_text: None,
    })
}

/// Comments on lines of their own, in consecutive lines.
fn comment_blocks(open: &Open<'_>) -> Vec<FoldingRange> {
    let source = open.file.tree.source();
    let mut blocks: Vec<TextRange> = Vec::new();
    for comment in open.file.tree.comments().iter() {
        let line = source.line_index(comment.start());
        let is_alone = source.slice(source.line_range(line).before(comment)).trim_ascii().is_empty();
        if !is_alone {
            continue;
        }
        match blocks.last_mut().filter(|block| source.line_index(block.end().saturating_sub(1)) + 1 == line) {
            Some(block) => *block = block.cover(comment),
            None => blocks.push(comment),
        }
    }
    blocks.into_iter().filter_map(|block| range(source, block, Some(FoldingRangeKind::Comment))).collect()
}
