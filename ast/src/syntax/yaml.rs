//! Reads the events of the YAML parser into the flat list of nodes.

mod problem;

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle as EventStyle, Span, StructureStyle};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::range::TextRange;
use crate::source::Source;
use crate::syntax::build::{Builder, Slot};
use crate::syntax::error::{SyntaxErrorKind, follows_tag};
use crate::syntax::extent::{NodeExtent, without_invented_newline};
use crate::syntax::mend::Mended;
use crate::syntax::node::NodeId;
use crate::syntax::tree::{CollectionStyle, Content, NodeKind, Properties, ScalarStyle, TagData};
use crate::syntax::{MAX_DEPTH, MAX_KEY_CHARACTERS};

struct Reader<'s, 'b> {
    source: &'s Source,
    mended: &'s Mended<'s>,
    /// The byte offset in the mended text at which the parser begins.
    offset: u32,
    builder: &'b mut Builder,
    /// The node of each anchor, by the parser's id of the anchor.
    anchors: FxHashMap<usize, NodeId>,
    /// The names of the anchors in this document.
    names: FxHashSet<String>,
    /// The offset after the document's start marker.
    document_start: u32,
    /// Whether the first mapping continues the root mapping of an earlier reading.
    resumed: bool,
    /// The keys `<<`, checked when everything below them is known.
    merges: Vec<NodeId>,
}

/// An error of the parser, at which reading stopped.
pub(super) struct Stop {
    /// The byte offset in the mended text.
    pub(super) at: u32,
    pub(super) kind: ErrorKind,
}

/// Reads the mended text from byte `start` on; returns the stop if the end was not reached.
pub(super) fn read(
    source: &Source,
    mended: &Mended<'_>,
    start: u32,
    resumed: bool,
    builder: &mut Builder,
) -> Option<Stop> {
    let options = granit_parser::options! {
    emit_anchor_events: true,
    // By default the parser refuses about a hundred lines of comments in a row.
    max_buffered_comment_events: usize::MAX,
    simple_key_max_lookahead: MAX_KEY_CHARACTERS,
    // One more than the builder's own limit, which reports the collection that exceeds it.
    flow_nesting_limit: MAX_DEPTH + 1,
        block_nesting_limit: MAX_DEPTH + 1,
    };
    let parser = Parser::new_from_str_with_options(&mended.text()[start as usize..], options);
    let mut reader = Reader {
        source,
        mended,
        offset: start,
        builder,
        anchors: FxHashMap::default(),
        names: FxHashSet::default(),
        document_start: mended.source_offset(start),
        resumed,
        merges: Vec::new(),
    };
    let stopped = reader.run(parser);
    reader.check_merges();
    stopped
}

