//! Cycles of declarations that depend on each other.

use cfn_ast::Node;
use cfn_ast::model::{Reference, References};
use rustc_hash::FxHashMap;

use crate::context::RuleContext;

/// A named declaration of a template.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declared<'t> {
    pub(crate) name: &'t str,
    pub(crate) key: Node<'t>,
    pub(crate) value: Node<'t>,
}

/// The wording of the message about a cycle.
pub(crate) struct Words {
    /// The name of a cycle, such as "circular dependency".
    pub(crate) cycle: &'static str,
    /// The verb between two declarations, as in "`A` depends on `B`".
    pub(crate) depends_on: &'static str,
    pub(crate) help: &'static str,
}

/// A reference that makes one declaration depend on another.
#[derive(Clone, Copy)]
struct Edge<'c, 't> {
    to: usize,
    reference: &'c Reference<'t>,
}

/// The dependencies between declarations, as far as they lead to cycles.
pub(crate) struct Graph<'c, 't> {
    declared: Vec<Declared<'t>>,
    /// For each declaration, the first of its references that leads to a cycle.
    next_edge: Vec<Option<Edge<'c, 't>>>,
}

impl<'c, 't> Graph<'c, 't> {
    /// Builds the graph. `needs` returns the name that a reference depends on, and the order in which references of one
    /// declaration are considered; `None` if the reference is not a dependency.
    pub(crate) fn of(
        declared: Vec<Declared<'t>>,
        references: &'c References<'t>,
        needs: impl Fn(&Reference<'t>) -> Option<(&'t str, u8)>,
    ) -> Self {
        let index_of: FxHashMap<_, _> =
            declared.iter().enumerate().map(|(index, each)| (each.name, index)).collect();
        let edges_of = |each: &Declared<'t>| {
            let edge = |reference: &'c Reference<'t>| {
                let (name, order) = needs(reference)?;
                Some((order, Edge { to: *index_of.get(name)?, reference }))
            };
            let mut edges: Vec<_> = references.within(each.value).iter().filter_map(edge).collect();
            edges.sort_by_key(|(order, _)| *order);
            edges.into_iter().map(|(_, edge)| edge).collect()
        };
        let edges: Vec<Vec<Edge<'c, 't>>> = declared.iter().map(edges_of).collect();
        let leads_to_cycle = leads_to_cycle(&edges);
        let next_edge =
            |edges: &Vec<Edge<'c, 't>>| edges.iter().copied().find(|edge| leads_to_cycle[edge.to]);
        Self { next_edge: edges.iter().map(next_edge).collect(), declared }
    }

    /// Reports each cycle once, at the declaration of it that comes first in the source.
    pub(crate) fn report(&self, words: &Words, cx: &mut RuleContext<'_, 't>) {
        for mut cycle in self.cycles() {
            let first = (0..cycle.len()).min_by_key(|&index| self.declared[cycle[index]].key.id());
            cycle.rotate_left(first.unwrap_or_default());
            self.report_cycle(&cycle, words, cx);
        }
    }

    fn report_cycle(&self, cycle: &[usize], words: &Words, cx: &mut RuleContext<'_, 't>) {
        /// The most steps of a cycle that are shown; longer messages are not read to their end.
        const SHOWN: usize = 8;
        let name = |step: usize| self.declared[cycle[step % cycle.len()]].name;
        let shown = cycle.len().min(SHOWN);
        let mut path: Vec<String> = (0..shown).map(|step| format!("`{}`", name(step))).collect();
        if cycle.len() > SHOWN {
            path.push("…".to_owned());
        }
        path.push(format!("`{}`", name(0)));
        let message = match cycle {
            [only] => format!("`{}` {} itself", self.declared[*only].name, words.depends_on),
            _ => format!("{}: {}", words.cycle, path.join(" → ")),
        };
        let start = self.declared[cycle[0]].key.range();
        let mut finding = cx.finding(start, message).with_help(words.help);
        for (step, &declaration) in cycle.iter().take(shown).enumerate() {
            if let Some(edge) = self.next_edge[declaration] {
                let text = format!("`{}` {} `{}` here", name(step), words.depends_on, name(step + 1));
                finding = finding.with_label(edge.reference.range(), text);
            }
        }
        cx.report(finding);
    }

    /// Returns the cycles that are reached by following `next_edge` from each declaration.
    fn cycles(&self) -> Vec<Vec<usize>> {
        let mut cycles = Vec::new();
        let mut seen_from: Vec<Option<usize>> = vec![None; self.declared.len()];
        for start in 0..self.declared.len() {
            let mut path = Vec::new();
            let mut next = Some(start);
            while let Some(at) = next.filter(|&at| seen_from[at].is_none()) {
                seen_from[at] = Some(start);
                path.push(at);
                next = self.next_edge[at].map(|edge| edge.to);
            }
            let closed = next.filter(|&at| seen_from[at] == Some(start));
            let begin = closed.and_then(|closed| path.iter().position(|&at| at == closed));
            cycles.extend(begin.map(|begin| path.split_off(begin)));
        }
        cycles
    }
}

/// Returns which declarations lead to a cycle: those that remain after repeatedly removing the ones without dependencies
/// (Kahn's algorithm).
fn leads_to_cycle(edges: &[Vec<Edge<'_, '_>>]) -> Vec<bool> {
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, edges) in edges.iter().enumerate() {
        for edge in edges {
            waiting[edge.to].push(from);
        }
    }
    let mut open: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut free: Vec<usize> = (0..edges.len()).filter(|&index| open[index] == 0).collect();
    while let Some(index) = free.pop() {
        for &from in &waiting[index] {
            open[from] -= 1;
            if open[from] == 0 {
                free.push(from);
            }
        }
    }
    open.iter().map(|&open| open > 0).collect()
}
