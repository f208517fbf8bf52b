//! Declarations that need each other.

use cfn_ast::Node;
use cfn_ast::model::{Reference, References};
use rustc_hash::FxHashMap;

use crate::context::RuleContext;

/// What a template declares by a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declared<'t> {
    pub(crate) name: &'t str,
    pub(crate) key: Node<'t>,
    pub(crate) value: Node<'t>,
}

/// How a circle is spoken of.
pub(crate) struct Words {
    /// What one does to the next, as in "`A` waits for `B`".
    pub(crate) waits: &'static str,
    pub(crate) help: &'static str,
}

/// A reference that makes one declaration need another.
#[derive(Clone, Copy)]
struct Edge<'c, 't> {
    to: usize,
    reference: &'c Reference<'t>,
}

/// Which declaration needs which, as far as a circle can be reached.
pub(crate) struct Graph<'c, 't> {
    declared: Vec<Declared<'t>>,
    /// For each declaration the first of its references that leads to a circle.
    way_on: Vec<Option<Edge<'c, 't>>>,
}

impl<'c, 't> Graph<'c, 't> {
    /// The graph of what `needs` says of each reference: the name, and the place in which it is looked at.
    pub(crate) fn of(
        declared: Vec<Declared<'t>>,
        references: &'c References<'t>,
        needs: impl Fn(&Reference<'t>) -> Option<(&'t str, u8)>,
    ) -> Self {
        let place_of: FxHashMap<_, _> =
            declared.iter().enumerate().map(|(place, each)| (each.name, place)).collect();
        let edges_of = |each: &Declared<'t>| {
            let edge = |reference: &'c Reference<'t>| {
                let (name, order) = needs(reference)?;
                Some((order, Edge { to: *place_of.get(name)?, reference }))
            };
            let mut edges: Vec<_> = references.within(each.value).iter().filter_map(edge).collect();
            edges.sort_by_key(|(order, _)| *order);
            edges.into_iter().map(|(_, edge)| edge).collect()
        };
        let edges: Vec<Vec<Edge<'c, 't>>> = declared.iter().map(edges_of).collect();
        let leads_to_circle = leads_to_circle(&edges);
        let way_on = |edges: &Vec<Edge<'c, 't>>| edges.iter().copied().find(|edge| leads_to_circle[edge.to]);
        Self { way_on: edges.iter().map(way_on).collect(), declared }
    }

    /// Reports each declaration that is in a circle.
    pub(crate) fn report(&self, words: &Words, cx: &mut RuleContext<'_, 't>) {
        for circle in self.circles() {
            for place in 0..circle.len() {
                self.report_one(&circle, place, words, cx);
            }
        }
    }

    /// Reports the declaration at a place in a circle.
    fn report_one(&self, circle: &[usize], place: usize, words: &Words, cx: &mut RuleContext<'_, 't>) {
        /// The steps of a circle that are shown; a longer way is not read to its end.
        const SHOWN: usize = 8;
        let waits = words.waits;
        let step = |distance: usize| self.declared[circle[(place + distance) % circle.len()]];
        let shown = circle.len().min(SHOWN);
        let mut way: Vec<_> = (0..=shown).map(|distance| step(distance).name).collect();
        if circle.len() > SHOWN {
            way.extend(["…", way[0]]);
        }
        let way: Vec<_> = way.iter().map(|name| format!("`{name}`")).collect();
        let round = if circle.len() == 1 { String::new() } else { format!(": {}", way.join(" → ")) };
        let mut finding = cx
            .finding(step(0).key.range(), format!("{} {waits} itself{round}", way[0]))
            .with_help(words.help);
        for distance in 0..shown {
            let from = circle[(place + distance) % circle.len()];
            if let Some(edge) = self.way_on[from] {
                let text = format!("{} {waits} {} here", way[distance], way[distance + 1]);
                finding = finding.with_label(edge.reference.range(), text);
            }
        }
        cx.report(finding);
    }

    /// The circles that one comes to by following the first way from each resource.
    fn circles(&self) -> Vec<Vec<usize>> {
        let mut circles = Vec::new();
        let mut seen_from: Vec<Option<usize>> = vec![None; self.declared.len()];
        for start in 0..self.declared.len() {
            let mut way = Vec::new();
            let mut next = Some(start);
            while let Some(at) = next.filter(|&at| seen_from[at].is_none()) {
                seen_from[at] = Some(start);
                way.push(at);
                next = self.way_on[at].map(|edge| edge.to);
            }
            let closed = next.filter(|&at| seen_from[at] == Some(start));
            let begin = closed.and_then(|closed| way.iter().position(|&at| at == closed));
            circles.extend(begin.map(|begin| way.split_off(begin)));
        }
        circles
    }
}

/// Which declarations a circle can be reached from: those that remain when, again and again, the ones that need nothing
/// are taken away.
fn leads_to_circle(edges: &[Vec<Edge<'_, '_>>]) -> Vec<bool> {
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, edges) in edges.iter().enumerate() {
        for edge in edges {
            waiting[edge.to].push(from);
        }
    }
    let mut open: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut free: Vec<usize> = (0..edges.len()).filter(|&place| open[place] == 0).collect();
    while let Some(place) = free.pop() {
        for &from in &waiting[place] {
            open[from] -= 1;
            if open[from] == 0 {
                free.push(from);
            }
        }
    }
    open.iter().map(|&open| open > 0).collect()
}
