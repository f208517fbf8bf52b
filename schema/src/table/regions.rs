//! The date of a table, its regions, and the sets of regions that types and constraints refer to.

use super::cursor::Cursor;
use super::lists::{List, list};
use super::{Name, Table};
use crate::layout::Section;

list! {
    /// The values of an enumeration by region. The number of a value is that of the one before plus the first number.
    Values: (u32, RegionSet<'t>), |table, cursor| {
        (cursor.small(), RegionSet { table, set: cursor.small() })
    }
}

/// An enumeration whose values are not the same in every region, such as the types of instances.
#[derive(Clone, Copy, Debug)]
pub struct RegionalEnumeration<'t> {
    /// The regions in which it applies; elsewhere any value fits.
    pub regions: RegionSet<'t>,
    values: Values<'t>,
}

/// A set of regions.
#[derive(Clone, Copy, Debug)]
pub struct RegionSet<'t> {
    table: &'t Table,
    set: u32,
}

impl<'t> RegionalEnumeration<'t> {
    pub(super) fn read(table: &'t Table, cursor: &mut Cursor<'t>) -> Self {
        let regions = RegionSet { table, set: cursor.small() };
        Self { regions, values: Values::read(table, cursor) }
    }

    /// Number of values.
    pub fn len(self) -> usize {
        self.values.len()
    }

    /// Whether no value fits in any region in which it applies.
    pub fn is_empty(self) -> bool {
        self.values.is_empty()
    }

    /// The values, sorted, each with the regions in which it fits.
    pub fn iter(self) -> impl Iterator<Item = (Name, RegionSet<'t>)> + use<'t> {
        let mut name = 0_u32;
        self.values.iter().map(move |(distance, regions)| {
            name = name.wrapping_add(distance);
            (Name(name), regions)
        })
    }
}

impl RegionSet<'_> {
    /// Whether the set contains a region; false if the table does not know the region.
    pub fn contains(self, region: &str) -> bool {
        contains(self.table, self.set as usize, region).unwrap_or(false)
    }
}

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
