//! Completion: what can be written at a place.
//!
//! While somebody types, the text is rarely a valid template. So a marker is inserted at the cursor, with whatever makes
//! the line complete, and the text is read again: where the marker is in the tree says what is expected there.

mod marked;
mod names;
mod schema;
mod structure;

use cfn_ast::model::References;
use cfn_ast::{FunctionName, Node, Template, TextRange};
use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, Position, Range, TextEdit,
};

use super::requests::Open;
use marked::{MARKER, Marked, Variant};

/// The most items of one answer. The client asks again with more letters.
const MAX_ITEMS: usize = 500;

/// Something that can be written.
pub(super) struct Candidate {
    /// The text to insert.
    text: String,
    kind: CompletionItemKind,
    detail: Option<String>,
    /// The rank among the others: the smallest first.
    rank: u8,
    /// The byte offset of the text that is replaced, in the text of the document.
    start: u32,
}

impl Candidate {
    fn new(text: impl Into<String>, kind: CompletionItemKind, start: u32) -> Self {
        Self { text: text.into(), kind, detail: None, rank: 5, start }
    }

    fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    fn with_rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }
}

/// A place of a text with a marker.
pub(super) struct Spot<'s> {
    open: &'s Open<'s>,
    template: &'s Template<'s>,
    references: &'s References<'s>,
    /// The scalar that contains the marker.
    node: Node<'s>,
    variant: Variant,
    /// The byte offset of the marker, which is that of the cursor.
    cursor: u32,
}

impl Spot<'_> {
    /// The byte offset at which the text of the scalar begins, without quotes.
    fn start(&self) -> u32 {
        self.node.text_range(0..0).start().min(self.cursor)
    }
}

/// Returns what can be written at a position.
pub(super) fn items(open: &Open<'_>, position: Position) -> CompletionList {
    let source = open.file.tree.source();
    let cursor = open.encoding().offset(source, position);
    let mut candidates: Vec<Candidate> = Vec::new();
    for marked in marked::variants(&open.file.tree, cursor) {
        let Some(template) = Template::new(&marked.tree) else { continue };
        candidates.extend(at_marker(open, &marked, &template, cursor));
    }
    candidates.sort_by(|a, b| (a.rank, &a.text).cmp(&(b.rank, &b.text)));
    candidates.dedup_by(|a, b| a.text == b.text);
    let typed =
        |candidate: &Candidate| source.range(candidate.start, cursor).map_or("", |range| source.slice(range));
    // Names that begin with what is typed make the others superfluous.
    if candidates.iter().any(|candidate| begins_with(&candidate.text, typed(candidate))) {
        candidates.retain(|candidate| begins_with(&candidate.text, typed(candidate)));
    } else {
        candidates.retain(|candidate| is_subsequence(typed(candidate), &candidate.text));
    }
    let is_incomplete = candidates.len() > MAX_ITEMS;
    candidates.truncate(MAX_ITEMS);
    let item = |candidate: Candidate| {
        let start = open.encoding().position(source, candidate.start);
        item(candidate, Range { start, end: position })
    };
    CompletionList {
        is_incomplete,
        items: candidates.into_iter().map(item).collect(),
        ..CompletionList::default()
    }
}

fn at_marker(open: &Open<'_>, marked: &Marked, template: &Template<'_>, cursor: u32) -> Vec<Candidate> {
    let references = References::of(template);
    if let Some(function) = tag_with_marker(&marked.tree.nodes().collect::<Vec<_>>()) {
        return structure::short_forms(function.min(cursor));
    }
    let found = marked.tree.nodes().find(|node| node.text().is_some_and(|text| text.contains(MARKER)));
    let Some(node) = found else { return Vec::new() };
    let spot = Spot { open, template, references: &references, node, variant: marked.variant, cursor };
    // Where a name is expected, nothing else is.
    let names = names::candidates(&spot);
    if !names.is_empty() {
        return names;
    }
    let mut candidates = structure::candidates(&spot);
    candidates.extend(schema::candidates(&spot));
    candidates
}

/// The byte offset of a tag that contains the marker.
fn tag_with_marker(nodes: &[Node<'_>]) -> Option<u32> {
    let tagged = nodes.iter().find(|node| node.tag().is_some_and(|tag| tag.contains(MARKER)))?;
    tagged.tag_range().map(TextRange::start)
}

fn begins_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether the letters of a word occur in a text in their order, in any case, as editors filter.
fn is_subsequence(word: &str, text: &str) -> bool {
    let mut letters = text.chars().map(|letter| letter.to_ascii_lowercase());
    word.chars().all(|wanted| letters.any(|letter| letter == wanted.to_ascii_lowercase()))
}

fn item(candidate: Candidate, range: Range) -> CompletionItem {
    let edit = TextEdit { range, new_text: candidate.text.clone() };
    CompletionItem {
        sort_text: Some(format!("{}{}", candidate.rank, candidate.text)),
        filter_text: Some(candidate.text.clone()),
        label: candidate.text,
        kind: Some(candidate.kind),
        detail: candidate.detail,
        text_edit: Some(CompletionItemTextEdit::TextEdit(edit)),
        ..CompletionItem::default()
    }
}

/// Whether the long form of a function is the only one at a node: in JSON, or below a tag.
fn needs_long_form(spot: &Spot<'_>, name: FunctionName) -> bool {
    spot.node.tree().format() == cfn_ast::syntax::Format::Json || !name.has_short_form()
}
