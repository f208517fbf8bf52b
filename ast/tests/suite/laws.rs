//! What holds for every tree, whatever was read.

use std::fmt::Display;

use cfn_ast::sub::{SegmentKind, segments};
use cfn_ast::syntax::{CollectionStyle, Format, NodeKind, ScalarStyle};
use cfn_ast::{Node, TextRange, Tree};

/// Checks every law; `name` says which source was read.
pub(crate) fn check(tree: &Tree, name: &dyn Display) {
    for node in tree.nodes() {
        let place = || format!("{name}: {node:?} {:?}", node.text());
        check_range(node, &place);
        check_family(node, &place);
        match node.kind() {
            NodeKind::Scalar(style) => check_scalar(node, style, &place),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => check_collection(node, &place),
            NodeKind::Alias => assert!(node.source_text().starts_with('*'), "{}", place()),
        }
    }
    for error in tree.errors() {
        assert_boundaries(tree, error.range, &|| format!("{name}: {error:?}"));
    }
    if tree.errors().is_empty() {
        check_comments(tree, name);
    }
}

fn assert_boundaries(tree: &Tree, range: TextRange, place: &dyn Fn() -> String) {
    assert!(tree.source().text().get(range.as_usize()).is_some(), "no characters at {range:?}: {}", place());
}

fn check_range(node: Node<'_>, place: &dyn Fn() -> String) {
    assert_boundaries(node.tree(), node.range(), place);
    assert_boundaries(node.tree(), node.content_range(), place);
    assert!(node.range().contains_range(node.content_range()), "{}", place());
    for part in [node.tag_range(), node.anchor_range()].into_iter().flatten() {
        assert_boundaries(node.tree(), part, place);
        assert!(node.range().contains_range(part), "{}", place());
        assert!(part.end() <= node.content_range().start(), "{}", place());
    }
    if let Some(anchor) = node.anchor_range() {
        assert!(node.tree().source().slice(anchor).starts_with('&'), "{}", place());
    }
    if let Some(tag) = node.tag_range() {
        assert!(node.tree().source().slice(tag).starts_with('!'), "{}", place());
    }
    if let Some(parent) = node.parent() {
        assert!(parent.content_range().contains_range(node.range()), "outside {parent:?}: {}", place());
    }
}

fn check_family(node: Node<'_>, place: &dyn Fn() -> String) {
    if let Some(parent) = node.parent() {
        assert!(parent.contains(node) && !node.contains(parent), "{}", place());
        assert_eq!(parent.children().nth(node.child_index()), Some(node), "{}", place());
    }
    let mut behind = None;
    for (index, child) in node.children().enumerate() {
        assert_eq!(child.parent(), Some(node), "{}", place());
        assert_eq!(child.is_key(), node.is_mapping() && index % 2 == 0, "{}", place());
        assert!(behind.is_none_or(|end| end <= child.range().start()), "{child:?} in {}", place());
        behind = Some(child.range().end());
    }
    assert_eq!(node.children().count(), node.child_count(), "{}", place());
    for entry in node.entries() {
        assert_eq!(entry.value.key(), Some(entry.key), "{}", place());
        assert_eq!(entry.key.own_entry(), Some(entry), "{}", place());
        assert_eq!(entry.value.own_entry(), Some(entry), "{}", place());
        assert_eq!(entry.key.key(), None, "{}", place());
    }
    assert_eq!(node.items().count() + 2 * node.entries().count(), node.child_count(), "{}", place());
}

fn check_collection(node: Node<'_>, place: &dyn Fn() -> String) {
    let written = node.tree().source().slice(node.content_range());
    if node.collection_style() == Some(CollectionStyle::Flow) {
        let is_pair = node.is_mapping() && node.parent().is_some_and(Node::is_sequence);
        let brackets = if node.is_mapping() { ['{', '}'] } else { ['[', ']'] };
        let closed = written.starts_with(brackets[0]) && written.ends_with(brackets[1]);
        assert!(closed || is_pair || !node.tree().errors().is_empty(), "{}", place());
        return;
    }
    let Some((first, last)) = node.children().next().zip(node.children().last()) else { return };
    if node.is_sequence() {
        assert!(written.starts_with('-'), "starts not at its dash: {}", place());
    } else {
        let start = node.content_range().start();
        // Reading that goes on behind a mistake may find the first key late.
        let has_errors = !node.tree().errors().is_empty();
        let explicit = written.starts_with('?') || first.range().is_empty() || has_errors;
        assert!(explicit || start == first.range().start(), "starts not at its key: {}", place());
    }
    assert_eq!(node.content_range().end(), last.range().end(), "{}", place());
}

