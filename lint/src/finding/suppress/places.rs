//! An index of suppressions by position, so that a finding is not compared with all of them.

use std::collections::BTreeMap;

use cfn_ast::{TextRange, Tree};

use super::{Reach, Suppression, lines};

/// The indexes of suppressions, by the part of the file in which they apply.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Suppressions of the whole file.
    file: Vec<usize>,
    /// Suppressions of resources, by the start of the resource; resources do not overlap.
    within: BTreeMap<u32, (TextRange, Vec<usize>)>,
    /// Suppressions on a line.
    on: BTreeMap<u32, Vec<usize>>,
    /// Suppressions above a line.
    above: BTreeMap<u32, Vec<usize>>,
}

impl Places {
    pub(super) fn of(entries: &[Suppression]) -> Self {
        let mut places = Self::default();
        for (index, entry) in entries.iter().enumerate() {
            match entry.reach {
                Reach::File => places.file.push(index),
                Reach::Within(range) => {
                    places.within.entry(range.start()).or_insert((range, Vec::new())).1.push(index);
                }
                Reach::Line { own, next } => {
                    places.on.entry(own).or_default().push(index);
                    if let Some(next) = next {
                        places.above.entry(next).or_default().push(index);
                    }
                }
            }
        }
        places
    }

    /// Returns the indexes of the suppressions that apply to a finding.
    pub(super) fn covering(&self, tree: &Tree, finding: TextRange) -> impl Iterator<Item = usize> {
        let around = self.within.range(..=finding.start()).next_back();
        let around = around.filter(|(_, (range, _))| range.contains(finding.start()));
        // Finding the lines of a range costs time, and most files have no suppressing comments.
        let has_lines = !self.on.is_empty();
        let lines = has_lines.then(|| lines(tree, finding));
        let on = lines.map(|(first, last)| self.on.range(first..=last.max(first)));
        let above = lines.and_then(|(first, _)| self.above.get(&first));
        let found = self.file.iter().chain(around.into_iter().flat_map(|(_, (_, places))| places));
        let found = found.chain(on.into_iter().flatten().flat_map(|(_, places)| places));
        found.chain(above.into_iter().flatten()).copied()
    }
}
