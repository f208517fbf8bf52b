//! Replacement of a node with a part of it, with the lines reindented.

use crate::syntax::{CollectionStyle, Format, NodeKind, ScalarStyle};
use crate::write::{BlockScalar, DEFAULT_INDENT, column, enclosing_indent};
use crate::{Edit, Node, TextRange};

use super::function_text::gap_start;

/// The edit that replaces `whole` with `part`, without the anchors in it.
///
/// Returns `None` if the part cannot be written there: a block or an absent value in a flow collection, or a tag after a
/// tag.
///
/// ```
/// use cfn_ast::edit::transplant;
/// use cfn_ast::{EditSet, Source, Tree};
///
/// let tree = Tree::parse(Source::new("A: !Not [!Not [!Condition B]]\n")?);
/// let whole = tree.root().and_then(|root| root.get("A")).ok_or("no A")?;
/// let inner = whole.item(0).and_then(|operand| operand.item(0)).ok_or("no operand")?;
/// let mut edits = EditSet::new();
/// edits.add_all(transplant(whole, inner))?;
/// assert_eq!(edits.apply(tree.source().text()), "A: !Condition B\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn transplant(whole: Node<'_>, part: Node<'_>) -> Option<Edit> {
    // `whole` is without its tag if it is the argument of a function in the short form, `!Not {Fn::Not: ...}`.
    let is_under_tag = whole.tree().node(whole.id()).tag().is_some() && whole.tag().is_none();
    let is_in_flow = whole.parent().is_some_and(Node::in_flow) || whole.tree().format() == Format::Json;
    let is_block = part.collection_style() == Some(CollectionStyle::Block);
    let is_one_line =
        !is_block && BlockScalar::of(part).is_none() && !part.source_text().contains(['\n', '\r']);
    // After a tag, a number, a boolean or null becomes a string.
    let is_typed = part.is_scalar() && part.as_str().is_none();
    if is_under_tag && (part.tag().is_some() || !is_one_line || is_typed) {
        return None;
    }
    if part.range().is_empty() || is_lone_indicator(part) || is_indented_with_tab(part) {
        return None;
    }
    if is_in_flow && !fits_in_flow(part) {
        return None;
    }
    if is_one_line {
        return Some(on_the_line(whole, text_of(part))).filter(|edit| !is_too_far_left(whole, edit));
    }
    if is_in_flow {
        return flow(whole, part);
    }
    block(whole, part)
}

/// Whether an edit begins at the column of the key of its value or before: a dash may be there, other values may not.
fn is_too_far_left(whole: Node<'_>, edit: &Edit) -> bool {
    let start = whole.range().start();
    let is_block = whole.collection_style() == Some(CollectionStyle::Block);
    let key = whole.key().filter(|_| is_block && edit.range().start() == start);
    key.is_some_and(|key| column(whole, start) <= column(key, key.range().start()))
}

/// Whether there is a comment in `whole` that is not in `part` and would be lost.
pub fn transplant_loses_comment(whole: Node<'_>, part: Node<'_>) -> bool {
    let comments = whole.tree().comments();
    // The edit may also replace the line break between the key and its value, and a comment on the line of the key.
    let range = gap_start(whole).map_or(whole.range(), |start| TextRange::new(start, whole.range().end()));
    comments.within(range).len() != comments.within(part.range()).len()
}

/// The edit that writes the text on the line of the key, if `whole` begins on a later line, otherwise where `whole`
/// begins.
fn on_the_line(whole: Node<'_>, text: String) -> Edit {
    let is_tagged = whole.tree().node(whole.id()).tag().is_some() && whole.tag().is_none();
    match gap_start(whole).filter(|_| !is_tagged && whole.tree().format() == Format::Yaml) {
        Some(start) => Edit::replace(TextRange::new(start, whole.range().end()), format!(" {text}")),
        None => Edit::replace(whole.range(), text),
    }
}

/// Whether a node can be written in a flow collection as it is: without blocks, brackets in a plain scalar, and an absent value
/// at its end.
pub fn fits_in_flow(part: Node<'_>) -> bool {
    !has_blocks(part) && !ends_early_in_flow(part) && !ends_with_absent_value(part)
}

