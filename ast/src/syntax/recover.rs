//! Reads YAML and continues after a mistake, at the next key in the first column.
//!
//! A template is a mapping of sections, each of which begins in the first column. A mistake in one section need not
//! hide those in the next.

use granit_parser::ErrorKind;

use crate::range::TextRange;
use crate::source::Source;
use crate::syntax::build::Builder;
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::mend::{Mended, most_mends};
use crate::syntax::{line_break, yaml};

/// The maximum number of mistakes after which reading continues; with more, the file is unlikely to be YAML at all.
const MOST_RECOVERIES: usize = 20;

/// Reads a source as YAML, with its spelling adapted to the parser where that is needed.
pub(super) fn read(source: &Source) -> Builder {
    if let Some((at, character)) = control_character(source.text()) {
        let range = TextRange::new(at as u32, (at + character.len_utf8()) as u32);
        let mut builder = Builder::new(source);
        builder.error(range, SyntaxErrorKind::ControlCharacter(character));
        return builder;
    }
    let mut reading = Reading::of(source, Mended::unchanged(source.text()));
    let mut skipped = 0;
    for _ in 0..most_mends(source.text().len()) {
        let Some((index, mended)) = reading.mended(skipped) else { break };
        let next = Reading::of(source, mended);
        // The change let a quote that was never closed swallow more text: keep the error at the quote instead.
        if next.ends_in_quotes(index) {
            skipped = index + 1;
        } else {
            reading = next;
        }
    }
    line_break::fold(source, &mut reading.builder);
    reading.builder
}

/// One reading of the whole source.
struct Reading<'s> {
    mended: Mended<'s>,
    builder: Builder,
    stops: Vec<yaml::Stop>,
}

impl<'s> Reading<'s> {
    fn of(source: &Source, mended: Mended<'s>) -> Self {
        let mut builder = Builder::new(source);
        let stops = read_sections(source, &mended, &mut builder);
        Self { mended, builder, stops }
    }

    /// The index of the first stop from `skipped` on that a change avoids, and the source with that change.
    fn mended(&self, skipped: usize) -> Option<(usize, Mended<'s>)> {
        self.stops.iter().enumerate().skip(skipped).find_map(|(index, stop)| {
            let mut mended = self.mended.clone();
            mended.mend(&stop.kind, stop.at).then_some((index, mended))
        })
    }

    /// Whether the stop at an index is a quote that is never closed, or closed in the middle of other text.
    fn ends_in_quotes(&self, index: usize) -> bool {
        self.stops.get(index).is_some_and(|stop| {
            matches!(
                stop.kind,
                ErrorKind::UnclosedQuotedScalar
                    | ErrorKind::InvalidTrailingSingleQuotedScalar
                    | ErrorKind::InvalidTrailingDoubleQuotedScalar
            )
        })
    }
}

fn read_sections(source: &Source, mended: &Mended<'_>, builder: &mut Builder) -> Vec<yaml::Stop> {
    let mut stops = Vec::new();
    let mut start = source.bom_len();
    for round in 0..=MOST_RECOVERIES {
        let Some(stop) = yaml::read(source, mended, start, round > 0, builder) else { break };
        let (failed_at, at) = (stop.at.max(start), mended.source_offset(stop.at));
        stops.push(stop);
        // Only an open block mapping can take further sections; in a second document they would end up in the wrong
        // root.
        if builder.documents.len() != 1 || !builder.is_in_block() {
            break;
        }
        let Some(next) = resume(mended, start, failed_at, builder) else { break };
        builder.close_to(1, at.min(mended.source_offset(next)));
        start = next;
    }
    stops
}

/// The offset of the next section after the mistake.
///
/// A bracket that is not closed swallows sections: those that begin after it are read again.
fn resume(mended: &Mended<'_>, start: u32, failed_at: u32, builder: &mut Builder) -> Option<u32> {
    if let Some(bracket) = builder.outermost_bracket() {
        let mut next = next_section(mended.text(), start)?;
        while mended.source_offset(next) <= bracket.end() {
            next = next_section(mended.text(), next)?;
        }
        // A section was read as the content of the bracket, so the bracket is the mistake and not where reading
        // stopped.
        if next <= failed_at || mended.source_offset(next) < builder.last_end() {
            builder.errors.pop();
            builder.rewind(mended.source_offset(next));
            builder.error(bracket, SyntaxErrorKind::UnclosedBracket);
            return Some(next);
        }
    }
    // The mistake may be noticed at the first byte of the next section.
    let from = if failed_at > start { failed_at - 1 } else { failed_at };
    let mut next = next_section(mended.text(), from)?;
    // Nodes must stay in the order of the source.
    while mended.source_offset(next) < builder.last_end() {
        next = next_section(mended.text(), next)?;
    }
    Some(next)
}

/// The start of the next line after `failed_at` that begins a section.
fn next_section(text: &str, failed_at: u32) -> Option<u32> {
    let mut at = failed_at as usize;
    let bytes = text.as_bytes();
    while let Some(end) = memchr::memchr2(b'\n', b'\r', &bytes[at..]) {
        at += end + 1;
        let line = text[at..].split(['\n', '\r']).next().unwrap_or_default();
        let name = line.split_once(':').map(|(name, _)| name);
        if name.is_some_and(is_section_name) {
            return Some(at as u32);
        }
    }
    None
}

/// Whether the text before the first colon of a line looks like the name of a section.
fn is_section_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// The first character outside the printable set of YAML 1.1 (section 4.1.1), which the parser would accept.
#[allow(
    clippy::needless_bitwise_bool,
    reason = "without branches the compiler looks at many bytes at a time"
)]
fn control_character(text: &str) -> Option<(usize, char)> {
    // Besides ASCII, the first bytes of U+0080 to U+00BF and of U+F000 to U+FFFF need a closer look.
    let suspicious = |byte: u8| {
        let is_control = (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
        is_control | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xef)
    };
    let any = |chunk: &[u8]| chunk.iter().fold(0, |found, &byte| found | u8::from(suspicious(byte))) != 0;
    if !text.as_bytes().chunks(256).any(any) {
        return None;
    }
    text.char_indices().find(|&(_, c)| !is_printable(c))
}

fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
        || c >= '\u{10000}'
}