fn check_scalar(node: Node<'_>, style: ScalarStyle, place: &dyn Fn() -> String) {
    let written = node.tree().source().slice(node.content_range());
    let text = node.text().unwrap_or_default();
    match style {
        ScalarStyle::Plain if !written.contains(['\n', '\r']) => assert_eq!(written, text, "{}", place()),
        ScalarStyle::Plain => {}
        ScalarStyle::SingleQuoted => assert_quoted(written, '\'', place),
        ScalarStyle::DoubleQuoted => assert_quoted(written, '"', place),
        ScalarStyle::Literal | ScalarStyle::Folded => check_block(written, style, place),
    }
    if let Some(range) = node.verbatim_text_range() {
        assert_eq!(node.tree().source().slice(range), text, "{}", place());
    }
    check_text_ranges(node, text, place);
}

fn assert_quoted(written: &str, quote: char, place: &dyn Fn() -> String) {
    assert!(written.len() >= 2 && written.starts_with(quote) && written.ends_with(quote), "{}", place());
}

fn check_block(written: &str, style: ScalarStyle, place: &dyn Fn() -> String) {
    assert!(written.starts_with(if style == ScalarStyle::Literal { '|' } else { '>' }), "{}", place());
    let last_line = written.rsplit(['\n', '\r']).next().unwrap_or_default();
    assert!(!last_line.trim_matches([' ', '\t']).is_empty(), "ends with a blank line: {}", place());
}

fn check_text_ranges(node: Node<'_>, text: &str, place: &dyn Fn() -> String) {
    let source = node.tree().source();
    let mut ranges = node.text_ranges();
    for (count, segment) in segments(text).into_iter().enumerate() {
        let range = ranges.range(segment.range.clone());
        if count < 20 {
            assert_eq!(range, node.text_range(segment.range.clone()), "{segment:?}: {}", place());
        }
        assert_boundaries(node.tree(), range, place);
        assert!(node.content_range().contains_range(range), "{segment:?} is outside: {}", place());
        let written = source.slice(range);
        if matches!(segment.kind, SegmentKind::Variable(_)) && !written.contains(['\\', '\n', '\r']) {
            assert_eq!(written, &text[segment.range], "{}", place());
        }
    }
}

/// Looks for comments without the reader's help: a `#` behind white space that no scalar holds.
fn check_comments(tree: &Tree, name: &dyn Display) {
    let found: Vec<TextRange> = tree.comments().iter().collect();
    assert_eq!(found, expected_comments(tree), "comments of {name}");
}

fn expected_comments(tree: &Tree) -> Vec<TextRange> {
    if tree.format() == Format::Json {
        return Vec::new();
    }
    let text = tree.source().text();
    let mut scalars: Vec<TextRange> = tree.nodes().filter(|node| node.is_scalar()).map(text_lines).collect();
    scalars.retain(|range| !range.is_empty());
    let headers: Vec<usize> = tree.nodes().filter(is_block).map(header_end).collect();
    let (mut comments, mut at, mut next) = (Vec::new(), 0, 0);
    while at < text.len() {
        while scalars.get(next).is_some_and(|range| range.end() as usize <= at) {
            next += 1;
        }
        if let Some(inside) = scalars.get(next).filter(|range| range.start() as usize <= at) {
            at = inside.end() as usize;
            continue;
        }
        let before = text[..at].chars().next_back();
        // Readers of YAML 1.1 also take a comment right behind a quote, a bracket, a comma or the header of a block.
        let separators = [' ', '\t', '\n', '\r', '\u{feff}', '\'', '"', ']', '}', '[', '{', ','];
        let is_separate =
            before.is_none_or(|c| separators.contains(&c)) || headers.binary_search(&at).is_ok();
        let end = if text.as_bytes()[at] == b'#' && is_separate {
            let end = text[at..].find(['\n', '\r']).map_or(text.len(), |len| at + len);
            comments.push(TextRange::from(at..end));
            end
        } else {
            at + 1
        };
        at = (end..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    }
    comments
}

fn is_block(node: &Node<'_>) -> bool {
    matches!(node.scalar_style(), Some(ScalarStyle::Literal | ScalarStyle::Folded))
}

/// The byte behind `|`, `>-`, `|2` and the like.
fn header_end(node: Node<'_>) -> usize {
    let indicators = ['|', '>', '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    let text = node.tree().source().slice(node.content_range());
    node.content_range().end() as usize - text.trim_start_matches(indicators).len()
}

/// The bytes of a scalar; a comment may follow the header of a block.
fn text_lines(node: Node<'_>) -> TextRange {
    let (source, range) = (node.tree().source(), node.content_range());
    let text = source.slice(range);
    let header = text.find(['\n', '\r']).filter(|_| is_block(&node));
    header.and_then(|len| source.range_of(&text[len..])).unwrap_or(range)
}