/// Whether a line of the node, other than of a block scalar, is indented with a tab, which readers accept in some contexts
/// only.
pub fn is_indented_with_tab(node: Node<'_>) -> bool {
    let (source, range) = (node.tree().source(), node.range());
    if !source.slice(range).contains('\t') {
        return false;
    }
    let is_text = |start: u32| {
        let mut blocks = node.descendants().filter(|inner| BlockScalar::of(*inner).is_some());
        blocks.any(|block| block.content_range().contains(start))
    };
    let mut lines = source.line_index(range.start()) + 1..=source.line_index(range.end());
    lines.any(|line| {
        let text = source.line_text(line);
        let indentation = text.len() - text.trim_start_matches([' ', '\t']).len();
        text[..indentation].contains('\t') && !is_text(source.line_range(line).start())
    })
}

/// Whether an absent value is the last part of a node. Some readers would take a bracket or a comma that follows for a part
/// of its tag or key.
pub fn ends_with_absent_value(node: Node<'_>) -> bool {
    node.descendants()
        .last()
        .is_some_and(|last| last.content_range().is_empty() && last.range().end() == node.range().end())
}

/// Whether a plain scalar contains characters that would end it in a flow collection.
fn ends_early_in_flow(part: Node<'_>) -> bool {
    let is_plain = part.scalar_style() == Some(ScalarStyle::Plain) && !part.in_flow();
    is_plain && part.source_text().contains([',', '[', ']', '{', '}'])
}

/// Whether a plain scalar is a single character that is only text before a comma or a bracket, and begins an item or an
/// entry elsewhere.
pub fn is_lone_indicator(scalar: Node<'_>) -> bool {
    scalar.scalar_style() == Some(ScalarStyle::Plain) && matches!(scalar.text(), Some("-" | "?" | ":"))
}

fn has_blocks(part: Node<'_>) -> bool {
    let is_block = |node: Node<'_>| {
        node.collection_style() == Some(CollectionStyle::Block) || BlockScalar::of(node).is_some()
    };
    part.descendants().any(is_block)
}

/// In a flow collection the indentation has no meaning; all lines move by as much as the first one does.
fn flow(whole: Node<'_>, part: Node<'_>) -> Option<Edit> {
    let from = indent_of_line(part, part.range().start());
    let to = indent_of_line(whole, whole.range().start()).min(from);
    Some(Edit::replace(whole.range(), shifted(&text_of(part), from, to)?))
}

/// The number of spaces at the start of the line that contains a byte.
pub fn indent_of_line(node: Node<'_>, offset: u32) -> usize {
    let source = node.tree().source();
    let line = source.line_text(source.line_index(offset));
    line.len() - line.trim_start_matches(' ').len()
}

/// The edit that replaces `whole` with a part over several lines in a block collection.
fn block(whole: Node<'_>, part: Node<'_>) -> Option<Edit> {
    // Whatever follows the last line of a block scalar can become a part of it: the rest of the line, or a comment
    // with a deeper indentation.
    if whole.parent().is_none()
        || !ends_its_line(whole)
        || has_fixed_indent(part)
        || would_absorb_comment(whole)
    {
        return None;
    }
    let is_untagged_collection =
        part.tag().is_none() && part.collection_style() == Some(CollectionStyle::Block);
    let below = enclosing_indent(whole) + DEFAULT_INDENT;
    // A tag, a flow collection or the header of a block scalar begins on the line of the key.
    if !is_untagged_collection {
        let text = text_of(part);
        let from = least_indent(&text)?;
        return keeps_end(whole, part, from, below)
            .then_some(on_the_line(whole, shifted(&text, from, below)?));
    }
    let text = text_without_anchors(part.content_range(), part);
    let from = column(part, part.content_range().start());
    let to = if whole.key().is_some() { below } else { column(whole, whole.range().start()) };
    let text = shifted(&text, from, to).filter(|_| keeps_end(whole, part, from, to))?;
    // An item of a list begins after its dash, but the value of an entry must begin on a new line.
    let Some(key) = whole.key() else { return Some(Edit::replace(whole.range(), text)) };
    let newline = whole.tree().source().newline().as_str();
    let range = TextRange::new(after_colon(key, whole)?, whole.range().end());
    Some(Edit::replace(range, format!("{newline}{}{text}", " ".repeat(below))))
}

/// Whether a block scalar at the end of the part keeps its value at the end of `whole`, with its lines moved from one
/// column to another.
fn keeps_end(whole: Node<'_>, part: Node<'_>, from: usize, to: usize) -> bool {
    let end = whole.range().end();
    BlockScalar::at_end_of(part)
        .is_none_or(|block| block.keeps_text_at(end, (block.indent() + to).saturating_sub(from)))
}

