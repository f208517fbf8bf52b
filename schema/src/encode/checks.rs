//! The constraints, by resource type.

use super::bytes::Bytes;
use super::lower::Output;
use super::share::Shared;
use super::strings::Strings;
use crate::layout::Section;
use crate::model::{CheckFacts, PropertyPath};

/// A constraint at one place: the type, the path, and the index of the constraint.
type Placed<'c> = (&'c str, &'c PropertyPath, usize);

/// All constraints at all places, sorted by type.
fn placed(checks: &[CheckFacts]) -> Vec<Placed<'_>> {
    let mut placed = Vec::new();
    for (index, check) in checks.iter().enumerate() {
        placed.extend(check.places.iter().map(|(name, path)| (name.as_str(), path, index)));
    }
    placed.sort();
    placed
}

/// Collects the strings that [`write`] writes.
pub(super) fn collect(checks: &[CheckFacts], strings: &mut Strings) {
    for check in checks {
        let places = check.places.iter().flat_map(|(name, path)| std::iter::once(name).chain(path));
        for text in places.chain(&check.lowercase).chain([&check.id]) {
            strings.get(text);
        }
    }
}

/// The roots of the types, and of the constraints once for each place.
pub(super) fn all_roots(lowered: &Output, checks: &[CheckFacts]) -> Vec<usize> {
    let places = placed(checks).into_iter().map(|(_, _, index)| lowered.checks[index]);
    lowered.roots.iter().copied().chain(places).collect()
}

/// Writes for each place the number of the type and the offset of the constraint; and the constraint: its id, the
/// property in lower case plus one or zero, the path, and the schema.
pub(super) fn write(
    checks: &[CheckFacts],
    lowered: &Output,
    shared: &Shared,
    strings: &mut Strings,
    sections: &mut [Bytes],
) {
    for (name, path, index) in placed(checks) {
        let check = &checks[index];
        let offset = sections[Section::Checks as usize].len();
        sections[Section::CheckIndex as usize].fixed(strings.get(name) as usize);
        sections[Section::CheckIndex as usize].fixed(offset);
        let out = &mut sections[Section::Checks as usize];
        out.varint(u64::from(strings.get(&check.id)));
        out.varint(check.lowercase.as_ref().map_or(0, |name| u64::from(strings.get(name)) + 1));
        out.count(path.len());
        for segment in path {
            out.varint(u64::from(strings.get(segment)));
        }
        shared.write_child(&lowered.nodes, lowered.checks[index], out);
    }
}
