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
    // The last block whose first string is not greater.
    while high - low > 1 {
        let middle = usize::midpoint(low, high);
        if first(table, middle) <= text.as_bytes() { low = middle } else { high = middle }
    }
    let mut cursor = block(table, low);
    let wanted = text.as_bytes();
    // How many bytes the string before, which is smaller, has in common with the wanted one.
    let mut common = 0;
    for at in low * BLOCK..strings.min((low + 1) * BLOCK) {
        let shared = cursor.index();
        let length = cursor.index();
        let rest = cursor.take(length);
        match shared.cmp(&common) {
            // It differs where the string before differs, and is smaller as well.
            Ordering::Greater => continue,
            // It is greater than the string before at a byte where that is equal.
            Ordering::Less => return None,
            Ordering::Equal => {}
        }
        let equal = rest.iter().zip(&wanted[common..]).take_while(|(own, other)| own == other).count();
        common += equal;
        match rest[equal..].cmp(&wanted[common..]) {
            Ordering::Equal => return Some(Name(at as u32)),
            Ordering::Greater => return None,
            Ordering::Less => {}
        }
    }
    None
}

/// The first string of a block, which shares nothing with a string before it.
fn first(table: &Table, number: usize) -> &[u8] {
    let mut cursor = block(table, number);
    cursor.varint();
    let length = cursor.index();
    cursor.take(length)
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