impl<'s> Reader<'s, '_> {
    fn run(
        &mut self,
        parser: impl Iterator<Item = Result<(Event<'s>, Span), granit_parser::ScanError>>,
    ) -> Option<Stop> {
        for next in parser {
            match next {
                Ok((event, span)) => {
                    if !self.event(event, &span) {
                        let at = self.offset + span.start.byte_offset().unwrap_or_default() as u32;
                        return Some(Stop { at, kind: ErrorKind::RecursionLimitExceeded });
                    }
                }
                Err(error) => {
                    let at = self.offset + error.marker().byte_offset().unwrap_or_default() as u32;
                    let (at_fault, kind) = self.explain(error.kind(), self.mended.source_offset(at));
                    self.builder.error(self.character_at(at_fault), kind);
                    return Some(Stop { at, kind: error.kind().clone() });
                }
            }
        }
        None
    }

    /// Processes one event; returns false if reading cannot continue.
    fn event(&mut self, event: Event<'s>, span: &Span) -> bool {
        match event {
            Event::DocumentStart(..) => self.document(span),
            Event::Comment(..) => self.builder.comments.push(self.range(span)),
            Event::Anchor(id, name) => self.anchor(id, name.into_owned(), self.range(span)),
            Event::Alias(id) => self.alias(id, self.range(span)),
            Event::Scalar(text, style, anchor, _) => self.scalar(text, style, anchor, span),
            Event::SequenceStart(style, anchor, _) => {
                return self.open(style, anchor, span, NodeKind::Sequence);
            }
            Event::MappingStart(style, anchor, _) => {
                return self.open(style, anchor, span, NodeKind::Mapping);
            }
            Event::SequenceEnd => self.builder.close(self.range(span).end()),
            Event::MappingEnd => self.builder.close(self.end_of_mapping(span)),
            _ => {}
        }
        true
    }

    fn document(&mut self, span: &Span) {
        let range = self.range(span);
        // Without a marker, the event is at the first content of the document; a block's header comes before that.
        if self.source.slice(range).starts_with("---") {
            self.document_start = range.end();
        }
        self.anchors.clear();
        self.names.clear();
        if !self.builder.documents.is_empty() && !self.resumed {
            self.builder.error(range, SyntaxErrorKind::SecondDocument);
        }
    }

    fn open(
        &mut self,
        style: StructureStyle,
        anchor: usize,
        span: &Span,
        kind: fn(CollectionStyle) -> NodeKind,
    ) -> bool {
        let properties = self.properties(span, anchor);
        let event = self.range(span);
        let (style, range) = match style {
            StructureStyle::Flow => (CollectionStyle::Flow, event),
            StructureStyle::Block => (CollectionStyle::Block, TextRange::empty(event.start())),
        };
        let is_sequence = matches!(kind(style), NodeKind::Sequence(_));
        let range = if is_sequence && style == CollectionStyle::Block {
            self.extent().first_dash(range, properties)
        } else {
            range
        };
        // The parser begins a new root mapping, but that of the earlier reading is still open: entries are added to it.
        if self.resumed && self.builder.depth() == 1 && !is_sequence && range.start() == self.document_start {
            self.resumed = false;
            return true;
        }
        let id = NodeId(self.builder.nodes.len() as u32);
        self.remember(anchor, id);
        self.builder.open(kind(style), range, properties)
    }

    /// The end of a mapping, after its closing brace; 0 where there is none: a pair in a list, `[key: value]`, ends with
    /// its value, and not after the comments that follow.
    fn end_of_mapping(&self, span: &Span) -> u32 {
        let end = self.range(span).end();
        if self.source.text()[..end as usize].ends_with('}') { end } else { 0 }
    }

    fn scalar(&mut self, text: Cow<'s, str>, style: EventStyle, anchor: usize, span: &Span) {
        let properties = self.properties(span, anchor);
        let event = self.range(span);
        let style = scalar_style(style);
        let is_absent = event.is_empty() && style == ScalarStyle::Plain;
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let range = if is_absent {
            TextRange::empty(self.extent().value_start(properties, event.start()))
        } else if is_block {
            self.extent().block(event, properties, self.document_start)
        } else {
            event
        };
        let is_merge = style == ScalarStyle::Plain && text == "<<" && properties.tag.is_none();
        let is_merge_key = is_merge && matches!(self.builder.slot(), Slot::Key { .. });
        let content = if is_absent { Content::Source(range) } else { self.content(text) };
        let content = match content {
            Content::Decoded(text) if is_block => Content::Decoded(without_invented_newline(
                self.source.text(),
                &self.builder.decoded,
                text,
                event,
            )),
            other => other,
        };
        let id = self.builder.leaf(NodeKind::Scalar(style), range, content, properties);
        if is_merge_key {
            self.merges.push(id);
        }
        self.remember(anchor, id);
    }

    fn content(&mut self, text: Cow<'s, str>) -> Content {
        match text {
            Cow::Borrowed(borrowed) => {
                // A borrowed text is a slice of the text that the parser reads: its address determines its offset.
                let base = self.mended.text().as_ptr() as usize;
                let start = (borrowed.as_ptr() as usize).wrapping_sub(base);
                let inside =
                    start.checked_add(borrowed.len()).is_some_and(|end| end <= self.mended.text().len());
                if !inside {
                    return self.builder.decode(borrowed);
                }
                let source_start = self.mended.source_offset(start as u32);
                Content::Source(TextRange::new(source_start, source_start + borrowed.len() as u32))
            }
            Cow::Owned(owned) => self.builder.decode(&owned),
        }
    }

    fn anchor(&mut self, id: usize, name: String, range: TextRange) {
        if let Some(node) = self.anchors.get(&id) {
            let index = self.builder.nodes[node.index()].properties;
            if let Some(properties) = self.builder.properties.get_mut((index as usize).wrapping_sub(1)) {
                properties.anchor = Some(range);
            }
        }
        if !self.names.insert(name.clone()) {
            self.builder.error(range, SyntaxErrorKind::DuplicateAnchor(name));
        }
    }

    fn alias(&mut self, id: usize, range: TextRange) {
        let Some(&target) = self.anchors.get(&id) else { return };
        // A collection that is still open contains the alias.
        if self.builder.is_open(target) {
            self.builder.error(range, SyntaxErrorKind::RecursiveAlias);
        }
        self.builder.leaf(NodeKind::Alias, range, Content::Target(target), Properties::default());
    }

    /// Records the node of an anchor; the parser's id 0 means that there is none.
    fn remember(&mut self, anchor: usize, id: NodeId) {
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
    }

    fn check_merges(&mut self) {
        for key in std::mem::take(&mut self.merges) {
            let value = NodeId(key.0 + 1);
            if !self.is_mergeable(value, true) {
                let range = self.builder.nodes[key.index()].range;
                self.builder.error(range, SyntaxErrorKind::BadMerge);
            }
        }
    }

    /// Whether a value can be merged: a mapping, or a list of mappings.
    fn is_mergeable(&self, id: NodeId, list_allowed: bool) -> bool {
        // After a syntax error the value may be missing, which is not another mistake.
        let Some(data) = self.builder.nodes.get(id.index()) else { return true };
        match (data.kind, data.content) {
            (NodeKind::Alias, Content::Target(target)) => self.is_mergeable(target, list_allowed),
            (NodeKind::Mapping(_), _) => true,
            (NodeKind::Sequence(_), _) if list_allowed => {
                let mut next = id.0 + 1;
                while next < data.end {
                    if !self.is_mergeable(NodeId(next), false) {
                        return false;
                    }
                    next = self.builder.nodes[next as usize].end;
                }
                true
            }
            _ => false,
        }
    }

    /// The tag, and a placeholder for the anchor, whose own event follows.
    fn properties(&mut self, span: &Span, anchor: usize) -> Properties {
        let tag = span.tag_span().map(|tag| self.tag(self.range(&tag)));
        // The range of an anchor is known after its node; until then this marks that there is one.
        let anchor = (anchor != 0).then(|| TextRange::empty(self.range(span).start()));
        Properties { tag, anchor }
    }

    fn tag(&mut self, range: TextRange) -> TagData {
        let written = self.source.slice(range);
        let verbatim = written.strip_prefix("!<").and_then(|tag| tag.strip_suffix('>'));
        let resolved = match verbatim {
            Some(inner) => Some(self.decoded_range(inner)),
            None => written
                .strip_prefix("!!")
                .map(|name| self.decoded_range(&format!("tag:yaml.org,2002:{name}"))),
        };
        let name = verbatim.unwrap_or(written);
        let is_local = name.len() > 1 && name.starts_with('!') && !name.starts_with("!!");
        TagData { range, is_local, resolved }
    }

    fn decoded_range(&mut self, text: &str) -> TextRange {
        let start = self.builder.decoded.len() as u32;
        self.builder.decoded.push_str(text);
        TextRange::new(start, self.builder.decoded.len() as u32)
    }

    /// The range of bytes in the source for a span of the parser.
    fn range(&self, span: &Span) -> TextRange {
        let range = span.byte_range().unwrap_or_default();
        let start = self.mended.source_offset(self.offset + range.start as u32);
        let end = self.mended.source_offset(self.offset + range.end as u32);
        TextRange::new(start, end.max(start))
    }

    /// The offset of the mistake, which is often before the byte `at` where the parser stopped, and its kind.
    fn explain(&self, kind: &ErrorKind, at: u32) -> (u32, SyntaxErrorKind) {
        // A line of quoted text that begins too far left is usually the next key after a quote that was never closed.
        if *kind == ErrorKind::InvalidQuotedScalarIndent {
            (self.extent().quote_before(at, self.document_start), SyntaxErrorKind::UnclosedQuote)
        } else if follows_tag(self.source.text(), at as usize) {
            (at, SyntaxErrorKind::SecondTag)
        } else {
            (at, syntax_error(kind))
        }
    }

    fn extent(&self) -> NodeExtent<'_> {
        NodeExtent { text: self.source.text(), slot: self.builder.slot() }
    }

    /// The range of the character at a byte; empty at the end of the source.
    fn character_at(&self, at: u32) -> TextRange {
        self.source.character_at(at.min(self.source.text().len() as u32))
    }
}

fn syntax_error(kind: &ErrorKind) -> SyntaxErrorKind {
    match kind {
        ErrorKind::RecursionLimitExceeded => SyntaxErrorKind::TooDeep,
        _ => SyntaxErrorKind::Yaml(problem::describe(kind)),
    }
}

fn scalar_style(style: EventStyle) -> ScalarStyle {
    match style {
        EventStyle::Plain => ScalarStyle::Plain,
        EventStyle::SingleQuoted => ScalarStyle::SingleQuoted,
        EventStyle::DoubleQuoted => ScalarStyle::DoubleQuoted,
        EventStyle::Literal => ScalarStyle::Literal,
        EventStyle::Folded => ScalarStyle::Folded,
    }
}
