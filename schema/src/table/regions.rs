//! The date of a table, its regions, and the sets of regions that types and constraints refer to.

use super::Table;
use super::cursor::Cursor;
use crate::layout::Section;

/// The date, a varint length and bytes.
pub(super) fn date(table: &Table) -> &str {
    text(&mut table.cursor(Section::Regions, 0))
}

/// The names of the regions: a count, then each as a length and bytes.
pub(super) fn names(table: &Table) -> impl Iterator<Item = &str> {
    let mut cursor = table.cursor(Section::Regions, 0);
    text(&mut cursor);
    let count = cursor.index();
    (0..count).map_while(move |_| (!cursor.is_at_end()).then(|| text(&mut cursor)))
}

/// Whether the set with this number contains a region; `None` if the table does not know the region.
///
/// A set is a bit for each region, in the order of the names, and follows the names.
pub(super) fn contains(table: &Table, set: usize, region: &str) -> Option<bool> {
    let index = names(table).position(|name| name == region)?;
    let mut cursor = table.cursor(Section::Regions, 0);
    text(&mut cursor);
    let count = cursor.index();
    for _ in 0..count {
        if cursor.is_at_end() {
            return None;
        }
        text(&mut cursor);
    }
    let width = count.div_ceil(8);
    cursor.skip(set.saturating_mul(width));
    let bits = cursor.take(width);
    Some(bits.get(index / 8)? >> (index % 8) & 1 == 1)
}

fn text<'t>(cursor: &mut Cursor<'t>) -> &'t str {
    let length = cursor.index();
    str::from_utf8(cursor.take(length)).unwrap_or_default()
}
