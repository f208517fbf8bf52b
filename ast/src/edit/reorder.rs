//! Reordering of the entries of a mapping, each with its comments.

use super::remove::is_comment_line;
use crate::syntax::{CollectionStyle, Entry};
use crate::write::{BlockScalar, Chomping};
use crate::{Edit, Node, TextRange};

/// The edits that sort the entries of a mapping by `rank`, stably.
///
/// A comment belongs to the entry below it, or to the one on its line. Blank lines stay where they are. Returns
/// `None` if the entries are sorted, or if it is not certain which comment belongs to which entry.
///
/// ```
/// use cfn_ast::edit::reorder_entries;
/// use cfn_ast::{EditSet, Source, Tree};
///
/// let tree = Tree::parse(Source::new("B: 2  # two\nA: 1\n")?);
/// let root = tree.root().ok_or("no root")?;
/// let rank = |entry: &cfn_ast::syntax::Entry<'_>| usize::from(entry.name() != Some("A"));
/// let mut edits = EditSet::new();
/// edits.add_all(reorder_entries(root, rank).ok_or("not reordered")?)?;
/// assert_eq!(edits.apply(tree.source().text()), "A: 1\nB: 2  # two\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn reorder_entries(mapping: Node<'_>, rank: impl Fn(&Entry<'_>) -> usize) -> Option<Vec<Edit>> {
    let entries: Vec<Entry<'_>> = mapping.entries().collect();
    let ranks: Vec<usize> = entries.iter().map(rank).collect();
    if ranks.is_sorted() || mapping.has_shared_content() || has_equal_keys(&entries) {
        return None;
    }
    let ranges = match mapping.collection_style()? {
        CollectionStyle::Flow => flow_ranges(mapping, &entries)?,
        CollectionStyle::Block => block_ranges(mapping, &entries)?,
    };
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&index| ranks[index]);
    let source = mapping.tree().source();
    let edits = order.iter().zip(&ranges).map(|(&from, &to)| Edit::replace(to, source.slice(ranges[from])));
    Some(edits.filter(|edit| source.slice(edit.range()) != edit.text()).collect())
}

fn has_equal_keys(entries: &[Entry<'_>]) -> bool {
    let mut names: Vec<_> = entries.iter().map(Entry::name).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| pair[0] == pair[1])
}

fn flow_ranges(mapping: Node<'_>, entries: &[Entry<'_>]) -> Option<Vec<TextRange>> {
    let has_comments = mapping.tree().comments().any_within(mapping.range());
    // A bracket or a comma directly after the colon of an absent value would be text for some readers.
    let is_absent = |entry: &Entry<'_>| entry.value.range().is_empty();
    let is_movable = !has_comments && !entries.iter().any(is_absent);
    is_movable.then(|| entries.iter().map(Entry::range).collect())
}

/// The range of each entry, from the first comment above its key to the end of the line on which its value ends.
fn block_ranges(mapping: Node<'_>, entries: &[Entry<'_>]) -> Option<Vec<TextRange>> {
    let source = mapping.tree().source();
    let mut ranges = Vec::with_capacity(entries.len());
    let mut floor = None;
    for entry in entries {
        let end = end_of(entry)?;
        let key_line = source.line_index(entry.key.range().start());
        let line = source.line_range(key_line);
        let before = source.slice(TextRange::new(line.start(), entry.key.range().start()));
        if !before.trim_start_matches('\u{feff}').trim_ascii().is_empty() || before.starts_with('\u{feff}') {
            return None;
        }
        let first = floor.unwrap_or(if key_line == 0 { 0 } else { top_of_comments(mapping, key_line) });
        let start = (first..=key_line).find(|&line| !source.line_text(line).trim_ascii().is_empty())?;
        // A byte-order mark stays at the start of the file.
        let range = TextRange::new(source.line_range(start).start().max(source.bom_len()), end);
        if source.slice(range).contains('\u{feff}') {
            return None;
        }
        ranges.push(range);
        floor = Some(source.line_index(end) + 1);
    }
    Some(ranges)
}

/// The first of the comment lines directly above a line.
fn top_of_comments(mapping: Node<'_>, line: u32) -> u32 {
    let is_comment = |line: &u32| is_comment_line(mapping, *line);
    (0..line).rev().take_while(is_comment).last().unwrap_or(line)
}

/// The end of the line on which the entry ends; `None` for a block scalar that the blank lines after it may belong
/// to, or whose value would change at the end of a file without a final line break.
fn end_of(entry: &Entry<'_>) -> Option<u32> {
    let source = entry.key.tree().source();
    let end = entry.range().end();
    let is_clear = |block: BlockScalar<'_>| {
        // Blank lines stay where they are, so a block scalar with `+` would get those of another entry.
        block.chomping() != Chomping::Keep
            && source.text().ends_with(['\n', '\r'])
            && block.keeps_text_at(end, block.indent())
    };
    if !BlockScalar::at_end_of(entry.value).is_none_or(is_clear) {
        return None;
    }
    let end = entry.range().start().max(end - trailing_breaks(source.slice(entry.range())));
    let line = source.line_range(source.line_index(end));
    let rest = source.slice(TextRange::new(end, line.end().max(end))).trim_end_matches(['\n', '\r']);
    let is_free = rest.trim_ascii_start().is_empty() || rest.trim_ascii_start().starts_with('#');
    is_free.then_some(end + rest.len() as u32)
}

fn trailing_breaks(text: &str) -> u32 {
    (text.len() - text.trim_end_matches([' ', '\n', '\r']).len()) as u32
}
