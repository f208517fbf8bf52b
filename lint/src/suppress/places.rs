//! Which suppressions reach a place, found without a look at the others.

use std::collections::BTreeMap;

use cfn_ast::{TextRange, Tree};

use super::{Reach, Suppression, lines};

/// Places in the list of suppressions, by what they reach.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Those of the whole file.
    file: Vec<usize>,
    /// Those of resources, by where these begin; resources do not overlap.
    within: BTreeMap<u32, (TextRange, Vec<usize>)>,
    /// Those on a line.
    on: BTreeMap<u32, Vec<usize>>,
    /// Those above a line.
    above: BTreeMap<u32, Vec<usize>>,
}

impl Places {
    pub(super) fn of(entries: &[Suppression]) -> Self {
        let mut places = Self::default();
        for (place, entry) in entries.iter().enumerate() {
            match entry.reach {
                Reach::File => places.file.push(place),
                Reach::Within(range) => {
                    places.within.entry(range.start()).or_insert((range, Vec::new())).1.push(place);
                }
                Reach::Line { own, next } => {
                    places.on.entry(own).or_default().push(place);
                    if let Some(next) = next {
                        places.above.entry(next).or_default().push(place);
                    }
                }
            }
        }
        places
    }

    /// The suppressions that reach a finding.
    pub(super) fn covering(&self, tree: &Tree, finding: TextRange) -> impl Iterator<Item = usize> {
        let around = self.within.range(..=finding.start()).next_back();
        let around = around.filter(|(_, (range, _))| range.contains(finding.start()));
        let has_lines = !self.on.is_empty();
        let lines = has_lines.then(|| lines(tree, finding));
        let on = lines.map(|(first, last)| self.on.range(first..=last.max(first)));
        let above = lines.and_then(|(first, _)| self.above.get(&first));
        let found = self.file.iter().chain(around.into_iter().flat_map(|(_, (_, places))| places));
        let found = found.chain(on.into_iter().flatten().flat_map(|(_, places)| places));
        found.chain(above.into_iter().flatten()).copied()
    }
}
