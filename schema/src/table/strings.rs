//! The strings of a table: sorted, front-coded in blocks.

use std::cmp::Ordering;

use super::cursor::Cursor;
use super::{Name, Table, fixed};
use crate::layout::{BLOCK, Section};

/// The string with this number.
pub(super) fn text(table: &Table, name: Name) -> String {
    let mut text = Vec::new();
    if name.0 < table.strings {
        let mut cursor = block(table, name.0 as usize / BLOCK);
        for _ in 0..=name.0 as usize % BLOCK {
            next(&mut cursor, &mut text);
        }
    }
    String::from_utf8(text).unwrap_or_default()
}

/// The number of a string.
pub(super) fn find(table: &Table, text: &str) -> Option<Name> {
    let strings = table.strings as usize;
    let (mut low, mut high) = (0, strings.div_ceil(BLOCK));
    let mut current = Vec::new();
    // The last block whose first string is not greater.
    while high - low > 1 {
        let middle = usize::midpoint(low, high);
        current.clear();
        next(&mut block(table, middle), &mut current);
        if current.as_slice() <= text.as_bytes() { low = middle } else { high = middle }
    }
    let mut cursor = block(table, low);
    current.clear();
    for at in low * BLOCK..strings.min((low + 1) * BLOCK) {
        next(&mut cursor, &mut current);
        match current.as_slice().cmp(text.as_bytes()) {
            Ordering::Equal => return Some(Name(at as u32)),
            Ordering::Greater => return None,
            Ordering::Less => {}
        }
    }
    None
}

/// A cursor at the beginning of a block.
fn block(table: &Table, block: usize) -> Cursor<'_> {
    let offset = fixed(table.section(Section::StringIndex), block.saturating_mul(4));
    table.cursor(Section::Strings, offset)
}

/// Turns the previous string of a block into the next: the length of what both begin with, then the rest.
fn next(cursor: &mut Cursor<'_>, text: &mut Vec<u8>) {
    let shared = cursor.index();
    let length = cursor.index();
    text.truncate(shared);
    text.extend_from_slice(cursor.take(length));
}