/// The offset after the colon; `None` if there is anything else between key and value, such as a comment.
fn after_colon(key: Node<'_>, value: Node<'_>) -> Option<u32> {
    let between = value.tree().source().slice(TextRange::new(key.range().end(), value.range().start()));
    let is_colon = between.trim_ascii() == ":";
    is_colon.then(|| key.range().end() + between.find(':').unwrap_or(0) as u32 + 1)
}

/// Whether only a line break follows the node.
fn ends_its_line(whole: Node<'_>) -> bool {
    let source = whole.tree().source();
    let end = whole.range().end();
    let rest = source.slice(TextRange::new(end, source.line_range(source.line_index(end)).end().max(end)));
    rest.trim_ascii().is_empty() && rest.ends_with(['\n', '\r'])
}

/// Whether the next line with text is a comment that is indented further than the block around `whole`.
fn would_absorb_comment(whole: Node<'_>) -> bool {
    let source = whole.tree().source();
    let next = source.line_index(whole.range().end().max(1) - 1) + 1;
    let lines = (next..source.line_count()).map(|line| source.line_text(line));
    let mut comments = lines.skip_while(|line| line.trim_ascii().is_empty()).take(1);
    comments.any(|line| {
        let text = line.trim_ascii_start();
        text.starts_with('#') && line.len() - text.len() > enclosing_indent(whole)
    })
}

/// Whether the text of a block scalar depends on the indentation around it.
fn has_fixed_indent(part: Node<'_>) -> bool {
    !part.descendants().filter_map(BlockScalar::of).all(BlockScalar::is_movable)
}

/// The lines, each with its line break.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.find(['\n', '\r']).map_or(rest.len(), |end| end + 1);
        let is_pair = rest[..end].ends_with('\r') && rest[end..].starts_with('\n');
        let (line, others) = rest.split_at(end + usize::from(is_pair));
        rest = others;
        (!line.is_empty()).then_some(line)
    })
}

/// The smallest indentation of the lines after the first.
fn least_indent(text: &str) -> Option<usize> {
    let lines = lines(text).skip(1).filter(|line| !line.trim_ascii().is_empty());
    lines.map(|line| line.len() - line.trim_start_matches(' ').len()).min()
}

/// The text with all lines after the first moved from one column to another; `None` if a line is indented too little, or if
/// two line breaks would become one.
///
/// Blank lines move as well: in a block scalar their spaces beyond the indentation are part of the value.
pub fn shifted(text: &str, from: usize, to: usize) -> Option<String> {
    let (left, right) = (from.saturating_sub(to), to.saturating_sub(from));
    let mut out = String::with_capacity(text.len());
    for (index, line) in lines(text).enumerate() {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        let is_blank = line.trim_ascii().is_empty();
        if index == 0 {
            out.push_str(line);
        } else if is_blank || spaces >= left {
            let is_empty = is_blank && spaces == 0;
            out.push_str(&" ".repeat(if is_empty { 0 } else { right }));
            let rest = &line[spaces.min(left)..];
            if out.ends_with('\r') && rest.starts_with('\n') {
                return None;
            }
            out.push_str(rest);
        } else {
            return None;
        }
    }
    Some(out)
}

/// The text of a node without the anchors in it. A single pair in a flow sequence, `[Ref: Name]`, gets the braces
/// that it needs elsewhere.
pub fn text_of(node: Node<'_>) -> String {
    let text = text_without_anchors(node.range(), node);
    let is_pair = node.kind() == NodeKind::Mapping(CollectionStyle::Flow)
        && !node.tree().source().slice(node.content_range()).starts_with('{');
    if is_pair { format!("{{{text}}}") } else { text }
}

/// The text of `range`, which is inside `node`, without anchors.
pub fn text_without_anchors(range: TextRange, node: Node<'_>) -> String {
    let mut text = node.tree().source().slice(range).to_owned();
    let anchors = node.descendants().filter_map(Node::anchor_range);
    let anchors: Vec<_> =
        anchors.filter(|anchor| anchor.start() >= range.start() && anchor.end() <= range.end()).collect();
    for anchor in anchors.into_iter().rev() {
        let start = (anchor.start() - range.start()) as usize;
        let end = (anchor.end() - range.start()) as usize;
        let blanks = text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
        text.replace_range(start..end + blanks, "");
    }
    text
}
