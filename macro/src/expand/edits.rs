//! The edits of an expansion: for each resolved layer, the node that is replaced.

use std::collections::{BTreeMap, HashMap};

use cfn_ast::syntax::{Node, NodeId};
use cfn_ast::{Edit, EditSet, TextRange};

use super::layer_sites::{Content, LayerSite};
use super::problem::{Problem, ProblemKind};
use super::sharing::Sharing;
use super::{Expansion, Kept, KeptReason, Resolution, replace};

/// The outcome of a layer site.
pub(super) struct SiteOutcome<'p, 't> {
    pub(super) site: &'p LayerSite<'t>,
    pub(super) resolutions: Vec<Resolution>,
    pub(super) kept: Vec<Kept>,
    pub(super) problems: Vec<Problem>,
    /// The layers after the edit.
    pub(super) layers: Vec<String>,
}

/// The nodes to replace, by site.
struct Targets<'o, 'p, 't> {
    sharing: Sharing<'t>,
    outcomes: &'o [SiteOutcome<'p, 't>],
    /// For each outcome the node that is replaced, or why none can be; `None` if nothing is resolved.
    nodes: Vec<Option<Result<Node<'t>, ProblemKind>>>,
    /// The ranges that are replaced, without those inside of others, by their start.
    ranges: BTreeMap<u32, TextRange>,
}

/// Adds the outcomes of all sites to an expansion, and the edits of the resolved ones.
pub(super) fn add(expansion: &mut Expansion, outcomes: Vec<SiteOutcome<'_, '_>>) {
    let decided: Vec<_> = {
        let targets = Targets::of(&outcomes);
        (0..outcomes.len()).map(|index| targets.decide(index)).collect()
    };
    let mut edits = BTreeMap::new();
    for (outcome, decided) in outcomes.into_iter().zip(decided) {
        let SiteOutcome { site, mut resolutions, kept, problems, layers } = outcome;
        expansion.kept.extend(kept);
        expansion.problems.extend(problems);
        match decided {
            Some(Ok(Some(target))) => _ = edits.insert(target.id(), edit(site, target, &layers)),
            Some(Ok(None)) => expansion.kept.extend(resolutions.drain(..).map(replaced)),
            Some(Err(kind)) => {
                resolutions.clear();
                let (path, written) = (site.path.clone(), site.written());
                expansion.problems.push(Problem { path, written, kind });
            }
            None => {}
        }
        expansion.resolutions.extend(resolutions);
    }
    add_edits(expansion, edits.into_values(), "");
}

/// Adds edits that are known to be disjoint.
pub(super) fn add_edits(expansion: &mut Expansion, edits: impl IntoIterator<Item = Edit>, path: &str) {
    if expansion.edits.add_all(edits).is_err() {
        let path = path.to_owned();
        expansion.problems.push(Problem { path, written: None, kind: ProblemKind::Overlap });
    }
}

/// Removes the edits inside of a range that is about to be replaced.
pub(super) fn without(edits: &EditSet, range: TextRange) -> Vec<Edit> {
    edits.iter().filter(|edit| !range.contains_range(edit.range())).cloned().collect()
}

fn edit(site: &LayerSite<'_>, target: Node<'_>, layers: &[String]) -> Edit {
    match site.content {
        Content::ComputedList(_) => replace::list(target, layers),
        _ => replace::item(target, &layers[0]),
    }
}

fn replaced(Resolution { path, written, .. }: Resolution) -> Kept {
    Kept { path, written, reason: KeptReason::Replaced }
}

impl<'o, 'p, 't> Targets<'o, 'p, 't> {
    fn of(outcomes: &'o [SiteOutcome<'p, 't>]) -> Self {
        let first = outcomes.first().map(|outcome| Sharing::of(outcome.site.node.tree()));
        let sharing = first.unwrap_or_default();
        let mut places: HashMap<NodeId, usize> = HashMap::new();
        for outcome in outcomes.iter().filter(|outcome| !outcome.resolutions.is_empty()) {
            for node in std::iter::once(outcome.site.node).chain(outcome.site.alias) {
                *places.entry(node.id()).or_default() += 1;
            }
        }
        let nodes: Vec<_> = outcomes.iter().map(|outcome| target(outcome, &sharing, &places)).collect();
        let ranges = outermost(nodes.iter().flatten().flatten().map(|node| node.range()));
        Self { sharing, outcomes, nodes, ranges }
    }

    /// The node that is replaced for an outcome; `None` inside if a replacement around it removes it.
    fn decide(&self, index: usize) -> Option<Result<Option<Node<'t>>, ProblemKind>> {
        let target = match self.nodes[index].as_ref()? {
            Ok(target) => *target,
            Err(kind) => return Some(Err(kind.clone())),
        };
        if self.enclosing(target) != Some(target.range()) {
            return Some(Ok(None));
        }
        let is_function = self.outcomes[index].site.node.function().is_some();
        let anchor = self.sharing.anchor_inside(target, |alias| self.enclosing(alias).is_some());
        let anchor = anchor.filter(|_| is_function).map(str::to_owned);
        Some(anchor.map_or(Ok(Some(target)), |anchor| Err(ProblemKind::LostAnchor { anchor })))
    }

    /// The replaced range that contains a node.
    fn enclosing(&self, node: Node<'t>) -> Option<TextRange> {
        let (_, range) = self.ranges.range(..=node.range().start()).next_back()?;
        range.contains_range(node.range()).then_some(*range)
    }
}

/// The node to replace for a site.
///
/// A node that several functions share through an alias has several sites, and a single edit suits all of them: they
/// share their requirements, so they resolve to the same version. But where it is also used for something else, only an
/// alias can be replaced.
fn target<'t>(
    outcome: &SiteOutcome<'_, 't>,
    sharing: &Sharing<'t>,
    places: &HashMap<NodeId, usize>,
) -> Option<Result<Node<'t>, ProblemKind>> {
    let site = outcome.site;
    if outcome.resolutions.is_empty() {
        return None;
    }
    let is_unshared =
        |node: &Node<'t>| sharing.occurs(*node, places.get(&node.id()).copied().unwrap_or_default());
    // A call of the macro evaluates to the same ARN wherever it occurs.
    if site.options.is_some() || is_unshared(&site.node) {
        return Some(Ok(site.node));
    }
    let shared = || {
        let anchor = sharing.anchor_of(site.node).unwrap_or_default().to_owned();
        ProblemKind::Shared { anchor }
    };
    Some(site.alias.filter(is_unshared).ok_or_else(shared))
}

/// The ranges that are not inside of others, by their start.
fn outermost(ranges: impl Iterator<Item = TextRange>) -> BTreeMap<u32, TextRange> {
    let mut ranges: Vec<_> = ranges.collect();
    ranges.sort_by_key(|range| (range.start(), std::cmp::Reverse(range.end())));
    let mut end = 0;
    ranges.retain(|range| {
        let is_outside = range.start() >= end;
        end = end.max(range.end());
        is_outside
    });
    ranges.into_iter().map(|range| (range.start(), range)).collect()
}
