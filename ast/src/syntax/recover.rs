//! Reads YAML and goes on behind a mistake, at the next key in the first column.
//!
//! A template is a mapping of sections, each written from the first column. A mistake in one section does not have
//! to hide those in the next.

use crate::range::TextRange;
use crate::source::Source;
use crate::syntax::build::Builder;
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::mend::{MOST_MENDS, Mended};
use crate::syntax::{line_break, yaml};

/// After this many mistakes the file is most likely no YAML at all.
const MOST_RECOVERIES: usize = 20;

pub(super) fn read(source: &Source) -> Builder {
    let mut builder = Builder::new(source);
    if let Some((at, character)) = control_character(source.text()) {
        let range = TextRange::new(at as u32, (at + character.len_utf8()) as u32);
        builder.error(range, SyntaxErrorKind::ControlCharacter(character));
        return builder;
    }
    let mut mended = Mended::unchanged(source.text());
    for _ in 0..MOST_MENDS {
        let stops = read_sections(source, &mended, &mut builder);
        if !stops.iter().any(|stop| mended.mend(&stop.kind, stop.at)) {
            break;
        }
        builder = Builder::new(source);
    }
    line_break::fold(source, &mut builder);
    builder
}

fn read_sections(source: &Source, mended: &Mended<'_>, builder: &mut Builder) -> Vec<yaml::Stop> {
    let mut stops = Vec::new();
    let mut start = source.bom_len();
    for round in 0..=MOST_RECOVERIES {
        let Some(stop) = yaml::read(source, mended, start, round > 0, builder) else { break };
        let next = next_section(mended.text(), stop.at.max(start));
        let at = mended.source_offset(stop.at);
        stops.push(stop);
        let Some(next) = next.filter(|_| builder.documents.len() == 1 && builder.depth() > 0) else { break };
        builder.close_to(1, at);
        start = next;
    }
    stops
}

/// The next line behind `failed_at` that begins a section.
fn next_section(text: &str, failed_at: u32) -> Option<u32> {
    let mut at = failed_at as usize;
    while let Some(end) = text[at..].find(['\n', '\r']) {
        at += end + 1;
        let line = text[at..].split(['\n', '\r']).next().unwrap_or_default();
        let name = line.split_once(':').map(|(name, _)| name);
        if name.is_some_and(is_section_name) {
            return Some(at as u32);
        }
    }
    None
}

fn is_section_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// The first character outside the printable set of YAML 1.1 (section 4.1.1), which the reader would let through.
fn control_character(text: &str) -> Option<(usize, char)> {
    let suspicious = |byte: u8| (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7f;
    if text.bytes().all(|byte| !suspicious(byte) && byte != 0xc2 && byte != 0xef) {
        return None;
    }
    text.char_indices().find(|&(_, c)| !is_printable(c))
}

fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
        || c >= '\u{10000}'
}
