//! The extents of nodes of a YAML source: the parser's spans leave out the headers of blocks, and end after trivia.

use crate::range::TextRange;
use crate::syntax::build::Slot;
use crate::syntax::tree::{CollectionStyle, Properties};
use crate::syntax::trivia::{column, header_len, indicator, skip_anchor, skip_trivia, trim_blank_lines};

/// The source, and the slot of the node whose extent is computed.
pub(super) struct NodeExtent<'s> {
    pub(super) text: &'s str,
    pub(super) slot: Slot,
}

impl NodeExtent<'_> {
    /// The first byte where the value of the node can begin: after the colon or dash, its tag and its anchor.
    pub(super) fn value_start(&self, properties: Properties, fallback: u32) -> u32 {
        let text = self.text;
        let start = match self.slot {
            Slot::Root | Slot::Item { style: CollectionStyle::Flow, .. } => None,
            Slot::Value { key_end, mapping_start, style } => {
                let colon = indicator(text, key_end, b':');
                // After a key with `?`, the next colon can belong to another mapping.
                let is_own = |colon_end: &u32| {
                    style == CollectionStyle::Flow
                        || is_own_colon(text, key_end, *colon_end - 1, mapping_start)
                };
                Some(colon.filter(is_own).unwrap_or(key_end))
            }
            Slot::Key { previous_end, mapping_start } => {
                indicator(text, previous_end.unwrap_or(mapping_start), b'?')
            }
            Slot::Item { previous_end, sequence_start, .. } => {
                indicator(text, previous_end.unwrap_or(sequence_start), b'-')
            }
        };
        let tag_end = properties.tag.map(|tag| tag.range.end());
        let start = start.unwrap_or(fallback);
        let start = tag_end.map_or(start, |end| end.max(start));
        if properties.anchor.is_some() { skip_anchor(text, start) } else { start }
    }

    /// The empty range at the first dash: the parser reports a sequence at its parent's indentation after the dash.
    pub(super) fn first_dash(&self, event: TextRange, properties: Properties) -> TextRange {
        let at = skip_trivia(self.text, self.value_start(properties, event.start()));
        let is_dash = self.text.as_bytes().get(at as usize) == Some(&b'-');
        if is_dash { TextRange::empty(at) } else { event }
    }

    /// The range from the `|` or `>` to the end of the last line that is not blank: the parser reports the text alone.
    pub(super) fn block(&self, event: TextRange, properties: Properties, document_start: u32) -> TextRange {
        let text = self.text;
        let header = skip_trivia(text, self.value_start(properties, document_start));
        let is_header = matches!(text.as_bytes().get(header as usize), Some(b'|' | b'>'));
        // If the scan went wrong, the parser's span is better than a guess.
        if !is_header || header > event.end() {
            return event;
        }
        let header_end = header + header_len(&text[header as usize..]);
        let body = &text[header_end as usize..event.end().max(header_end) as usize];
        TextRange::new(header, header_end + trim_blank_lines(body) as u32)
    }

    /// The offset of the quote that was not closed before byte `at`.
    pub(super) fn quote_before(&self, at: u32, document_start: u32) -> u32 {
        let slot_start = match self.slot {
            Slot::Root | Slot::Value { .. } => document_start,
            Slot::Key { previous_end, mapping_start } => previous_end.unwrap_or(mapping_start),
            Slot::Item { previous_end, sequence_start, .. } => previous_end.unwrap_or(sequence_start),
        };
        let start = skip_trivia(self.text, self.value_start(Properties::default(), slot_start)).min(at);
        let value = &self.text[start as usize..at as usize];
        value.find(['\'', '"']).map_or(at, |len| start + len as u32)
    }
}

/// Whether a colon belongs to the key that ends at `key_end`: on another line it is in the column of the `?`.
fn is_own_colon(text: &str, key_end: u32, colon: u32, mapping_start: u32) -> bool {
    let on_one_line = !text[key_end as usize..colon as usize].contains(['\n', '\r']);
    on_one_line || column(text, colon) == column(text, mapping_start)
}

/// The text of a block without the newline that the parser adds even if the source ends without one. Readers of
/// YAML 1.1 do not add it.
pub(super) fn without_invented_newline(
    source: &str,
    decoded: &str,
    block: TextRange,
    event: TextRange,
) -> TextRange {
    // Only a block whose last line ends the source without a line break has an added newline.
    let last_line = source.rsplit(['\n', '\r']).next().unwrap_or_default();
    if event.end() as usize != source.len() || last_line.trim_matches([' ', '\t']).is_empty() {
        return block;
    }
    let len = decoded[block.as_usize()].trim_end_matches('\n').len() as u32;
    TextRange::new(block.start(), block.start() + len.max(block.len().saturating_sub(1)))
}
