//! The order of updates.

use std::collections::BTreeMap;

use super::Planned;

/// For each stack, the indices of the stacks that it must wait for: those from which it imports.
///
/// Stacks in an import cycle do not wait for each other.
pub(super) fn order(planned: &[Planned]) -> Vec<Vec<usize>> {
    let names: BTreeMap<_, _> = planned
        .iter()
        .enumerate()
        .map(|(index, planned)| (planned.candidate.stack.name.as_str(), index))
        .collect();
    let mut waits = vec![Vec::new(); planned.len()];
    let mut importers = vec![Vec::new(); planned.len()];
    for (exporter, exporting) in planned.iter().enumerate() {
        for &importer in exporting.importers.iter().filter_map(|name| names.get(name.as_str())) {
            // A stack can import its own export, and must not wait for itself.
            if importer != exporter {
                waits[importer].push(exporter);
                importers[exporter].push(importer);
            }
        }
    }
    // Only waiting for a lower rank cannot deadlock; within a cycle all ranks are the same.
    let ranks = ranks(&waits, &importers);
    for (index, waits) in waits.iter_mut().enumerate() {
        waits.retain(|&other| ranks[other] < ranks[index]);
    }
    waits
}

/// The rank of each stack in topological order. Stacks in a cycle, and those that wait for them, have the highest rank.
fn ranks(waits: &[Vec<usize>], importers: &[Vec<usize>]) -> Vec<usize> {
    let mut open: Vec<_> = waits.iter().map(Vec::len).collect();
    let mut ranks = vec![usize::MAX; waits.len()];
    let mut next: Vec<_> = (0..waits.len()).filter(|&index| open[index] == 0).collect();
    let mut rank = 0;
    while !next.is_empty() {
        let mut later = Vec::new();
        for index in next {
            ranks[index] = rank;
            for &importer in &importers[index] {
                open[importer] -= 1;
                if open[importer] == 0 {
                    later.push(importer);
                }
            }
        }
        next = later;
        rank += 1;
    }
    ranks
}
